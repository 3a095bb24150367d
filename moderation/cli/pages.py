"""The command that takes pages apart: one for people, or a whole archive."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
from tqdm import tqdm

from moderation.cli.group import Wiring
from moderation.errors import InvalidInput, PageTooLarge
from moderation.segment.blocks import BlockLabel, LabelledPage
from moderation.segment.decoding import decode
from moderation.services import pages
from moderation.services.ports import Model, PageModel
from moderation.tables import ending_of, write_table
from moderation.text.clean import clean
from moderation.verdict import Verdict

__all__ = ["page"]

_HTML_ENDINGS = {".html", ".htm", ".xhtml"}
_ENDINGS = {*_HTML_ENDINGS, ".txt"}
_TAG = re.compile("<[a-z!?]", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|table)\b", re.IGNORECASE
)
_SNIFFED_CHARS = 20_000
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_MAX_BYTES = 20_000_000
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("source", required=False)
@click.option("--url", default="", help="Address that the page came from.")
@click.option("--text", "is_text", is_flag=True, help="It is plain text, not HTML.")
@click.option("--judge/--no-judge", default=True, help="Whether to judge comments.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--score", "folder", type=_FOLDER, help="Take all pages of a folder apart."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --score, file to write: .csv, .csv.gz, .jsonl or .parquet.",
)
@click.option(
    "--page-model",
    "page_model_dir",
    type=_FOLDER,
    help="Folder of the page model; the current one if left out.",
)
@click.pass_obj
def page(  # noqa: PLR0913, PLR0917 (one argument an option)
    wiring: Wiring,
    source: str | None,
    url: str,
    is_text: bool,
    judge: bool,
    as_json: bool,
    folder: Path | None,
    out: Path | None,
    page_model_dir: Path | None,
) -> None:
    """Take a page apart into article, comments and footer text.

    SOURCE is a file, HTML itself, which begins with <, or - for standard input. With
    --score, every .html, .htm, .xhtml and .txt file of a folder and of those inside it
    is taken apart, one row a block; files that cannot be are named and left out.
    """
    if (not source) == (folder is None) or (folder is None) != (out is None):
        raise click.UsageError("give SOURCE, or --score and --out together")
    if folder and (url or as_json):
        raise click.UsageError("--url and --json go with SOURCE, not with --score")

    def judges() -> _Judges:
        # What was asked for wrongly is said before models are loaded.
        segmenter = wiring.load_page_model(page_model_dir or wiring.page_model_dir())
        model = wiring.load_model(wiring.model_dir()) if judge else None
        return _Judges(segmenter, model)

    if folder and out:
        _check_out(out)
        _score(folder, out, is_text, judges())
        return
    content, is_html = _read(str(source), is_text)
    taken = judges().take(content, is_html, url)
    click.echo(_json(taken) if as_json else _text(taken))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A page that was taken apart: its blocks as rows, with verdicts if judged."""

    title: str
    model: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Judges:
    """The models that a run needs; `model` is None if comments are not judged."""

    segmenter: PageModel
    model: Model | None

    def take(self, content: str, is_html: bool, url: str = "") -> _Taken:
        found = pages.take_apart(content, is_html=is_html, model=self.segmenter)
        verdicts: Sequence[Verdict] = ()
        if self.model is not None:
            now = datetime.now(UTC)
            verdicts = pages.judge_alone(found, url, model=self.model, now=now)
        return _Taken(found.title, self.segmenter.name, [*_rows(found, verdicts)])


def _read(source: str, is_text: bool) -> tuple[str, bool]:
    """Return what to take apart, and whether it is HTML."""
    if source == "-":
        content = _decoded(sys.stdin.buffer)
    elif source.lstrip().startswith("<"):
        content = clean(source)
    elif _ADDRESS.match(source):
        raise InvalidInput(
            "no address is fetched; save the page, or pipe it: "
            "curl -L ADDRESS | hamgate page -"
        )
    else:
        return _read_named(source, is_text)
    return content, not is_text and _looks_like_html(content)


def _read_named(source: str, is_text: bool) -> tuple[str, bool]:
    try:
        return _read_file(Path(source), is_text)
    except InvalidInput as error:
        raise InvalidInput(f"{source[:200]}: {error}") from error


def _read_file(path: Path, is_text: bool) -> tuple[str, bool]:
    try:
        with path.open("rb") as file:
            content = _decoded(file)
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}") from error
    ending = path.suffix.lower()
    if is_text or ending == ".txt":
        return content, False
    if ending in _HTML_ENDINGS:
        return content, _TAG.search(content) is not None
    return content, _looks_like_html(content)


def _decoded(file: BinaryIO) -> str:
    raw = file.read(_MAX_BYTES + 1)
    if len(raw) > _MAX_BYTES:
        raise PageTooLarge(f"the page has more than {_MAX_BYTES:,} bytes")
    return clean(decode(raw))


def _looks_like_html(content: str) -> bool:
    begins = content[:_SNIFFED_CHARS]
    return begins.lstrip().startswith("<") or _MARKUP.search(begins) is not None


def _rows(found: LabelledPage, verdicts: Sequence[Verdict]) -> Iterator[dict[str, Any]]:
    for n, block in enumerate(found.blocks):
        row: dict[str, Any] = {
            "position": n,
            "text": block.text,
            "label": block.label.value,
            "score": round(block.score, 6),
        }
        if block.comment is not None:
            comment = found.comments[block.comment]
            row |= {"comment": block.comment, "author": comment.author}
            row |= {"author_url": comment.author_url, "date": comment.date}
            row |= {"link": comment.link, "depth": comment.depth}
            if verdicts:
                row["verdict"] = _verdict(verdicts[block.comment])
        yield row


def _verdict(verdict: Verdict) -> dict[str, Any]:
    said = asdict(verdict)
    del said["id"], said["would"]
    return said


def _json(taken: _Taken) -> str:
    answer = {"title": taken.title, "model": taken.model, "blocks": taken.rows}
    return json.dumps(answer, ensure_ascii=False)


def _text(taken: _Taken) -> str:
    rows = taken.rows
    counts = (f"{sum(r['label'] == kind for r in rows)} {kind}" for kind in BlockLabel)
    shown = "\n".join(_line(row) for row in rows)
    parts = filter(None, [taken.title, shown, "blocks: " + ", ".join(counts)])
    # The page is a stranger's, and some control characters steer a terminal.
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", "\n\n".join(parts))


_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def _line(row: dict[str, Any]) -> str:
    said = row.get("verdict")
    about = (
        row.get("author"),
        row.get("date"),
        f"depth {row['depth']}" if row.get("depth") else "",
        f"{said['label']}: {said['action']}" if said else "",
    )
    shown = row["text"].replace("\n", "\n         ")
    told = " · ".join(part for part in about if part)
    return f"{row['label']:<8} {shown}" + (f"  [{told}]" if told else "")


def _check_out(out: Path) -> None:
    """Refuse what cannot be written before hours of work are lost for it."""
    ending_of(out)
    if not out.absolute().parent.is_dir():
        raise InvalidInput(f"{out}: there is no such folder")


def _score(folder: Path, out: Path, is_text: bool, judges: _Judges) -> None:
    import pandas as pd

    paths = sorted(
        each
        for each in folder.rglob("*")
        if each.suffix.lower() in _ENDINGS and not each.is_dir()
    )
    rows: list[dict[str, Any]] = []
    n_refused = 0
    for path in tqdm(paths, disable=None, unit="pages"):
        # A name on disk may hold bytes that are no UTF-8.
        name = clean(path.relative_to(folder).as_posix())
        try:
            taken = judges.take(*_read_file(path, is_text))
        except InvalidInput as error:
            n_refused += 1
            tqdm.write(f"{name}: {error}", file=sys.stderr)
            continue
        rows += [{"page": name, **_flat(row)} for row in taken.rows]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    write_table(table.astype({"comment": "Int64", "depth": "Int64"}), out)
    done = f"{len(paths) - n_refused:,} pages, {len(rows):,} blocks"
    done += f" by {judges.segmenter.name}"
    click.echo(done + (f"; {n_refused:,} refused" if n_refused else ""), err=True)


_COLUMNS = ["page", "position", "text", "label", "score", "comment", "author"]
_COLUMNS += ["author_url", "date", "link", "depth", "verdict", "action"]
_COLUMNS += ["spam", "abuse", "footer"]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    said = row.pop("verdict", None)
    if said:
        row |= {"verdict": said["label"].value, "action": said["action"].value}
        row |= said["scores"]
    return row

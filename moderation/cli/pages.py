"""The command that takes pages apart: one for people, or a whole archive."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from moderation.cli.group import Wiring
from moderation.errors import InvalidInput, PageTooLarge
from moderation.segment.blocks import LabelledPage
from moderation.segment.decoding import decode
from moderation.services import pages
from moderation.services.ports import Model, PageModel
from moderation.tables import ending_of, write_table
from moderation.text.clean import clean
from moderation.verdict import Verdict

__all__ = ["page"]

_ENDINGS = {".html", ".htm", ".xhtml", ".txt"}
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|table)\b", re.I
)
_SNIFFED_CHARS = 20_000
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
    "--page-model", "page_model_dir", type=_FOLDER, help="Folder of the artifact."
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

    SOURCE is a file, HTML itself, or - for standard input. With --score, every .html,
    .htm, .xhtml and .txt file of a folder is taken apart, one row a block.
    """
    if (source is None) == (folder is None) or (folder is None) != (out is None):
        raise click.UsageError("give SOURCE, or --score and --out together")
    segmenter = wiring.load_page_model(page_model_dir or wiring.page_model_dir())
    model = wiring.load_model(wiring.model_dir()) if judge else None
    if folder and out:
        _score(folder, out, segmenter, model)
        return
    content, is_html = _read(str(source), is_text)
    found = pages.take_apart(content, is_html=is_html, model=segmenter)
    verdicts = _verdicts(found, url, model)
    rows = [*_rows(found, verdicts)]
    if as_json:
        answer = {"title": found.title, "model": segmenter.name, "blocks": rows}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(_text(found, rows))


def _read(source: str, is_text: bool) -> tuple[str, bool]:
    """Return what to take apart, and whether it is HTML."""
    if source == "-":
        content = decode(sys.stdin.buffer.read(_MAX_BYTES + 1))
    elif source.lstrip().startswith("<"):
        return clean(source), not is_text
    else:
        return _read_file(Path(source), is_text)
    return clean(content), not is_text and _looks_like_html(content)


def _read_file(path: Path, is_text: bool = False) -> tuple[str, bool]:
    try:
        size = path.stat().st_size
        content = clean(decode(path.read_bytes()[: _MAX_BYTES + 1]))
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror}") from error
    if size > _MAX_BYTES:
        raise PageTooLarge(f"{path.name} has more than {_MAX_BYTES:,} bytes")
    is_plain = is_text or path.suffix.lower() == ".txt"
    return content, not is_plain and _looks_like_html(content)


def _looks_like_html(content: str) -> bool:
    return _MARKUP.search(content[:_SNIFFED_CHARS]) is not None


def _verdicts(found: LabelledPage, url: str, model: Model | None) -> Sequence[Verdict]:
    if model is None:
        return ()
    return pages.judge_alone(found, url, model=model, now=datetime.now(UTC))


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
    del said["id"]
    return said


def _text(found: LabelledPage, rows: Sequence[dict[str, Any]]) -> str:
    lines = [found.title, ""] if found.title else []
    for row in rows:
        said = row.get("verdict")
        about = " · ".join(
            str(part)
            for part in (
                row.get("author"),
                row.get("date"),
                f"depth {row['depth']}" if row.get("depth") else "",
                f"{said['label']}: {said['action']}" if said else "",
            )
            if part
        )
        shown = row["text"].replace("\n", "\n         ")
        lines.append(f"{row['label']:<8} {shown}" + (f"  [{about}]" if about else ""))
    counts = [f"{sum(r['label'] == k for r in rows)} {k}" for k in _KINDS]
    return "\n".join([*lines, "", "blocks: " + ", ".join(counts)])


_KINDS = ("article", "comment", "footer")


def _score(folder: Path, out: Path, segmenter: PageModel, model: Model | None) -> None:
    import pandas as pd

    ending_of(out)
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS)
    rows: list[dict[str, Any]] = []
    n_refused = 0
    for path in tqdm(paths, disable=None, unit="pages"):
        name = path.relative_to(folder).as_posix()
        try:
            content, is_html = _read_file(path)
            found = pages.take_apart(content, is_html=is_html, model=segmenter)
            verdicts = _verdicts(found, "", model)
        except InvalidInput as error:
            n_refused += 1
            click.echo(f"{name}: {error}", err=True)
            continue
        rows += [{"page": name, **_flat(row)} for row in _rows(found, verdicts)]
    write_table(pd.DataFrame(rows, columns=_COLUMNS), out)
    done = f"{len(paths) - n_refused:,} pages, {len(rows):,} blocks by {segmenter.name}"
    click.echo(done + (f"; {n_refused} refused" if n_refused else ""), err=True)


_COLUMNS = ["page", "position", "text", "label", "score", "comment", "author"]
_COLUMNS += ["author_url", "date", "link", "depth", "verdict", "action"]
_COLUMNS += ["spam", "abuse", "footer"]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    said = row.pop("verdict", None)
    if said:
        row |= {"verdict": said["label"].value, "action": said["action"].value}
        row |= said["scores"]
    return row

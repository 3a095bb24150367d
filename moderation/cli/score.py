"""Commands that judge without a site: one text, or a whole file."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from tqdm import tqdm

from moderation.cli.group import Wiring
from moderation.comment import Author, Comment, Page
from moderation.services import scoring
from moderation.tables import comments_of, ending_of, read_table, write_table
from moderation.text.clean import clean
from moderation.verdict import Reason, Span, Verdict

__all__ = ["check", "score"]

_MODEL = click.option(
    "--model",
    "model_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the artifact; the current model if left out.",
)


@click.command()
@click.argument("text")
@click.option("--author", default="", help="Name of the author.")
@click.option("--email", default="", help="E-mail address of the author.")
@click.option("--url", default="", help="Address that the author left.")
@click.option("--title", default="", help="Title of the page.")
@_MODEL
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(  # noqa: PLR0913, PLR0917 (one argument an option)
    wiring: Wiring,
    text: str,
    author: str,
    email: str,
    url: str,
    title: str,
    model_dir: Path | None,
    as_json: bool,
) -> None:
    """Judge TEXT, or standard input if it is -, and say why."""
    text = _standard_input() if text == "-" else text
    comment = Comment(clean(text), Author(author, email, url), Page(title=title))
    model = wiring.load_model(model_dir or wiring.model_dir())
    verdict = scoring.check(comment, model=model, now=datetime.now(UTC))
    click.echo(_json(verdict) if as_json else _text(comment, verdict))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_MODEL
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .csv, .csv.gz, .jsonl or .parquet.",
)
@click.pass_obj
def score(wiring: Wiring, file: Path, model_dir: Path | None, out: Path) -> None:
    """Score the comments of FILE: id, label, action, spam, abuse, footer.

    FILE needs a column text; of author, author_url, author_email, title, type and lang
    those that are there are used. Without a column id the rows are numbered from 1.
    """
    import pandas as pd

    ending_of(out)
    table = read_table(file)
    model = wiring.load_model(model_dir or wiring.model_dir())
    verdicts = scoring.score(comments_of(table), model=model)
    bar = tqdm(verdicts, total=len(table), disable=None, unit="comments")
    rows = [
        (label.value, action.value, scores.spam, scores.abuse, scores.footer)
        for label, action, scores in bar
    ]
    scored = pd.DataFrame(rows, columns=["label", "action", "spam", "abuse", "footer"])
    has_id = "id" in table.columns
    scored.insert(0, "id", table["id"] if has_id else range(1, len(table) + 1))
    write_table(scored, out)
    click.echo(f"{len(scored):,} comments scored by {model.name}", err=True)


def _json(verdict: Verdict) -> str:
    """Write a verdict that is of no site, so that there is no shadow to speak of."""
    said = asdict(verdict)
    del said["would"]
    return json.dumps(said)


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _text(comment: Comment, verdict: Verdict) -> str:
    scores = asdict(verdict.scores)
    lines = [
        f"{verdict.label.value}: {verdict.action.value}",
        "  ".join(f"{head} {score:.3f}" for head, score in scores.items()),
        f"model {verdict.model}",
    ]
    lines += [_reason_line(each, comment.text) for each in verdict.reasons]
    spans = [span for each in verdict.reasons if each.weight > 0 for span in each.spans]
    return "\n".join([*lines, "", _marked(comment.text, spans)])


def _reason_line(each: Reason, text: str) -> str:
    words = ", ".join(repr(text[span.start : span.end]) for span in each.spans[:6])
    return f"  {each.weight:+6.2f}  {each.code}: {each.detail}" + (
        f" ({words})" if words else ""
    )


def _marked(text: str, spans: Iterable[Span]) -> str:
    """Put the spans between marks that a terminal shows in any colour."""
    marks = sorted({(span.start, span.end) for span in spans})
    pieces: list[str] = []
    at = 0
    for start, end in marks:
        if start >= at:
            pieces += (text[at:start], "»", text[start:end], "«")
            at = end
    return "".join([*pieces, text[at:]])

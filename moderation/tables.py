"""Data files with one comment a row: CSV, CSV.gz, JSONL and Parquet, in and out.

pandas is imported when a file is read, so that the service starts without it.
"""

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.comment import Author, Comment, Page
from moderation.errors import BadTable
from moderation.text.clean import clean
from moderation.verdict import Label

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["check_labels", "comments_of", "ending_of", "read_table"]
__all__ += ["whole_or_nothing", "write_table"]

_OPTIONAL = ("author", "author_url", "author_email", "title", "type", "lang")
_FORMATS = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet")


def read_table(path: Path, required: Sequence[str] = ("text",)) -> "DataFrame":
    """Read a data file; every cell becomes a cleaned string, a missing one "".

    A byte-order mark at either end of a text is dropped. Columns that nobody knows stay
    as they are.

    Raises
    ------
    BadTable
        If the file cannot be read or lacks a column of `required`; the text names the
        file, and the row and column where there is one. Rows count from 1.
    """
    table = _read(path)
    for column in required:
        if column not in table.columns:
            found = ", ".join(map(str, table.columns[:12]))
            raise BadTable(f"{path.name}: no column {column!r} (found: {found})")
    for column in table.columns:
        table[column] = [_cell(value) for value in table[column]]
    if "text" in table.columns:
        table["text"] = [text.strip("\ufeff") for text in table["text"]]
    return table


def check_labels(table: "DataFrame", name: str) -> None:
    """Raise `BadTable` at the first row of the file `name` whose label is unknown."""
    known = {label.value for label in Label}
    for row, label in enumerate(table["label"], start=1):
        if label not in known:
            wanted = ", ".join(sorted(known))
            raise BadTable(
                f"{name}, row {row}, column 'label': {label[:40]!r} is none of {wanted}"
            )


def comments_of(table: "DataFrame") -> list[Comment]:
    """Turn rows into comments; of the optional columns those that are there."""
    blank = [""] * len(table)
    columns = [
        table[name].tolist() if name in table.columns else blank for name in _OPTIONAL
    ]
    rows = zip(table["text"], *columns, strict=True)
    return [
        Comment(
            text,
            Author(name=author, url=url, email=email),
            Page(title=title),
            type=kind,
            language=lang,
        )
        for text, author, url, email, title, kind, lang in rows
    ]


def write_table(table: "DataFrame", path: Path) -> None:
    """Write a data file by its ending; an old one stays until the new one is whole."""
    with whole_or_nothing(path) as draft:
        if ending_of(path) == ".parquet":
            table.to_parquet(draft, index=False)
        elif ending_of(path).startswith(".jsonl"):
            table.to_json(
                draft,
                orient="records",
                lines=True,
                force_ascii=False,
                compression=_compression(path),
            )
        else:
            table.to_csv(draft, index=False, compression=_compression(path))


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; move it there if nothing was raised."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        raise BadTable(f"{path.name}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _read(path: Path) -> "DataFrame":
    import pandas as pd

    ending = ending_of(path)
    try:
        if ending == ".parquet":
            return pd.read_parquet(path)
        if ending.startswith(".jsonl"):
            return pd.DataFrame(_json_rows(path))
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except BadTable:
        raise
    except (OSError, ValueError, EOFError, zlib.error) as error:
        # pandas and pyarrow raise children of ValueError and OSError for bad files.
        raise BadTable(f"{path.name}{_cause(path, error)}") from error
    if not isinstance(table.index, pd.RangeIndex):
        # pandas takes the first cell of longer rows for a name of the row.
        raise BadTable(f"{path.name}, row 1: more columns than the header has")
    return table


_WIDTH = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


def _cause(path: Path, error: Exception) -> str:
    """Say in which row a file goes wrong, where that can be found out."""
    if found := _WIDTH.search(str(error)):
        expected, line, saw = map(int, found.groups())
        return f", row {line - 1}: {saw} columns, the header has {expected}"
    if isinstance(error, UnicodeDecodeError):
        return f", row {_row_not_utf8(path)}: not UTF-8"
    return f": cannot be read: {' '.join(str(error).split())[:200]}"


def _row_not_utf8(path: Path) -> int:
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rb") as lines:
        for row, line in enumerate(lines):
            try:
                line.decode()
            except UnicodeDecodeError:
                return row
    return 0


def _json_rows(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.name.endswith(".gz") else open
    rows = []
    with opened(path, "rt", encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                rows.append(_json_row(line, f"{path.name}, row {number}"))
    return rows


def _json_row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadTable(f"{where}: not JSON") from error
    if not isinstance(row, dict):
        raise BadTable(f"{where}: not a JSON object")
    # pandas takes no lone surrogate, which JSON may hold.
    return {clean(name): _cell(value) for name, value in row.items()}


def ending_of(path: Path) -> str:
    """Return the ending that says the format; `BadTable` if we do not know it."""
    name = path.name.lower()
    for ending in sorted(_FORMATS, key=len, reverse=True):
        if name.endswith(ending):
            return ending
    raise BadTable(f"{path.name}: the ending must be one of {', '.join(_FORMATS)}")


def _compression(path: Path) -> Any:  # noqa: ANN401 (pandas' own union)
    return "gzip" if path.name.lower().endswith(".gz") else None


def _cell(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    return "" if _is_missing(value) else clean(str(value))


def _is_missing(value: object) -> bool:
    """Know None, NaN, which is not itself, and what pandas has for a missing number."""
    try:
        return value is None or bool(value != value)  # noqa: PLR0124
    except (TypeError, ValueError):
        # pandas' missing number has no truth value; an array has one for each item.
        return not hasattr(value, "__len__")

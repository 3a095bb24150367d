"""What a page model was made of, and how good it is, for people."""

from typing import Any

__all__ = ["evaluation_text", "training_text"]


def training_text(manifest: dict[str, Any]) -> str:
    """Describe an artifact that was written."""
    pages, texts = manifest["pages"], manifest["texts"]
    lines = [f"page model {manifest['name']}"]
    lines.append(f"pages: {pages['html']:,} as HTML, {pages['lines']:,} as lines")
    lines += [f"  {name:<24} {count:>9,} texts" for name, count in texts.items()]
    return "\n".join(lines)


def evaluation_text(found: dict[str, Any]) -> str:
    """Describe what was measured on domains held out."""
    lines = []
    for name, title in (("html", "HTML pages"), ("lines", "pages of lines")):
        part = found[name]
        lines += [title, *(f"  {says:<42} {_number(part[key])}" for key, says in _ROWS)]
    alone = found["alone"]
    lines += ["single blocks, by their text alone"]
    lines.append(f"  {'labels, macro F1':<42} {_number(alone['blocks'])}")
    missed = _number(alone["footers_at_recall_90"])
    lines.append(f"  {'footers taken for comments at recall .90':<42} {missed}")
    return "\n".join(lines)


_ROWS = (
    ("blocks", "labels of blocks, macro F1, balanced"),
    ("blocks_unbalanced", "labels of blocks, macro F1, as they come"),
    ("comments_micro", "text of comments, token F1, micro"),
    ("comments_macro", "text of comments, token F1, macro"),
    ("snippets_found", "marked comments found"),
    ("snippets_leaked", "marked comments in the main text"),
    ("main", "main text, token F1, macro"),
)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"

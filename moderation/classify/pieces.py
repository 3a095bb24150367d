"""Pieces of a long text, so that good words around a bad offer do not hide it."""

from dataclasses import replace

from moderation.comment import Comment

__all__ = ["PIECE_DISCOUNT", "pieces_of", "starts_of"]

# Log-odds that a piece must have more than the whole to speak for it: the worst of many
# pieces of a good comment is worse than the comment (experiment 0006).
PIECE_DISCOUNT = 1.0

_LONG_CHARS = 420
_PIECE_CHARS = 160
_MOST_PIECES = 16


def pieces_of(comment: Comment) -> list[Comment]:
    """Return the pieces of a long comment as comments; none of a short one."""
    return [
        replace(comment, text=comment.text[start : start + _PIECE_CHARS])
        for start in starts_of(comment)
    ]


def starts_of(comment: Comment) -> list[int]:
    """Return where the pieces begin: the first, the last, the others evenly between."""
    n_chars = len(comment.text)
    if n_chars < _LONG_CHARS:
        return []
    # Pieces overlap by a third, so that an offer is whole in one of them.
    n_pieces = min(-(-3 * n_chars // (2 * _PIECE_CHARS)), _MOST_PIECES)
    step = (n_chars - _PIECE_CHARS) / (n_pieces - 1)
    return [round(n * step) for n in range(n_pieces)]

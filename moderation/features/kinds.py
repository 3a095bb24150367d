"""Kinds of evidence: what a score may rest on."""

from enum import IntEnum

__all__ = ["Kind"]


class Kind(IntEnum):
    """Where a column looks.

    Two kinds that agree are worth more than one that is loud: a score of one kind alone
    makes a person look and no more (``docs/decisions/0006``).
    """

    TEXT = 0
    LINKS = 1
    AUTHOR = 2
    FORM = 3
    TITLE = 4
    DISGUISE = 5

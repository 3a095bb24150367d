import numpy as np
import pytest

from moderation.features.kinds import Kind
from moderation.features.union import Layout, dense_columns, dense_kinds, kinds_of

LAYOUT = Layout(word_bits=5, char_bits=4, token_bits=3)


def test_every_column_has_a_kind():
    kinds = kinds_of(LAYOUT)

    assert kinds.shape == (LAYOUT.n_columns,)
    assert set(kinds.tolist()) == set(Kind)


def test_words_are_text_and_tokens_are_author_then_links():
    kinds = kinds_of(LAYOUT)[: LAYOUT.n_hashed]

    values, counts = np.unique(kinds, return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
        Kind.TEXT: 48, Kind.AUTHOR: 4, Kind.LINKS: 4
    }  # fmt: skip
    assert kinds[-8:].tolist() == [Kind.AUTHOR] * 4 + [Kind.LINKS] * 4


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("capitals", Kind.FORM),
        ("money", Kind.FORM),
        ("has_link", Kind.LINKS),
        ("phone", Kind.LINKS),
        ("has_name", Kind.AUTHOR),
        ("title_overlap", Kind.TITLE),
        ("invisible", Kind.DISGUISE),
        ("mixed_scripts", Kind.DISGUISE),
        ("spaced_letters", Kind.DISGUISE),
        ("letters_apart", Kind.DISGUISE),
    ],
)
def test_a_dense_column_is_of_the_kind_of_its_block_or_a_disguise(column, kind):
    names = [name for name, _ in dense_columns()]

    assert dense_kinds()[names.index(column)] is kind

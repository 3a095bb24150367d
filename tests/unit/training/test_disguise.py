import pandas as pd
import pytest

from training.disguise import with_disguises
from training.linked import with_links

N = 600


def rows(label="spam", n=N, text="buy cheap casino bonus pills number {n}"):
    texts = [text.replace("{n}", str(number)) for number in range(n)]
    columns = {"text": texts, "label": label, "source": "hamgate"}
    groups = [f"group {number}" for number in range(n)]
    return pd.DataFrame(columns).assign(group=groups, template=groups, author="Ann")


def copies_of(table):
    whole = with_disguises(table)
    return whole[whole["disguised"]]


def test_the_rows_of_the_table_come_first_and_as_they_were():
    table = rows()

    whole = with_disguises(table)

    first = whole[: len(table)].drop(columns="disguised")
    assert first.to_dict("records") == table.to_dict("records")
    assert whole["disguised"].tolist() == [False] * N + [True] * (len(whole) - N)


def test_a_copy_says_something_else_and_all_else_is_its_originals():
    table = rows()

    copies = copies_of(table)

    originals = table.set_index("group").loc[copies["group"]]
    assert (copies["text"].to_numpy() != originals["text"].to_numpy()).all()
    for column in ("label", "source", "template", "author"):
        assert copies[column].tolist() == originals[column].tolist()


@pytest.mark.parametrize("label", ["spam", "ham", "abuse"])
def test_some_rows_of_each_label_are_copied_and_not_nearly_all(label):
    assert 0.02 < len(copies_of(rows(label))) / N < 0.5


def test_footers_are_not_disguised():
    assert len(copies_of(rows("footer"))) == 0


def test_a_row_has_at_most_two_copies():
    copies = copies_of(pd.concat([rows("ham"), rows("abuse")], ignore_index=True))

    assert copies.groupby(["label", "group"]).size().max() <= 2


def test_the_same_rows_give_the_same_copies_whatever_stands_around():
    alone = copies_of(rows())

    among = copies_of(pd.concat([rows("footer"), rows()], ignore_index=True))

    assert alone["text"].tolist() == among["text"].tolist()


def test_a_text_that_offers_nothing_to_disguise_is_padded_at_most():
    copies = copies_of(rows(text="a {n}"))

    assert 0 < len(copies) < N / 20
    assert copies["text"].str.contains(r"\ba \d").all()


def test_a_table_of_nothing_has_no_copies():
    assert len(with_disguises(rows(n=0))) == 0


@pytest.mark.parametrize(
    ("label", "some"), [("abuse", True), ("ham", True), ("spam", False)]
)
def test_a_link_is_put_beside_abuse_and_ham(label, some):
    linked = with_links(rows(label))

    assert bool(len(linked)) is some
    assert all("buy cheap casino" in text for text in linked["text"])
    assert all("http" in text for text in linked["text"])


def test_a_text_with_a_link_gets_no_other():
    assert len(with_links(rows("abuse", text="see http://a.example {n}"))) == 0


def test_what_looks_like_a_template_is_left_as_it_is():
    linked = with_links(rows("abuse", text="use {city} or \\n number {n} {"))

    assert all("use {city} or \\n number" in text for text in linked["text"])

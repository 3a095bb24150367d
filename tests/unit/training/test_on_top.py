import numpy as np
import pytest

from moderation.comment import Comment
from moderation.features.reading import read
from moderation.features.union import encode
from tests import labels, tiny
from training.candidates import scorer_of


@pytest.fixture(scope="module")
def recipe():
    return labels.on_top()


def spam_of(model, text):
    """Return the log-odds, which no second kind of evidence has to support."""
    encoded = encode(read([Comment(text)]), tiny.LAYOUT)
    return float(model.weights.log_odds(encoded)[0, 0])


def arrays(model):
    return np.concatenate([model.weights.hashed.ravel(), model.weights.dense.ravel()])


def test_no_feedback_gives_the_base_to_the_last_digit(recipe):
    model = recipe.fit(labels.table(ham=1)[:0])

    assert np.array_equal(arrays(model), arrays(tiny.trained()))
    assert np.array_equal(model.weights.bias, tiny.trained().weights.bias)


def test_what_people_said_is_learned(recipe):
    table = labels.table(text="walnut parade", spam=20)
    text = "walnut parade tonight"

    before, after = spam_of(tiny.trained(), text), spam_of(recipe.fit(table), text)

    assert after > before + 1


def test_good_words_of_a_site_are_learned_too(recipe):
    table = labels.table(text="casino bonus", ham=20)

    before = spam_of(tiny.trained(), "casino bonus today")
    after = spam_of(recipe.fit(table), "casino bonus today")

    assert after < before - 1


def test_a_label_that_is_taken_back_is_forgotten_to_the_last_digit(recipe):
    table = labels.table(spam=10, ham=10)
    more = labels.table(text="walnut parade", spam=3)

    recipe.fit(more)
    again = recipe.fit(table)

    assert np.array_equal(arrays(again), arrays(labels.on_top().fit(table)))


def test_columns_that_feedback_does_not_have_stay(recipe):
    table = labels.table(text="walnut parade", spam=20)
    other = "privacy policy terms cookie"

    changed = (recipe.fit(table).weights.hashed != tiny.trained().weights.hashed).any(
        axis=1
    )

    assert 0 < changed.sum() < len(changed) / 2
    before = scorer_of(tiny.trained()).score([Comment(other)])
    after = scorer_of(recipe.fit(table)).score([Comment(other)])
    assert after == pytest.approx(before, abs=0.1)


def test_anchors_hold_what_the_model_knew():
    table = labels.flipped(labels.table(spam=20, ham=20))
    text = tiny.labelled_rows(spam=1)["text"][0]

    free, held = (spam_of(labels.on_top(n).fit(table), text) for n in (1, 400))

    assert held > free


def test_a_light_label_teaches_less(recipe):
    table = labels.table(text="walnut parade", spam=20)
    text = "walnut parade tonight"

    full = spam_of(recipe.fit(table), text)
    light = spam_of(recipe.fit(table.assign(weight=0.1)), text)

    assert light < full


def test_all_heads_learn(recipe):
    table = labels.table(text="walnut parade", abuse=20)
    comment = [Comment("walnut parade tonight")]

    before = scorer_of(tiny.trained()).score(comment)[0]
    after = scorer_of(recipe.fit(table)).score(comment)[0]

    assert after[1] > before[1] + 0.1


def test_comments_that_are_no_abuse_say_nothing_against_the_abuse_head(recipe):
    table = labels.table(text="walnut parade", spam=20, ham=20)

    changed = recipe.fit(table).weights.hashed != tiny.trained().weights.hashed

    assert changed[:, 0].any()
    assert not changed[:, 1:].any()


def test_ham_that_was_held_as_abuse_is_learned(recipe):
    table = labels.table(ham=20).assign(text=tiny.labelled_rows(abuse=20)["text"])
    comment = [Comment(table["text"][0])]

    before = scorer_of(tiny.trained()).score(comment)[0, 1]
    after = scorer_of(recipe.fit(table)).score(comment)[0, 1]

    assert before > tiny.THRESHOLDS["abuse"] / 2
    assert after < before - 0.2


def test_the_manifest_says_what_it_is_on_top_of(recipe):
    manifest = recipe.fit(labels.table(spam=3)).manifest

    assert manifest["made"] == {"how": "on top", "base": "small"}
    assert not {"name", "sha256"} & manifest.keys()


def test_the_base_is_left_alone(recipe):
    before = arrays(tiny.trained()).copy()

    recipe.fit(labels.table(text="walnut parade", spam=20))

    assert np.array_equal(arrays(tiny.trained()), before)

import math

import pytest
from hypothesis import given

from moderation.classify.scorer import Scorer
from moderation.comment import Author, Comment
from moderation.reasons import SENTENCES
from tests import hostile, tiny

SCORER = tiny.random_scorer()


def reasons_of(comment, scorer=SCORER):
    return scorer.assess([comment])[0].reasons


def trained_scorer():
    return Scorer(tiny.trained().weights, tiny.trained().manifest)


def weighing(weight=5.0, *columns, tokens=0.0):
    """A model in which some dense columns, or all tokens, speak for spam alone."""
    model = tiny.random_model()
    weights, names = model.weights, model.manifest["features"]["dense"]
    weights.hashed[:, :-1] = weights.dense[:] = 0
    weights.bias[:] = 0, -9, -9
    weights.hashed[tiny.LAYOUT.block_starts[2] :, 0] = tokens
    weights.dense[[names.index(column) for column in columns], 0] = weight
    return Scorer(weights, model.manifest)


@given(hostile.comments)
def test_reasons_are_known_finite_few_and_the_strongest_first(comment):
    reasons = reasons_of(comment)

    weights = [abs(each.weight) for each in reasons]
    assert {each.code for each in reasons} <= SENTENCES.keys()
    assert all(math.isfinite(weight) and weight >= 0.1 for weight in weights)
    assert weights == sorted(weights, reverse=True)
    assert len(reasons) <= 8


@given(hostile.comments)
def test_spans_lie_inside_the_text_and_are_never_empty(comment):
    spans = [span for each in reasons_of(comment) for span in each.spans]

    assert all(0 <= span.start < span.end <= len(comment.text) for span in spans)


@given(hostile.comments)
def test_a_reason_never_repeats_what_the_caller_wrote(comment):
    found = reasons_of(comment)

    known = {text.format(value=n) for text in SENTENCES.values() for n in range(201)}
    assert {each.detail for each in found} <= known


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Hello, buy cheap pills!", "spam-words", {"buy", "cheap", "pills"}),
        ("you stupid idiot moron", "abuse-words", {"stupid", "idiot", "moron"}),
        (
            "copyright privacy policy cookie",
            "footer-words",
            {"copyright", "privacy", "policy", "cookie"},
        ),
    ],
)
def test_the_words_that_count_are_pointed_at(text, code, words):
    [found] = [r for r in reasons_of(Comment(text), trained_scorer()) if r.code == code]

    assert words <= {text[span.start : span.end] for span in found.spans}
    assert found.weight > 0


@pytest.mark.parametrize("after", ["", "\u202c", "\u202c now"], ids=ascii)
def test_words_that_are_turned_round_are_pointed_at(after):
    comment = Comment("see \u202eonisac sllip" + after)

    found = reasons_of(comment, trained_scorer())

    spans = [span for each in found for span in each.spans]
    assert all(span.start < span.end for span in spans)
    assert {"onisac", "sllip"} <= {comment.text[s.start : s.end] for s in spans}


def test_good_words_count_against_spam():
    comment = Comment("thank you for this good article about bread")

    [found] = [
        r for r in reasons_of(comment, trained_scorer()) if r.code == "ham-words"
    ]

    assert found.weight < 0


@pytest.mark.parametrize(
    ("text", "pointed_at"),
    [
        ("&lt;p&gt; cheap pills", {"cheap", "pills"}),
        ("chea&#112; pills", {"chea&#112;", "pills"}),
        ("ch\u200beap pills", {"ch", "eap", "pills"}),
        ("ＣＨＥＡＰ pills", {"ＣＨＥＡＰ", "pills"}),
        ("💊💊 cheap pills", {"cheap", "pills"}),
        ("ch<b></b>eap pills", {"pills"}),
        ("\u202epaehc\u202c pills", {"pills"}),
        ("x" * 30_000 + " cheap pills", {"cheap", "pills"}),
    ],
    ids=[
        "entities",
        "last-letter-an-entity",
        "invisible",
        "wide",
        "above-the-bmp",
        "tag-inside",
        "turned-round",
        "tail",
    ],
)
def test_spans_point_into_the_text_as_it_was_sent(text, pointed_at):
    found = reasons_of(Comment(text), trained_scorer())

    spans = [span for each in found if each.weight > 0 for span in each.spans]
    assert pointed_at <= {text[span.start : span.end] for span in spans}


@pytest.mark.parametrize(
    ("column", "text", "code", "marked"),
    [
        ("n_links", "http://a.io b.io", "link-count", ["http://a.io", "b.io"]),
        ("link_bad", "x http:///path", "link-bad", ["http:///path"]),
        ("phone", "call 555-123-4567", "contact-phone", ["555-123-4567"]),
        ("email", "mail a@b.com", "contact-email", ["a@b.com"]),
        ("handle", "hi @me_too", "contact-handle", ["@me_too"]),
        ("invisible", "a\u200bb\xad", "invisible-characters", ["\u200b", "\xad"]),
        ("fancy", "a ⓕⓡⓔⓔ b", "fancy-letters", ["ⓕⓡⓔⓔ"]),
        ("capitals", "LOUD", "text-capitals", []),
    ],
)  # fmt: skip
def test_a_column_is_explained_by_its_code_and_place(column, text, code, marked):
    [found] = reasons_of(Comment(text), weighing(5.0, column))

    assert found.code == code
    assert found.weight > 0
    assert [text[span.start : span.end] for span in found.spans] == marked


def test_columns_of_one_code_are_summed():
    comment = Comment("http://a.example")

    [found] = reasons_of(comment, weighing(1.0, "has_link", "n_hosts"))

    assert found.code == "link-count"
    assert found.weight == pytest.approx(1 + math.log(2) / math.log(11), abs=1e-3)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        (Comment("", Author("Bob")), {"author-name"}),
        (Comment("", Author(url="http://a.com")), {"author-link-host"}),
        (Comment("", Author(email="a@b.com")), {"author-email"}),
        (Comment("http://a.com"), {"link-host"}),
        (Comment("", type="comment"), {"comment-type"}),
    ],
    ids=["name", "url", "email", "link", "type"],
)
def test_a_token_is_explained_by_where_it_came_from(comment, codes):
    found = reasons_of(comment, weighing(tokens=5.0))

    assert {each.code for each in found} == codes


@pytest.mark.parametrize(("weight", "n_reasons"), [(0.0999, 0), (0.1, 1), (-0.1, 1)])
def test_evidence_under_a_tenth_is_noise(weight, n_reasons):
    found = reasons_of(Comment("a@b.com"), weighing(weight, "email"))

    assert len(found) == n_reasons

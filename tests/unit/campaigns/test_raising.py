import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.campaigns.raising import MAX_WEIGHT, bounded, reasons
from moderation.campaigns.record import Seen
from moderation.classify.decide import with_rules
from moderation.comment import Comment
from moderation.verdict import Assessment, Label, Scores

CHEER = "Happy birthday!"
SHORT = "Great post, thank you so much"
LONG = (
    "Earn five hundred dollars every single day from your own home, no experience "
    "needed, write to our manager before Sunday"
)
LINK = "Look here: https://shop.example"
CONTACT = "Call me +1 202 555 0143 now"


def weight(seen: Seen, text: str = LONG) -> float:
    return sum(each.weight for each in reasons(seen, Comment(text)))


def seen(n: int, **fields: object) -> Seen:
    return Seen(**{"n_here": n, "n_sites": 1, **fields})


@pytest.mark.parametrize("text", [CHEER, SHORT, LONG, LINK])
def test_what_was_never_seen_has_no_reason(text):
    assert reasons(Seen(), Comment(text)) == ()


@pytest.mark.parametrize(
    "text", [CHEER, "First!", "Good morning", "👍" * 300, "生日快乐"]
)
@pytest.mark.parametrize("n", [1, 2, 10, 200])
def test_a_cheer_may_be_repeated_for_ever(text, n):
    everywhere = seen(n, n_elsewhere=n, n_sites=50, n_authors=100, n_ips=100)

    assert reasons(everywhere, Comment(text)) == ()


@pytest.mark.parametrize("text", [LINK, CONTACT, LONG, "这个平台每天可以赚很多钱" * 4])
def test_who_can_be_reached_or_says_much_weighs_more_than_thanks(text):
    assert weight(seen(3), text) > weight(seen(3), SHORT) > 0


def test_the_reason_says_how_often():
    (found,) = reasons(seen(3, n_elsewhere=4), Comment(LONG))

    assert found.code == "seen-campaign"
    assert found.detail.endswith(": 7")


def test_where_counting_stopped_the_reason_says_so():
    (found,) = reasons(seen(200), Comment(LONG))

    assert found.detail.endswith(": 200+")


@pytest.mark.parametrize("field", ["n_authors", "n_ips", "n_sites"])
def test_many_sources_weigh_more_than_one(field):
    many = weight(seen(4, **{field: 4}))

    assert many > weight(seen(4, **{field: 1}))


def test_copies_elsewhere_count():
    assert weight(seen(1, n_elsewhere=7)) == weight(seen(8))


@pytest.mark.parametrize(("n", "share"), [(1, 0.0), (2, 0.0), (3, 0.5)])
def test_the_same_comment_sent_again_weighs_little(n, share):
    less = weight(seen(1)) * (1 - share)

    expected = weight(seen(n)) - less if share else 0.0
    assert weight(seen(n, n_same=n)) == pytest.approx(expected, abs=1e-3)


def test_one_copy_from_elsewhere_makes_all_count():
    assert weight(seen(3, n_same=2)) == weight(seen(3))


@given(
    n=st.integers(1, 400),
    elsewhere=st.integers(0, 400),
    sources=st.tuples(*[st.integers(0, 400)] * 3),
    text=st.sampled_from([CHEER, SHORT, LONG, LINK, CONTACT]),
)
def test_counting_alone_never_blocks_what_the_model_holds_for_good(
    n, elsewhere, sources, text
):
    fields = dict(zip(("n_sites", "n_authors", "n_ips"), sources, strict=True))
    found = weight(seen(n, n_elsewhere=elsewhere, **fields), text)

    assert 0 <= found <= MAX_WEIGHT
    assert 1 / (1 + math.exp(-found)) < 0.9


@given(st.integers(1, 300))
def test_one_copy_more_never_weighs_less(n):
    assert weight(seen(n + 1)) >= weight(seen(n)) > 0


@pytest.mark.parametrize("label", [Label.SPAM, Label.ABUSE, Label.FOOTER])
def test_what_moderators_called_bad_weighs_more_than_counting(label):
    said = weight(seen(1, labels={label: 1}), CHEER)

    assert said > MAX_WEIGHT
    assert said == weight(seen(1, labels={label: 1}), LINK)


@pytest.mark.parametrize(
    ("labels", "text", "expected"),
    [
        ({Label.HAM: 1}, LONG, "less"),
        ({Label.HAM: 1}, LINK, "none"),
        ({Label.HAM: 1}, CONTACT, "none"),
        ({Label.HAM: 2, Label.SPAM: 2}, LONG, "less"),
        ({Label.HAM: 1, Label.SPAM: 2}, LONG, "counted"),
    ],
)
def test_what_moderators_called_good_is_not_raised(labels, text, expected):
    found = weight(seen(5, labels=labels), text)

    wanted = {"less": -1.0, "none": 0.0, "counted": weight(seen(5), text)}
    assert found == wanted[expected]


@given(
    score=st.floats(0, 0.499),
    threshold=st.floats(0.5, 0.9999),
    n=st.integers(1, 300),
)
def test_counting_lifts_no_comment_over_the_threshold_that_is_in_doubt(
    score, threshold, n
):
    found = bounded(
        reasons(seen(n, n_authors=n), Comment(LINK)), score=score, threshold=threshold
    )

    lifted = with_rules(Assessment(Scores(score)), found).scores.spam

    assert score - 1e-9 <= lifted < threshold


@pytest.mark.parametrize(
    ("score", "labels", "is_cut"),
    [
        (0.49, {}, True),
        (0.5, {}, False),
        (0.1, {Label.SPAM: 1}, False),
        (0.1, {}, False),
    ],
)
def test_a_weight_is_cut_where_the_words_are_in_doubt_alone(score, labels, is_cut):
    found = reasons(seen(50, n_authors=50, labels=labels), Comment(LINK))

    kept = bounded(found, score=score, threshold=0.8)

    assert (kept != found) == is_cut


def test_without_a_reason_there_is_nothing_to_cut():
    assert bounded((), score=0.1, threshold=0.9) == ()

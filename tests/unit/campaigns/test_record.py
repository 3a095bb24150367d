import pytest

from moderation.campaigns.record import Seen, Trace, seen_of
from moderation.verdict import Label


def test_nothing_was_seen_where_nothing_left_a_trace():
    assert seen_of([], Trace(1), {}) == Seen()
    assert Seen().n == 0


def test_copies_are_counted_here_and_elsewhere():
    traces = [Trace(1, 10, 20, 30), Trace(1, 11, 20, 31), Trace(2, 10, 21, 30)]

    seen = seen_of(iter(traces), traces[0], {Label.SPAM: 2})

    assert seen == Seen(2, 1, 1, 2, 2, 2, 2, {Label.SPAM: 2})
    assert seen.n == 3


@pytest.mark.parametrize("field", ["author", "ip", "page"])
def test_what_was_not_said_is_nobody(field):
    traces = [Trace(1), Trace(1), Trace(1, **{field: 0})]

    seen = seen_of(traces, Trace(1), {})

    assert getattr(seen, f"n_{field}s") == 1
    assert seen.n_authors + seen.n_ips + seen.n_pages == 1


@pytest.mark.parametrize(
    ("own", "n_same"),
    [
        (Trace(1, 10, 20, 30), 2),
        (Trace(1, 10, 20, 31), 0),
        (Trace(2, 10, 20, 30), 0),
        (Trace(1, None, 20), 1),
        (Trace(1, None, None, 30), 0),
    ],
)
def test_the_same_again_is_of_one_author_address_and_page(own, n_same):
    traces = [
        Trace(1, 10, 20, 30),
        Trace(1, 10, 20, 30),
        Trace(1, None, 20),
        Trace(1, None, None, 30),
    ]

    assert seen_of(traces, own, {}).n_same == n_same

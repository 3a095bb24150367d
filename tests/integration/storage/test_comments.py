from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from moderation.errors import AlreadyExists, NotFound
from moderation.record import Status
from moderation.site import Site
from moderation.verdict import Action
from tests.integration.storage.samples import COMMENT, NOON, a_comment, new_id


def test_a_comment_comes_back_as_it_was(site, work):
    row = a_comment(site, is_test=True)

    work.comments.add([row])

    assert work.comments.get(site.id, row.id) == row


def test_a_comment_of_text_alone_comes_back_as_it_was(site, work):
    row = a_comment(site, comment=replace(COMMENT, posted_at=None, language=""))

    work.comments.add([row])

    assert work.comments.get(site.id, row.id) == row


@pytest.mark.parametrize("would", Action)
def test_what_would_have_been_done_comes_back(site, work, would):
    row = a_comment(site)
    row = replace(row, verdict=replace(row.verdict, would=would))

    work.comments.add([row])

    assert work.comments.get(site.id, row.id) == row


def test_moments_come_back_aware_and_in_utc(site, work):
    there = NOON.astimezone(timezone(timedelta(hours=-7)))
    row = a_comment(site, created_at=there)
    work.comments.add([row])

    found = work.comments.get(site.id, row.id)

    assert found.created_at == NOON
    assert found.created_at.utcoffset() == timedelta(0)
    assert found.comment.posted_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "moment",
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)],
    ids=["first", "last"],
)
def test_the_first_and_the_last_moment_come_back(site, work, moment):
    row = a_comment(site, created_at=moment)

    work.comments.add([row])

    assert work.comments.get(site.id, row.id) == row


@pytest.mark.parametrize("n_rows", [0, 1, 2, 100])
def test_as_many_comments_are_kept_as_were_given(site, work, n_rows):
    rows = [a_comment(site) for _ in range(n_rows)]

    work.comments.add(rows)

    found = work.comments.page(site.id, status=None, before="", limit=1000)
    assert found == rows[::-1]


def test_an_id_is_kept_once(site, work):
    row = a_comment(site)
    work.comments.add([row])

    with pytest.raises(AlreadyExists):
        work.comments.add([row])


def test_a_comment_of_a_site_that_is_gone_is_refused(work):
    with pytest.raises(NotFound):
        work.comments.add([a_comment(Site(999, "https://gone.example"))])


def test_another_sites_comment_is_absent(site, stranger, work):
    row = a_comment(site)
    work.comments.add([row])

    assert work.comments.get(stranger.id, row.id) is None
    assert work.comments.by_fingerprint(stranger.id, row.fingerprint) is None
    assert work.comments.page(stranger.id, status=None, before="", limit=9) == []


def test_an_unknown_comment_is_absent(site, work):
    assert work.comments.get(site.id, new_id()) is None


def test_another_site_cannot_move_a_comment(site, stranger, work):
    row = a_comment(site)
    work.comments.add([row])

    work.comments.set_status(stranger.id, row.id, Status.SPAM)

    assert work.comments.get(site.id, row.id).status is Status.APPROVED


def test_a_moved_comment_changes_its_status_and_nothing_else(site, work):
    row, other = a_comment(site), a_comment(site)
    work.comments.add([row, other])

    work.comments.set_status(site.id, row.id, Status.TRASH)

    moved = replace(row, status=Status.TRASH)
    assert work.comments.get(site.id, row.id) == moved
    assert work.comments.get(site.id, other.id) == other


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param((None, "", 9), "4321", id="all"),
        pytest.param((None, "", 2), "43", id="first page"),
        pytest.param((None, "3", 2), "21", id="second page"),
        pytest.param((None, "1", 2), "", id="past the end"),
        pytest.param((None, "", 0), "", id="no rows wanted"),
        pytest.param((Status.HOLD, "", 9), "42", id="one status"),
        pytest.param((Status.HOLD, "4", 9), "2", id="one status, below an id"),
        pytest.param((Status.SPAM, "", 9), "", id="a status without comments"),
        pytest.param((None, "' OR 1=1", 9), "", id="an id that is none"),
    ],
)
def test_a_page_holds_the_newest_below_an_id(site, stranger, work, wanted, expected):
    for n in "1234":
        held = Status.HOLD if n in "24" else Status.APPROVED
        work.comments.add([a_comment(site, id=n, status=held)])
    work.comments.add([a_comment(stranger, id="35", status=Status.HOLD)])

    status, before, limit = wanted
    page = work.comments.page(site.id, status=status, before=before, limit=limit)

    assert "".join(row.id for row in page) == expected


def test_a_fingerprint_finds_the_newest_of_its_comments(site, work):
    rows = [a_comment(site, fingerprint=mark * 64) for mark in "aab"]
    work.comments.add(rows)

    assert work.comments.by_fingerprint(site.id, "a" * 64) == rows[1]
    assert work.comments.by_fingerprint(site.id, "c" * 64) is None

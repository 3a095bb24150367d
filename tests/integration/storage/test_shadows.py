import pytest

from moderation.errors import NotFound
from moderation.record import ShadowVerdict
from moderation.verdict import Action
from tests.integration.storage.samples import a_comment, new_id

_ACTIONS = (Action.APPROVE, Action.HOLD, Action.SPAM)


def said_of(row, model="next", action=Action.HOLD, score=0.1234567890123):
    return ShadowVerdict(row.site_id, row.id, model, action, score)


def between(work, site, first="", last="~"):
    return work.shadows.between(site.id, first=first, last=last)


@pytest.fixture
def rows(site, work):
    rows = [a_comment(site) for _ in range(3)]
    work.comments.add(rows)
    return rows


def test_what_a_shadow_said_comes_back_as_it_was(site, work, rows):
    found = [
        said_of(row, action=action) for row, action in zip(rows, _ACTIONS, strict=True)
    ]

    work.shadows.add(found)

    assert between(work, site) == found


def test_nothing_said_is_nothing_kept(site, work, rows):
    work.shadows.add([])

    assert between(work, site) == []


def test_both_ends_of_the_ids_asked_for_are_included(site, work, rows):
    work.shadows.add([said_of(row) for row in rows])

    found = between(work, site, first=rows[1].id, last=rows[2].id)

    assert [each.comment_id for each in found] == [rows[1].id, rows[2].id]


def test_two_models_may_speak_of_one_comment(site, work, rows):
    work.shadows.add([said_of(rows[0], "b"), said_of(rows[0], "a")])

    assert [each.model for each in between(work, site)] == ["a", "b"]


def test_another_site_sees_nothing_of_it(site, stranger, work, rows):
    work.shadows.add([said_of(rows[0])])

    assert between(work, stranger) == []


def test_nobody_speaks_of_a_comment_that_is_not_there(site, work):
    with pytest.raises(NotFound):
        work.shadows.add([ShadowVerdict(site.id, new_id(), "m", Action.SPAM, 1.0)])


def test_nobody_speaks_of_another_sites_comment(site, stranger, work, rows):
    with pytest.raises(NotFound):
        work.shadows.add(
            [ShadowVerdict(stranger.id, rows[0].id, "m", Action.SPAM, 1.0)]
        )


def test_a_site_that_goes_takes_it_along(site, work, rows):
    work.shadows.add([said_of(rows[0])])

    work.sites.remove(site.id)

    assert between(work, site) == []

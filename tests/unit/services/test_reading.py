import pytest

from moderation.comment import Comment
from moderation.errors import ModelUnavailable, NotFound
from moderation.record import MonthCounts, Status
from moderation.services import checking, reading
from tests.fakes import FakeModel, make_world


@pytest.fixture
def world():
    return make_world(FakeModel(spam=lambda comment: float(comment.text)))


def check(world, *spam):
    comments = [Comment(str(score)) for score in spam]
    rows = checking.judge(comments, site=world.site, ports=world.ports)
    checking.keep(rows, ports=world.ports)
    world.clock.tick(seconds=1)
    return rows


def test_a_comment_is_found_by_its_id(world):
    [row] = check(world, 0.1)

    assert reading.comment(row.id, site=world.site, ports=world.ports) == row


def test_a_strangers_comment_is_as_absent_as_one_that_never_was(world):
    [row] = check(world, 0.1)

    with pytest.raises(NotFound) as strangers:
        reading.comment(row.id, site=world.stranger, ports=world.ports)
    with pytest.raises(NotFound) as nobodys:
        reading.comment("0" * 32, site=world.site, ports=world.ports)

    assert str(strangers.value) == str(nobodys.value)


def test_comments_come_newest_first_page_by_page(world):
    first, second, third = (check(world, 0.1)[0] for _ in range(3))

    page = reading.comments(limit=2, site=world.site, ports=world.ports)
    rest = reading.comments(
        before=page[-1].id, limit=2, site=world.site, ports=world.ports
    )

    assert (page, rest) == ([third, second], [first])


def test_comments_of_one_status_come_alone(world):
    _, held, _ = check(world, 0.1, 0.5, 0.95)

    found = reading.comments(
        status=Status.HOLD, limit=9, site=world.site, ports=world.ports
    )

    assert found == [held]


def test_a_stranger_sees_no_comments_and_no_counts(world):
    check(world, 0.1)

    assert reading.comments(limit=9, site=world.stranger, ports=world.ports) == []
    assert reading.month_counts(site=world.stranger, ports=world.ports) == []


@pytest.mark.parametrize(
    ("since", "months"),
    [
        ("", ["2026-11", "2026-12"]),
        ("2026-11", ["2026-11", "2026-12"]),
        ("2026-12", ["2026-12"]),
    ],
)
def test_months_are_counted_from_one_on(world, since, months):
    check(world, 0.1, 0.95)
    world.clock.tick(days=30)
    check(world, 0.1)

    found = reading.month_counts(since, site=world.site, ports=world.ports)

    assert [each.month for each in found] == months
    assert found[-1] == MonthCounts("2026-12", spam=0, ham=1)


@pytest.mark.parametrize(
    ("model", "is_down", "said"),
    [
        (FakeModel(), False, {"database": "ok", "model": "ok"}),
        (None, False, {"database": "ok", "model": "model-unavailable"}),
        (FakeModel(), True, {"database": "store-unavailable", "model": "ok"}),
        (None, True, {"database": "store-unavailable", "model": "model-unavailable"}),
    ],
    ids=["well", "no-model", "no-store", "nothing"],
)
def test_readiness_names_what_does_not_work(model, is_down, said):
    world = make_world(model)
    world.store.is_down = is_down

    assert reading.readiness(ports=world.ports) == said


def test_the_manifest_is_that_of_the_model_in_use(world):
    assert reading.manifest(ports=world.ports)["name"] == "fake-1"


def test_without_a_model_there_is_no_manifest():
    with pytest.raises(ModelUnavailable):
        reading.manifest(ports=make_world(None).ports)


@pytest.mark.parametrize(
    ("trouble", "said"), [("", {}), ("bad-artifact", {"model": "bad-artifact"})]
)
def test_a_model_that_stands_in_for_another_is_a_warning(world, trouble, said):
    world.ports.models.what_fails = trouble

    assert reading.warnings(ports=world.ports) == said

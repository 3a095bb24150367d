from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.comment import Comment
from moderation.errors import InvalidInput, NotFound
from moderation.record import GivenBy
from moderation.services import checking, feedback, replaying, shadowing
from moderation.services.backtesting import Plan, replay, shadowed
from moderation.site import Mode, SiteSettings
from moderation.verdict import Action, Label, Thresholds
from tests.fakes import START, FakeModel, make_world

ALL = Plan(START - timedelta(days=30))


def by_text(comment) -> float:
    return float(comment.text)


def keep(world, *texts, site=None, **kwargs):
    comments = [Comment(text) for text in texts]
    site = site or world.site
    rows = checking.judge(comments, site=site, ports=world.ports, **kwargs)
    checking.keep(rows, ports=world.ports)
    return rows


def give(world, row, label, given_by=GivenBy.KEY):
    voice = feedback.Voice("api", given_by)
    feedback.give(row.id, label, voice=voice, site=world.site, ports=world.ports)


def labels_of(world):
    return replaying.labels_of(world.site, ports=world.ports)


@pytest.fixture
def world():
    return make_world(FakeModel(spam=by_text))


def test_a_model_that_judges_alike_turns_nothing(world):
    keep(world, "0.1", "0.5", "1.0")

    found = replay(ALL, model=FakeModel(spam=by_text), ports=world.ports)

    assert (found.n, found.turned, found.examples) == (3, {}, [])


def test_another_model_turns_what_it_judges_otherwise(world):
    rows = keep(world, "0.1", "0.95")

    found = replay(ALL, model=FakeModel(spam=0.5), ports=world.ports)

    assert found.turned == {
        (Action.APPROVE, Action.HOLD): 1,
        (Action.SPAM, Action.HOLD): 1,
    }
    assert {each.id for each in found.examples} == {row.id for row in rows}


def test_nothing_is_changed(world):
    keep(world, "0.1")
    before = dict(world.store.comments)

    replay(ALL, model=FakeModel(spam=1.0), ports=world.ports)

    assert (world.store.comments, world.store.shadows) == (before, [])


def test_other_thresholds_turn_what_lies_between(world):
    keep(world, "0.2", "0.6", "0.95")
    plan = replace(ALL, thresholds={"spam": 0.6})

    found = replay(plan, model=FakeModel(spam=by_text), ports=world.ports)

    assert found.turned == {(Action.HOLD, Action.SPAM): 1}


def test_other_thresholds_begin_from_those_of_the_site():
    own = SiteSettings(Thresholds(hold=0.1, spam=0.9))
    world = make_world(FakeModel(spam=by_text), own)
    keep(world, "0.15", "0.85")
    plan = replace(ALL, thresholds={"spam": 0.8})

    found = replay(plan, model=FakeModel(spam=by_text), ports=world.ports)

    assert found.turned == {(Action.HOLD, Action.SPAM): 1}


def test_thresholds_that_do_not_rise_are_refused(world):
    keep(world, "0.2")
    plan = replace(ALL, thresholds={"hold": 0.95})

    with pytest.raises(InvalidInput, match="rise"):
        replay(plan, model=FakeModel(), ports=world.ports)


def test_what_is_older_than_asked_for_is_left_out(world):
    keep(world, "0.1")
    world.clock.tick(days=31)
    keep(world, "0.1", "0.1")

    plan = Plan(world.clock() - timedelta(days=30))

    assert replay(plan, model=FakeModel(), ports=world.ports).n == 2
    assert replay(ALL, model=FakeModel(), ports=world.ports).n == 3


def test_the_first_moment_asked_for_is_included(world):
    keep(world, "0.1")

    assert replay(Plan(START), model=FakeModel(), ports=world.ports).n == 1


def test_tests_and_what_no_model_judged_are_left_out(world):
    keep(world, "0.1", is_test=True)
    world.ports.models.model = None
    keep(world, "0.1")

    assert replay(ALL, model=FakeModel(spam=1.0), ports=world.ports).n == 0


@pytest.mark.parametrize("n", [replaying._PAGE - 1, replaying._PAGE, 401])
def test_every_page_is_read_once(world, n):
    keep(world, *["0.1"] * n)

    found = replay(ALL, model=FakeModel(spam=1.0), ports=world.ports)

    assert found.differs.k == found.n == n
    assert len(found.examples) == 20


def test_one_site_or_all_of_them_are_looked_at(world):
    keep(world, "0.1")
    keep(world, "0.1", "0.1", site=world.stranger)
    one = replace(ALL, url="Stranger.example/")

    assert replay(one, model=FakeModel(), ports=world.ports).n == 2
    assert replay(ALL, model=FakeModel(), ports=world.ports).n == 3


def test_an_unknown_site_is_an_error(world):
    with pytest.raises(NotFound):
        replay(replace(ALL, url="nobody.example"), model=FakeModel(), ports=world.ports)


def test_a_site_in_shadow_is_compared_with_what_it_would_have_done():
    world = make_world(FakeModel(spam=by_text), SiteSettings(mode=Mode.SHADOW))
    [row] = checking.judge([Comment("0.95")], site=world.site, ports=world.ports)
    if row.verdict.would is None:
        verdict = shadowing.in_mode(row.verdict, world.site.settings)
        row = replace(row, verdict=verdict)
    checking.keep([row], ports=world.ports)

    found = replay(ALL, model=FakeModel(spam=0.0), ports=world.ports)

    assert found.turned == {(Action.SPAM, Action.APPROVE): 1}


def test_both_are_held_against_the_newest_label(world):
    spam, ham = keep(world, "0.05", "0.95")
    for row, label in ((spam, Label.HAM), (spam, Label.SPAM), (ham, Label.HAM)):
        world.clock.tick(seconds=1)
        give(world, row, label)

    found = replay(
        ALL, model=FakeModel(spam=lambda c: 1 - by_text(c)), ports=world.ports
    )

    old, new = found.old.shares(), found.new.shares()
    assert (old["caught"].k, old["ham_blocked"].k) == (0, 1)
    assert (new["caught"].k, new["ham_blocked"].k) == (1, 0)
    assert {old["caught"].n, old["ham_blocked"].n} == {1}


def test_what_readers_report_is_no_label(world):
    [row] = keep(world, "0.1")
    give(world, row, Label.HAM)
    world.clock.tick(seconds=1)
    give(world, row, Label.SPAM, GivenBy.READER)

    assert labels_of(world) == {row.id: Label.HAM}


def test_of_what_readers_alone_report_there_is_no_label(world):
    [row] = keep(world, "0.1")
    give(world, row, Label.SPAM, GivenBy.READER)

    assert labels_of(world) == {}


def test_what_a_model_said_in_its_shadow_is_compared_without_a_replay(world):
    rows = keep(world, "0.1", "0.95", "0.95")
    world.ports.models.shadow_model = FakeModel(spam=0.5, name="next")
    found = shadowing.shadow(rows[:2], ports=world.ports)
    with world.ports.unit_of_work(True) as work:
        work.shadows.add(found)
        work.commit()

    tally = shadowed(ALL, "next", ports=world.ports)

    assert tally.n == 2
    assert tally.turned == {
        (Action.APPROVE, Action.HOLD): 1,
        (Action.SPAM, Action.HOLD): 1,
    }
    assert shadowed(ALL, "other", ports=world.ports).n == 0


def test_an_example_keeps_the_beginning_of_its_text():
    world = make_world(FakeModel())
    keep(world, "x" * 1000)

    [found] = replay(ALL, model=FakeModel(spam=1.0), ports=world.ports).examples

    assert found.text == "x" * 200

from dataclasses import replace

import pytest

from moderation.classify.shares import Share
from moderation.comment import Comment
from moderation.services import checking, feedback
from moderation.services.drifting import Drift, alarms, of_all, of_site
from moderation.site import Mode, SiteSettings
from moderation.verdict import Label
from tests.fakes import FakeModel, make_world

MADE = {"created_at": "2026-11-13T12:00:00+00:00"}
HAM = [0.9, 0.1] + [0.0] * 8
SPAM = [0.0] * 8 + [0.2, 0.8]
SPREADS = {"score_histogram": {"ham": HAM, "spam": SPAM}}
QUIET = Drift(n=1000, flagged=Share(100, 1000), flagged_before=Share(300, 3000))


def by_text(comment) -> float:
    return float(comment.text)


def keep(world, *texts, site=None, **kwargs):
    comments = [Comment(text) for text in texts]
    site = site or world.site
    rows = checking.judge(comments, site=site, ports=world.ports, **kwargs)
    checking.keep(rows, ports=world.ports)
    return rows


@pytest.fixture
def world():
    return make_world(FakeModel(spam=by_text, more=MADE | SPREADS, new_words=0.3))


def test_without_comments_little_is_known(world):
    found = of_all(ports=world.ports)

    assert found == Drift(n=0, flagged=Share(0, 0), model_age_days=10.0)


def test_the_share_that_is_not_approved_is_counted(world):
    keep(world, "0.1", "0.5", "0.95", "0.1")

    assert of_all(ports=world.ports).flagged == Share(2, 4)


def test_a_site_in_shadow_counts_by_what_it_would_have_done():
    world = make_world(FakeModel(spam=by_text), SiteSettings(mode=Mode.SHADOW))
    rows = checking.judge([Comment("0.95")], site=world.site, ports=world.ports)
    verdict = replace(rows[0].verdict, action="approve", would="spam")
    checking.keep([replace(rows[0], verdict=verdict)], ports=world.ports)

    assert of_all(ports=world.ports).flagged == Share(1, 1)


def test_the_thirty_days_before_the_newest_comments_are_set_beside_them(world):
    keep(world, "0.95")
    world.clock.tick(days=1)
    keep(world, "0.95", "0.1", "0.1")
    world.clock.tick(days=30)
    keep(world, *["0.1"] * 1000)

    assert of_site(world.site, ports=world.ports).flagged_before == Share(1, 3)
    assert of_all(ports=world.ports).flagged_before is None


def test_with_nothing_before_there_is_no_comparison(world):
    keep(world, "0.95")

    assert of_site(world.site, ports=world.ports).flagged_before is None


def test_another_site_is_not_looked_at(world):
    keep(world, "0.95", site=world.stranger)

    assert of_site(world.site, ports=world.ports).n == 0
    assert of_all(ports=world.ports).n == 1


def test_tests_are_left_out(world):
    keep(world, "0.95", is_test=True)

    assert of_all(ports=world.ports).n == 0


@pytest.mark.parametrize(("n", "is_known"), [(199, False), (200, True)])
def test_a_few_scores_tell_nothing_of_their_spread(world, n, is_known):
    keep(world, *["0.05"] * n)

    assert (of_all(ports=world.ports).psi is not None) == is_known


def test_scores_as_in_training_have_a_small_index_and_others_a_large_one(world):
    keep(world, *["0.05"] * 100, *["0.15"] * 10, *["0.85"] * 20, *["0.95"] * 80)
    alike = of_all(ports=world.ports).psi
    keep(world, *["0.55"] * 1000)

    assert alike < 0.1
    assert of_all(ports=world.ports).psi > 1


def test_scores_of_another_version_are_left_out(world):
    keep(world, *["0.05"] * 300)
    world.ports.models.model = replace(world.ports.models.model, name="next")

    assert of_all(ports=world.ports).psi is None


@pytest.mark.parametrize(
    "found",
    [
        None,
        7,
        HAM,
        {},
        {"ham": HAM},
        {"ham": HAM, "spam": SPAM[:9]},
        {"ham": HAM, "spam": [0.0] * 10},
        {"ham": [-1.0] + [0.2] * 9, "spam": SPAM},
        {"ham": HAM, "spam": ["0.1"] * 10},
    ],
    ids=str,
)
def test_a_manifest_without_a_usable_histogram_leaves_it_unknown(found):
    world = make_world(FakeModel(more={"score_histogram": found}))
    keep(world, *["x"] * 200)

    assert of_all(ports=world.ports).psi is None


def label(world, rows, said):
    for row in rows:
        feedback.give(
            row.id,
            said,
            voice=feedback.Voice("api"),
            site=world.site,
            ports=world.ports,
        )


def test_labels_tell_how_far_scores_are_off(world):
    label(world, keep(world, *["0.9"] * 30), Label.SPAM)
    label(world, keep(world, *["0.9"] * 30), Label.HAM)

    found = of_all(ports=world.ports)

    assert found.n_labelled == 60
    assert found.error == pytest.approx(0.4)
    assert found.brier == pytest.approx(0.41)


@pytest.mark.parametrize(
    ("said", "n", "n_labelled"), [(Label.HAM, 49, 49), (Label.ABUSE, 60, 0)]
)
def test_too_few_labels_of_spam_and_ham_tell_nothing(world, said, n, n_labelled):
    label(world, keep(world, *["0.9"] * n), said)

    found = of_all(ports=world.ports)

    assert (found.n_labelled, found.error, found.brier) == (n_labelled, None, None)


def test_the_newest_texts_are_read_for_new_words(world):
    asked = []
    model = replace(world.ports.models.model)
    model.unseen = lambda texts: asked.extend(texts) or 0.4
    world.ports.models.model = model
    keep(world, *["0.1"] * 150, *["0.2"] * 150)

    assert of_all(ports=world.ports).unseen == 0.4
    assert asked == ["0.2"] * 150 + ["0.1"] * 50


def test_without_a_model_the_comments_still_tell_something(world):
    keep(world, "0.95")
    world.ports.models.model = None

    assert of_all(ports=world.ports) == Drift(n=1, flagged=Share(1, 1))


@pytest.mark.parametrize(
    ("made", "age"),
    [
        ("2026-11-22T12:00:00+00:00", 1.0),
        ("2027-01-01T00:00:00+00:00", 0.0),
        ("2026-11-22T12:00:00", None),
        ("yesterday", None),
        (None, None),
    ],
    ids=str,
)
def test_the_age_is_that_of_the_manifest(made, age):
    world = make_world(FakeModel(more={"created_at": made}))

    assert of_all(ports=world.ports).model_age_days == age


@pytest.mark.parametrize(
    ("changed", "n_alarms"),
    [
        ({}, 0),
        ({"psi": 0.25, "error": 0.2, "unseen": 0.6, "model_age_days": 365.0}, 0),
        ({"psi": 0.26}, 1),
        ({"error": 0.21}, 1),
        ({"unseen": 0.61}, 1),
        ({"model_age_days": 366.0}, 1),
        ({"flagged": Share(300, 1000)}, 1),
        ({"flagged": Share(0, 1000), "flagged_before": Share(600, 3000)}, 1),
        ({"flagged": Share(190, 1000)}, 0),
        ({"flagged": Share(2, 5)}, 0),
        ({"flagged_before": None, "flagged": Share(900, 1000)}, 0),
        ({"psi": 9.0, "unseen": 1.0}, 2),
    ],
    ids=str,
)
def test_what_is_beyond_its_limit_is_said(changed, n_alarms):
    assert len(alarms(replace(QUIET, **changed))) == n_alarms


def test_old_comments_do_not_count_as_the_time_before(world):
    keep(world, "0.95")
    world.clock.tick(days=30, seconds=1)
    keep(world, *["0.1"] * 1000)

    found = of_site(world.site, ports=world.ports)

    assert found.flagged_before is None

import logging
from dataclasses import replace

import pytest

from moderation.comment import Author, Comment
from moderation.reasons import reason
from moderation.record import ShadowVerdict
from moderation.services import checking
from moderation.services.shadowing import in_mode, shadow
from moderation.site import FooterAction, Mode, SiteSettings
from moderation.verdict import Action, Thresholds
from tests.fakes import FakeModel, make_world

HELLO = Comment("Hello there")
SHADOW = SiteSettings(mode=Mode.SHADOW)


class Broken(FakeModel):
    def score(self, comments, site=None):
        raise ValueError("the text of a comment")


def judged(*comments, shadow_model=None, settings=None, **kwargs):
    world = make_world(FakeModel(spam=0.1), settings)
    world.ports.models.shadow_model = shadow_model
    rows = checking.judge(
        comments or [HELLO], site=world.site, ports=world.ports, **kwargs
    )
    return world, rows


def shadowed(*comments, **kwargs):
    world, rows = judged(*comments, **kwargs)
    return shadow(rows, ports=world.ports)


@pytest.mark.parametrize("action", Action)
def test_a_site_in_shadow_approves_all_and_keeps_what_it_would_do(action):
    _, [row] = judged()
    verdict = replace(row.verdict, action=action)

    found = in_mode(verdict, SHADOW)

    assert found == replace(verdict, action=Action.APPROVE, would=action)


def test_other_sites_hear_the_verdict_as_it_is():
    _, [row] = judged()

    assert in_mode(row.verdict, SiteSettings()) == row.verdict


def test_a_model_in_shadow_says_what_it_would_do_with_each_comment():
    model = FakeModel(spam=lambda comment: float(comment.text), name="next")
    world, rows = judged(Comment("0.0"), Comment("1.0"), Comment("0.5"))
    world.ports.models.shadow_model = model

    found = shadow(rows, ports=world.ports)

    said = [(Action.APPROVE, 0.0), (Action.SPAM, 1.0), (Action.HOLD, 0.5)]
    assert found == [
        ShadowVerdict(world.site.id, row.id, "next", *each)
        for row, each in zip(rows, said, strict=True)
    ]


def test_without_a_model_in_shadow_nobody_says_anything():
    assert shadowed() == []


def test_without_comments_the_model_is_not_asked():
    world, _ = judged(shadow_model=Broken())

    assert shadow([], ports=world.ports) == []


def test_tests_are_left_out():
    assert shadowed(shadow_model=FakeModel(), is_test=True) == []


@pytest.mark.parametrize(
    ("settings", "action"),
    [
        (SiteSettings(), Action.HOLD),
        (SiteSettings(Thresholds(hold=0.2, spam=0.5)), Action.SPAM),
        (SHADOW, Action.HOLD),
    ],
    ids=["of the model", "of the site", "of a site in shadow"],
)
def test_the_thresholds_of_the_site_count_as_ever(settings, action):
    [found] = shadowed(shadow_model=FakeModel(spam=0.5), settings=settings)

    assert found.action is action


@pytest.mark.parametrize(
    ("discard", "action"), [(False, Action.SPAM), (True, Action.DISCARD)]
)
def test_a_site_that_discards_does_so_in_shadow(discard, action):
    settings = SiteSettings(discard=discard)

    [found] = shadowed(shadow_model=FakeModel(spam=1.0), settings=settings)

    assert found.action is action


def test_the_other_choices_of_the_site_count_too():
    model = FakeModel(footer=0.95)
    settings = SiteSettings(footer_action=FooterAction.HOLD)

    assert shadowed(shadow_model=model)[0].action is Action.SPAM
    assert shadowed(shadow_model=model, settings=settings)[0].action is Action.HOLD


@pytest.mark.parametrize(
    ("comment", "action"),
    [
        (Comment("x", honeypot="filled"), Action.SPAM),
        (Comment("x", Author(role="editor")), Action.APPROVE),
    ],
)
def test_rules_outweigh_a_model_in_shadow(comment, action):
    [found] = shadowed(comment, shadow_model=FakeModel(spam=0.5))

    assert found.action is action


def test_what_was_known_of_campaigns_counts_again():
    world, [row] = judged(shadow_model=FakeModel(spam=0.5))
    seen = replace(reason("spam-words", 4.0), code="seen-campaign")
    row = replace(row, verdict=replace(row.verdict, reasons=(seen,)))

    [found] = shadow([row], ports=world.ports)

    assert found.action is Action.SPAM
    assert found.spam_score == pytest.approx(0.982, abs=0.001)


def test_a_model_that_fails_in_shadow_is_logged_without_a_word_of_the_comment(caplog):
    with caplog.at_level(logging.WARNING):
        assert shadowed(shadow_model=Broken()) == []

    assert caplog.messages == ["the model in shadow failed: ValueError"]


def test_a_store_that_is_down_fails_no_request(caplog):
    world, rows = judged(shadow_model=FakeModel())
    world.store.is_down = True

    assert shadow(rows, ports=world.ports) == []
    assert caplog.messages == ["the model in shadow failed: StoreUnavailable"]

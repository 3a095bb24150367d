"""A model in shadow: one answers, both are kept, and its faults are nobody's."""

from moderation.record import ShadowVerdict
from moderation.verdict import Action
from tests.fakes import FakeModel
from tests.integration.web import akismet_desk
from tests.integration.web.api_desk import make_desk


class Broken(FakeModel):
    def score(self, comments):
        raise MemoryError


def desk_with(shadow_model):
    desk = make_desk(FakeModel(spam=0.1))
    desk.world.ports.models.shadow_model = shadow_model
    return desk


def test_one_answers_and_both_are_kept():
    desk = desk_with(FakeModel(spam=0.95, name="next"))

    said = desk.check()

    assert (said["action"], said["model"]) == ("approve", "fake-1")
    site = desk.world.site.id
    expected = ShadowVerdict(site, said["id"], "next", Action.SPAM, 0.95)
    assert [round_of(each) for each in desk.world.store.shadows] == [expected]


def round_of(said: ShadowVerdict) -> ShadowVerdict:
    score = round(said.spam_score, 6)
    return ShadowVerdict(said.site_id, said.comment_id, said.model, said.action, score)


def test_what_is_not_kept_is_not_judged_in_shadow():
    desk = desk_with(FakeModel(name="next"))

    desk.post("/v1/comments", {"text": "Hello", "store": False})

    assert desk.world.store.shadows == []


def test_each_comment_of_a_batch_is_judged_in_shadow():
    desk = desk_with(FakeModel(name="next"))

    desk.post("/v1/comments/batch", {"comments": [{"text": "a"}, {"text": "b"}]})

    kept = {each.comment_id for each in desk.world.store.shadows}
    assert kept == set(desk.world.store.comments)


def test_a_model_that_fails_in_shadow_costs_no_request():
    desk = desk_with(Broken())

    assert desk.check()["action"] == "approve"
    assert len(desk.world.store.comments) == 1


def test_a_repeated_request_is_judged_in_shadow_once():
    desk = desk_with(FakeModel(name="next"))

    desk.check_once("key")
    desk.check_once("key")

    assert len(desk.world.store.shadows) == 1


def test_the_akismet_dialect_is_judged_in_shadow_too():
    desk = akismet_desk.make_desk(0.1)
    desk.world.ports.models.shadow_model = FakeModel(spam=0.95, name="next")

    assert desk.check().text == "false"
    assert [each.action for each in desk.world.store.shadows] == [Action.SPAM]

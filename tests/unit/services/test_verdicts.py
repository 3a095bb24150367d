"""What the next verdict makes of what a site's people said."""

from dataclasses import replace

import pytest

from moderation.campaigns.record import Seen
from moderation.comment import Author, Comment
from moderation.record import GivenBy
from moderation.services.feedback import Voice
from moderation.services.verdicts import verdicts_of
from moderation.site import SiteSettings
from moderation.verdict import Action, Label, Thresholds
from tests import taught
from tests.classroom import KEY, OWNER, open_classroom

TEXT = "We sailed around the point with a torn sail and a rudder that would not turn"
NEARLY = f"{TEXT}!!"
NEW_SPAM = taught.texts("spam", 8, 5)
NEW_HAM = taught.texts("ham", 8, 5)
READER = Voice("api", GivenBy.READER, "ann")
SILENT = replace(KEY, learn=False)


@pytest.fixture
def room():
    return open_classroom()


def codes(verdict):
    return {each.code for each in verdict.reasons}


def spam_scores(room, texts, site=None):
    return [room.verdict(each, site).scores.spam for each in texts]


@pytest.mark.parametrize("text", [TEXT, NEARLY, TEXT.upper()])
@pytest.mark.parametrize(
    ("label", "code", "answer"),
    [
        (Label.SPAM, "moderated-spam", (Label.SPAM, Action.SPAM)),
        (Label.FOOTER, "moderated-spam", (Label.SPAM, Action.SPAM)),
        (Label.HAM, "moderated-ham", (Label.HAM, Action.APPROVE)),
        (Label.ABUSE, "moderated-abuse", (Label.ABUSE, Action.HOLD)),
    ],
)
def test_the_next_verdict_on_the_same_text_is_what_was_said(
    room, text, label, code, answer
):
    before = room.verdict(text)
    room.say(room.keep(TEXT), label)

    found = room.verdict(text)

    assert not codes(before) & {"moderated-spam", "moderated-ham", "moderated-abuse"}
    assert (found.label, found.action) == answer
    assert found.reasons[0].code == code


def test_a_label_taken_back_is_gone_from_the_next_verdict(room):
    before = room.verdict(TEXT)
    room.say(comment_id := room.keep(TEXT), Label.SPAM)

    room.take_back(comment_id)

    after = room.verdict(TEXT)
    assert replace(after, id=before.id) == before


def test_a_label_overridden_answers_as_the_later_one(room):
    room.say(comment_id := room.keep(TEXT), Label.SPAM)
    room.verdict(TEXT)

    room.say(comment_id, Label.HAM)

    assert room.verdict(TEXT).action is Action.APPROVE


def test_labels_move_what_is_about_the_same_and_was_never_seen(room):
    before = spam_scores(room, NEW_SPAM), spam_scores(room, NEW_HAM)

    room.teach("spam", Label.SPAM)
    room.teach("ham", Label.HAM)

    after = spam_scores(room, NEW_SPAM), spam_scores(room, NEW_HAM)
    assert all(new > old + 0.3 for old, new in zip(before[0], after[0], strict=True))
    assert min(after[0]) > 0.5 > max(after[1])
    assert all("site-spam-words" in codes(room.verdict(each)) for each in NEW_SPAM)


@pytest.mark.parametrize("text", [TEXT, *NEW_SPAM[:2], *NEW_HAM[:2]])
def test_what_one_site_teaches_changes_no_bit_of_anothers_verdicts(room, text):
    stranger = room.world.stranger
    before = room.verdict(text, stranger)
    room.say(room.keep(TEXT), Label.SPAM)
    room.teach("spam", Label.SPAM)
    room.teach("ham", Label.HAM)
    assert room.verdict(text).scores != before.scores

    after = room.verdict(text, stranger)

    assert replace(after, id=before.id) == before


@pytest.mark.parametrize(
    "kept",
    [
        {"voice": SILENT},
        {"voice": replace(OWNER, learn=False)},
        {"is_test": True},
    ],
    ids=["learn false", "an owner's", "test"],
)
def test_what_should_not_teach_changes_no_bit_of_the_next_verdict(room, kept):
    before = {each: room.verdict(each) for each in (TEXT, *NEW_SPAM)}
    voice = kept.get("voice", KEY)
    is_test = kept.get("is_test", False)

    room.say(room.keep(TEXT, is_test=is_test), Label.SPAM, voice)
    room.teach("spam", Label.SPAM, voice=voice, is_test=is_test)
    room.teach("ham", Label.HAM, voice=voice, is_test=is_test)

    after = {each: room.verdict(each) for each in before}
    for each, found in after.items():
        assert replace(found, id=before[each].id) == before[each]


def test_abuse_teaches_nothing_of_spam(room):
    room.teach("ham", Label.HAM)
    room.teach("other", Label.SPAM)
    before = spam_scores(room, NEW_SPAM)

    room.teach("spam", Label.ABUSE)

    assert spam_scores(room, NEW_SPAM) == before


def test_readers_weigh_less_than_a_key_against_those_that_contradict_them():
    means = []
    for voice in (READER, KEY):
        room = open_classroom()
        room.teach("other", Label.SPAM)
        room.teach("spam", Label.HAM, 8)
        for text in taught.texts("spam", 20)[8:]:
            room.say(room.keep(text), Label.SPAM, voice)
        found = spam_scores(room, NEW_SPAM)
        means.append(sum(found) / len(found))

    assert means[0] < means[1] - 0.05


def test_a_readers_report_binds_no_text(room):
    room.say(room.keep(TEXT), Label.SPAM, READER)

    found = room.verdict(TEXT)

    assert "moderated-spam" not in codes(found)
    assert found.action is not Action.SPAM


@pytest.mark.parametrize("reporter", ["", "ann"])
def test_a_moderators_word_stands_over_readers_that_come_later(room, reporter):
    moderator = Voice("api", GivenBy.MODERATOR, reporter)
    room.say(comment_id := room.keep(TEXT), Label.HAM, moderator)
    for name in (reporter, "bob", "cy"):
        room.say(comment_id, Label.SPAM, Voice("api", GivenBy.READER, name))

    assert codes(room.verdict(TEXT)) >= {"moderated-ham"}


@pytest.mark.parametrize(
    "certain",
    [
        {"honeypot": "filled"},
        {"author": Author("viagra-test-123")},
        {"author": Author(email="akismet-guaranteed-spam@example.com")},
    ],
    ids=["honeypot", "test name", "test mail"],
)
def test_what_is_certainly_spam_is_spam_whatever_was_said_of_the_text(room, certain):
    room.say(room.keep(TEXT), Label.HAM)
    assert room.verdict(TEXT).action is Action.APPROVE

    assert room.verdict(replace(Comment(TEXT), **certain)).action is Action.SPAM


@pytest.mark.parametrize("label", [Label.SPAM, Label.ABUSE])
def test_a_sites_own_people_may_say_what_was_called_spam(room, label):
    room.say(room.keep(TEXT), label)

    found = room.verdict(Comment(TEXT, Author(role="editor")))

    assert (found.label, found.action) == (Label.HAM, Action.APPROVE)


def test_ham_that_was_said_does_not_vouch_for_a_new_link(room):
    room.say(room.keep(TEXT), Label.HAM)

    found = room.verdict(f"{TEXT} http://new.example/buy")

    assert "moderated-ham" not in codes(found)


def test_copies_that_came_before_do_not_count_where_a_moderator_spoke(room):
    seen = [Seen(n_here=30, n_elsewhere=20, n_sites=4, n_authors=9, n_pages=20)]
    room.say(room.keep(TEXT), Label.HAM)
    judged = {"model": taught.SCORER, "site": room.site, "ports": room.world.ports}

    [known] = verdicts_of([Comment(TEXT)], seen, **judged)
    [other] = verdicts_of([Comment(taught.texts("other", 1)[0])], seen, **judged)

    assert "seen-campaign" not in codes(known)
    assert "seen-campaign" in codes(other)


def test_thresholds_that_the_site_chose_stand_whatever_it_taught():
    chosen = Thresholds(hold=0.01, spam=0.02, discard=0.03)
    room = open_classroom(SiteSettings(thresholds=chosen))
    room.teach("ham", Label.HAM)

    found = room.verdict(NEW_SPAM[0])

    assert found.scores.spam > 0.02
    assert found.action is Action.SPAM


def test_each_of_a_batch_gets_what_was_said_of_it(room):
    room.say(room.keep(TEXT), Label.SPAM)
    some = [Comment(each) for each in (NEW_HAM[0], TEXT, NEW_HAM[1], NEARLY)]

    found = verdicts_of(
        some, None, model=taught.SCORER, site=room.site, ports=room.world.ports
    )

    said = ["moderated-spam" in codes(each) for each in found]
    assert said == [False, True, False, True]
    assert len({each.id for each in found}) == 4

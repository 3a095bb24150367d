from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.errors import NotFound
from moderation.verdict import Label
from tests.integration.storage.samples import NOON, a_comment, feedback_on, new_id


@pytest.fixture
def row(site, stranger, work):
    work.comments.add([row := a_comment(site)])
    return row


def test_feedback_comes_back_as_it_was(row, work):
    said = feedback_on(row, Label.ABUSE, learn=False)

    work.feedback.put(said)

    assert work.feedback.of(row.site_id, row.id) == [said]


def test_a_later_word_of_the_same_source_takes_the_place_of_the_earlier(row, work):
    last = feedback_on(row, Label.HAM, learn=False, given_at=NOON + timedelta(1))

    work.feedback.put(feedback_on(row, Label.SPAM))
    work.feedback.put(last)

    assert work.feedback.of(row.site_id, row.id) == [last]


def test_words_of_two_sources_stand_side_by_side_oldest_first(row, work):
    api = feedback_on(row, Label.HAM, source="api")
    akismet = replace(api, source="akismet", given_at=NOON + timedelta(seconds=1))

    work.feedback.put(akismet)
    work.feedback.put(api)

    assert work.feedback.of(row.site_id, row.id) == [api, akismet]


def test_a_comment_nobody_spoke_of_has_no_feedback(row, work):
    assert work.feedback.of(row.site_id, row.id) == []


def test_another_site_sees_no_feedback(row, stranger, work):
    work.feedback.put(feedback_on(row, Label.SPAM))

    assert work.feedback.of(stranger.id, row.id) == []


def test_another_site_cannot_speak_of_a_comment(row, stranger, work):
    with pytest.raises(NotFound):
        work.feedback.put(feedback_on(row, Label.SPAM, site_id=stranger.id))


def test_nobody_can_speak_of_a_comment_that_is_not_there(row, work):
    with pytest.raises(NotFound):
        work.feedback.put(feedback_on(row, Label.SPAM, comment_id=new_id()))

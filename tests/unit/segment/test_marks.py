import pytest
from hypothesis import given

from moderation.segment.marks import (
    Mark,
    is_comment_frame,
    level_of,
    marks_of,
    marks_of_tag,
)
from tests import hostile


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        ("", Mark(0)),
        ("x1y2", Mark(0)),
        ("comment", Mark.COMMENT),
        ("comments-area", Mark.COMMENT),
        ("disqus_thread", Mark.COMMENT | Mark.FORUM),
        ("gästebuch", Mark.COMMENT),
        ("gaestebuch", Mark.COMMENT),
        ("reply", Mark.REPLY),
        ("replies", Mark.REPLY),
        ("customer-review", Mark.REVIEW),
        ("viewtopic", Mark.FORUM),
        ("vcard fn", Mark.AUTHOR),
        ("post-date", Mark.ARTICLE | Mark.DATE),
        ("permalink", Mark.META),
        ("wp-caption", Mark.CAPTION),
        ("addtoany", Mark.SHARE),
        ("tagcloud", Mark.TAGS),
        ("breadcrumbs", Mark.NAVIGATION),
        ("widget", Mark.SIDEBAR),
        ("ads", Mark.ADVERT),
        ("colophon", Mark.FOOTER),
        ("masthead", Mark.HEADER),
        ("sr-only", Mark.HIDDEN),
        ("quote", Mark.QUOTE),
        ("btn", Mark.FORM),
        ("headline", Mark.HEADER),
        ("hentry", Mark.ARTICLE),
        ("prose", Mark.CONTENT),
        ("grid", Mark.LIST),
        ("gdpr", Mark.COOKIE),
        ("mailchimp", Mark.NEWSLETTER),
        ("taboola", Mark.RELATED),
        ("respond", Mark.FORM),
        ("subtitle", Mark.TITLE),
    ],
    ids=ascii,
)
def test_words_in_names_are_the_bits_of_their_families(names, marks):
    assert marks_of(names) == marks


def test_every_family_but_one_has_a_word():
    words = (
        "comment reply list meta author date input article content nav header"
        " footer sidebar share related advert caption tags newsletter cookie hidden"
        " quote forum title review"
    )

    # No word stands for BODY; its columns stay, as models count on their places.
    assert marks_of(words) == sum(Mark) - Mark.BODY


@pytest.mark.parametrize(
    "names",
    ["comment-form", "comment_form", "commentForm", "commentform", "Comment-Form"],
)
def test_humps_and_underscores_part_words_and_case_is_none(names):
    assert marks_of(names) == Mark.FORM


@pytest.mark.parametrize("names", ["download", "adsorb", "stop", "tablet", "inside"])
def test_short_words_count_only_as_whole_words(names):
    assert marks_of(names) == 0


@pytest.mark.parametrize(("n_before", "marks"), [(293, Mark.COMMENT), (294, Mark(0))])
def test_names_are_read_up_to_300_characters(n_before, marks):
    assert marks_of("x" * n_before + "comment") == marks


@pytest.mark.parametrize(
    ("tag", "mark"),
    [
        ("nav", Mark.NAVIGATION),
        ("footer", Mark.FOOTER),
        ("aside", Mark.SIDEBAR),
        ("blockquote", Mark.QUOTE),
        ("dialog", Mark.HIDDEN),
        ("main", Mark.CONTENT),
        ("div", Mark(0)),
        ("", Mark(0)),
        ("comment", Mark(0)),
    ],
)
def test_a_tag_says_the_same_as_a_word_or_nothing(tag, mark):
    assert marks_of_tag(tag) == mark


@pytest.mark.parametrize(
    "names",
    [
        "comment", "trackback", "pingback", "comment-12", "comment_12", "comment12",
        "Comment-12", "li-comment-12", "div-comment-12", "c12", "post-7", "msg99",
        "commentId-5", "comment-item", "commentItem", "comment_wrapper", "reply-item",
        "even comment depth-1", "kommentar-3", "disqus-1", "review-1",
    ],
)  # fmt: skip
def test_a_name_of_one_comment_is_a_frame(names):
    assert is_comment_frame(names)


@pytest.mark.parametrize(
    "names",
    [
        "", "comments", "comment-list", "comment-12-reply", "no-comment", "post",
        "comment-form", "reply", "review", "12", "abc12", "comments-12", "commentary",
        "x-c12",
    ],
)  # fmt: skip
def test_other_names_are_no_frame(names):
    assert not is_comment_frame(names)


@pytest.mark.parametrize(
    ("names", "level"),
    [
        ("", -1),
        ("comment", -1),
        ("depth", -1),
        ("depth-1", 0),
        ("depth-0", 0),
        ("depth-2", 1),
        ("depth3", 2),
        ("comment level-4 odd", 3),
        ("lvl12", 11),
        ("indent-99", 98),
        ("depth-100", -1),
        ("depth-2x", -1),
        ("indepth-2", -1),
        ("depth-1 depth-3", 0),
    ],
)
def test_the_level_is_what_the_classes_count_from_one(names, level):
    assert level_of(names) == level


@given(hostile.texts)
def test_any_names_have_an_answer(names):
    assert 0 <= marks_of(names) <= sum(Mark)
    assert is_comment_frame(names) in (True, False)
    assert -1 <= level_of(names) < 99

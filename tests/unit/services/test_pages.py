import pytest

from moderation.comment import Author, Comment, Page
from moderation.errors import PageTooLarge
from moderation.reasons import reason
from moderation.segment.blocks import (
    BlockLabel,
    LabelledPage,
    PageComment,
)
from moderation.services.pages import (
    MAX_JUDGED,
    comments_of,
    judge,
    judge_alone,
    take_apart,
)
from moderation.site import FooterAction, SiteSettings
from moderation.verdict import Action, Assessment, Label, Scores, Span, Thresholds
from tests.fakes import START, FakeModel, FakePageModel, make_world


def page_of(*comments: PageComment, title: str = "A title") -> LabelledPage:
    return LabelledPage((), comments, title)


def says(text: str, **told) -> PageComment:
    return PageComment(text, told.pop("blocks", (0,)), **told)


def judged(page, *, settings=None, url="", **model):
    world = make_world(FakeModel(**model), settings)
    return judge(page, url, site=world.site, ports=world.ports)


def alone(page, *, url="", **model):
    return judge_alone(page, url, model=FakeModel(**model), now=START)


both = pytest.mark.parametrize("verdicts", [judged, alone], ids=["site", "alone"])


class SpansModel(FakeModel):
    """Points at the spans it is given, in every comment."""

    def __init__(self, *spans: Span) -> None:
        super().__init__()
        self.reasons = (reason("spam-words", 1.5, spans=spans),)

    def assess(self, comments):
        return [Assessment(Scores(), self.reasons) for _ in comments]


def spans_shown(found: PageComment, *spans: Span) -> tuple[Span, ...]:
    [verdict] = judge_alone(page_of(found), "", model=SpansModel(*spans), now=START)
    return verdict.reasons[0].spans


@pytest.mark.parametrize(("is_html", "form"), [(True, "html"), (False, "text")])
def test_a_page_goes_to_the_half_of_the_model_that_reads_its_form(is_html, form):
    model = FakePageModel()

    page = take_apart("A\nC", is_html=is_html, model=model)

    labels = [block.label for block in page.blocks]
    assert labels == [BlockLabel.ARTICLE, BlockLabel.COMMENT]
    assert model.asked == [form]


def test_a_page_that_the_model_finds_too_large_is_an_error():
    with pytest.raises(PageTooLarge):
        take_apart("C\n\nC", is_html=False, model=FakePageModel(most_lines=1))


def test_a_comment_has_what_the_page_tells_of_it():
    found = says("Hello", author="Ann", author_url="https://ann.example", date="May")

    assert comments_of(page_of(found), "https://a.example/post") == [
        Comment(
            "Hello",
            Author("Ann", url="https://ann.example"),
            Page("https://a.example/post", "A title"),
        )
    ]


@pytest.mark.parametrize(
    ("links", "text"),
    [
        ((), "Hello"),
        (("https://a.example",), "Hello\nhttps://a.example"),
        (("b", "a", "b"), "Hello\nb\na"),
    ],
    ids=["none", "one", "one-twice"],
)
def test_hidden_links_stand_at_the_end_of_a_comment_once_each(links, text):
    [comment] = comments_of(page_of(says("Hello", links=links)))

    assert comment.text == text


def test_comments_stand_in_the_order_of_the_page():
    comments = comments_of(page_of(*map(says, "zabz")))

    assert [each.text for each in comments] == ["z", "a", "b", "z"]


@pytest.mark.parametrize("n", [0, 1, MAX_JUDGED])
def test_as_many_comments_as_the_limit_are_judged_for_a_site(n):
    assert len(judged(page_of(*[says("x")] * n))) == n


def test_one_comment_more_than_are_judged_at_a_time_is_an_error():
    page = page_of(*[says("x")] * (MAX_JUDGED + 1))

    with pytest.raises(PageTooLarge, match="1,001 comments, and no more than 1,000"):
        judged(page)


def test_outside_a_site_there_is_no_limit_to_the_comments():
    page = page_of(*[says("x")] * (MAX_JUDGED + 1))

    assert len(alone(page)) == MAX_JUDGED + 1


@both
def test_verdicts_stand_in_the_order_of_the_comments(verdicts):
    page = page_of(says("0.0"), says("1.0"), says("0.5"))

    found = verdicts(page, spam=lambda comment: float(comment.text))

    assert [each.scores.spam for each in found] == [0.0, 1.0, 0.5]


@both
def test_a_page_without_comments_gives_no_verdicts(verdicts):
    assert list(verdicts(page_of())) == []


@both
def test_the_address_and_the_hidden_links_reach_the_model(verdicts):
    page = page_of(says("Hello", links=("https://b.example",)))

    def is_whole(comment):
        return float(
            comment.page == Page("https://a.example", "A title")
            and comment.text.endswith("\nhttps://b.example")
        )

    [verdict] = verdicts(page, url="https://a.example", spam=is_whole)

    assert verdict.label is Label.SPAM


@pytest.mark.parametrize(
    ("settings", "scores", "action"),
    [
        (SiteSettings(), {"spam": 0.2}, Action.APPROVE),
        (SiteSettings(Thresholds(hold=0.1, spam=0.15)), {"spam": 0.2}, Action.SPAM),
        (SiteSettings(discard=True), {"spam": 1.0}, Action.DISCARD),
        (SiteSettings(), {"footer": 0.95}, Action.SPAM),
        (
            SiteSettings(footer_action=FooterAction.HOLD),
            {"footer": 0.95},
            Action.HOLD,
        ),
    ],
    ids=["none", "thresholds", "discard", "footer", "footer-held"],
)
def test_what_a_site_chose_holds_for_the_comments_of_a_page(settings, scores, action):
    [verdict] = judged(page_of(says("Hello")), settings=settings, **scores)

    assert verdict.action is action


def test_outside_a_site_the_thresholds_of_the_model_hold():
    thresholds = Thresholds(hold=0.1, spam=0.15)

    [verdict] = alone(page_of(says("Hello")), spam=0.2, thresholds=thresholds)

    assert verdict.action is Action.SPAM


@both
def test_rules_hold_for_the_comments_of_a_page(verdicts):
    [verdict] = verdicts(page_of(says("Hello", author="viagra-test-123")))

    assert verdict.reasons[0].code == "test-marker"


def test_without_a_model_the_comments_of_a_page_are_held():
    world = make_world(model=None)
    page = page_of(says("Hello"), says("There"))

    found = judge(page, "", site=world.site, ports=world.ports)

    assert [each.action for each in found] == [Action.HOLD] * 2
    assert {each.reasons[0].code for each in found} == {"model-unavailable"}


def test_nothing_of_a_page_is_stored():
    world = make_world(FakeModel())

    judge(page_of(says("Hello")), "", site=world.site, ports=world.ports)

    assert world.store.comments == {}


@pytest.mark.parametrize(
    ("span", "is_shown"),
    [
        (Span(0, 1), True),
        (Span(0, 5), True),
        (Span(0, 6), False),
        (Span(4, 9), False),
        (Span(6, 9), False),
        (Span(5, 5), True),
    ],
    ids=["first", "whole", "one-over", "across", "in-a-link", "empty-at-end"],
)
def test_spans_point_into_the_text_that_the_page_shows(span, is_shown):
    found = says("Hello", links=("https://a.example",))

    assert spans_shown(found, span) == (span,) * is_shown


@pytest.mark.parametrize(
    ("n_blocks", "n_spans"),
    [(0, 2_000), (1, 2_000), (4, 500), (2_000, 1), (10_000, 1)],
)
def test_a_comment_of_many_blocks_has_the_fewer_spans(n_blocks, n_spans):
    found = says("x" * 3_000, blocks=tuple(range(n_blocks)))
    spans = [Span(n, n + 1) for n in range(3_000)]

    assert spans_shown(found, *spans) == tuple(spans[:n_spans])


def test_each_comment_keeps_the_spans_of_its_own_length():
    page = page_of(says("Hello"), says("Hi"))

    found = judge_alone(page, "", model=SpansModel(Span(0, 5)), now=START)

    assert [len(each.reasons[0].spans) for each in found] == [1, 0]

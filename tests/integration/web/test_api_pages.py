import pytest

from moderation.errors import BadArtifact
from moderation.site import FooterAction, SiteSettings
from moderation.verdict import Thresholds
from tests.fakes import FakeModel
from tests.integration.web.api_desk import Desk, make_desk
from tests.integration.web.pages_desk import (
    BOTH_FORMS,
    PAGES,
    comment_page,
    desk_with,
    parts,
    refused,
)

VERDICT = {
    "label": "spam",
    "action": "spam",
    "scores": {"spam": 0.95, "abuse": 0.0, "footer": 0.0},
    "reasons": [
        {
            "code": "spam-words",
            "weight": 1.5,
            "detail": "words that spam uses",
            "spans": [{"start": 0, "end": 5}],
        }
    ],
    "model": "fake-1",
}


@pytest.fixture
def desk() -> Desk:
    return make_desk(FakeModel(spam=0.95))


def test_a_page_is_answered_block_by_block(desk):
    response = desk.post(PAGES, {"html": "An article\nCheap pills\nShare this"})

    said = response.json
    assert response.status_code == 200
    assert response.content_type == "application/json"
    [article, comment, footer] = said.pop("blocks")
    assert said == {"title": "A title", "model": "fake-pages"}
    assert (article["label"], comment["label"]) == ("article", "comment")
    assert footer == {
        "position": 2, "text": "Share this", "label": "footer", "score": 0.9
    }  # fmt: skip


def test_a_block_of_a_comment_has_its_comment_and_verdict(desk):
    [block] = parts(desk, html="Cheap pills")

    assert block == {
        "position": 0,
        "text": "Cheap pills",
        "label": "comment",
        "score": 0.9,
        "comment": 0,
        "author": "Ann",
        "author_url": "",
        "date": "",
        "link": "",
        "depth": 0,
        "verdict": VERDICT,
    }


def test_what_the_page_tells_of_a_comment_is_answered():
    told = {"author": "Bo", "author_url": "https://b.example", "date": "3 May"}
    desk = desk_with(comment_page("Hi", **told, link="#c7", depth=2))

    [block] = parts(desk, html="<p>")

    assert {name: block[name] for name in told} == told
    assert (block["link"], block["depth"]) == ("#c7", 2)


def test_blocks_stand_in_the_order_of_the_page(desk):
    blocks = parts(desk, text="Zeta\nCarl\n\nAnna\nCora\nChad\nMenu")

    assert [block["position"] for block in blocks] == [0, 1, 2, 3, 4, 5]
    assert [block["text"] for block in blocks] == [
        "Zeta", "Carl", "Anna", "Cora", "Chad", "Menu",
    ]  # fmt: skip


def test_blocks_of_one_comment_share_its_number_and_verdict(desk):
    blocks = parts(desk, text="Carl\nAnna\nCora\nChad")

    assert [block.get("comment") for block in blocks] == [0, None, 1, 1]
    assert blocks[2]["verdict"] == blocks[3]["verdict"]


def test_each_comment_has_the_verdict_of_its_own_text():
    scores = {"Carl": 0.1, "Cora": 0.5, "Chad": 0.95}
    desk = make_desk(FakeModel(spam=lambda comment: scores[comment.text]))

    blocks = parts(desk, text="Carl\nAnna\nCora\nMenu\nChad")

    actions = [block["verdict"]["action"] for block in blocks if "verdict" in block]
    assert actions == ["approve", "hold", "spam"]


def test_articles_and_footers_get_no_verdict(desk):
    blocks = parts(desk, text="Anna\nMenu")

    assert [block for block in blocks if "verdict" in block] == []


def test_without_judge_comments_have_no_verdict(desk):
    [block] = parts(desk, text="Carl", judge=False)

    assert block["label"] == "comment"
    assert block["verdict"] is None


def test_without_judge_no_model_is_asked():
    desk = make_desk(FakeModel(spam=lambda comment: 1 / 0))

    assert len(parts(desk, text="Carl", judge=False)) == 1


@BOTH_FORMS
def test_the_page_model_is_told_the_form_of_the_page(desk, form):
    parts(desk, **{form: "Carl"})

    assert desk.world.ports.page_models.model.asked == [form]


@BOTH_FORMS
def test_the_other_form_may_be_null(desk, form):
    body = {"html": None, "text": None, "url": None} | {form: "Carl"}

    assert len(parts(desk, **body)) == 1


@pytest.mark.parametrize("blank", ["", " ", "\n\t\r\n"], ids=ascii)
@BOTH_FORMS
def test_a_blank_page_has_no_blocks(desk, form, blank):
    assert parts(desk, **{form: blank}) == []


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://a.example/post", "https://a.example/post"),
        ("", ""),
        (None, ""),
        ("x" * 2001, "x" * 2000),
    ],
    ids=["address", "empty", "null", "long"],
)
def test_address_and_title_of_the_page_reach_the_judge(url, seen):
    pages = []
    model = FakeModel(spam=lambda comment: pages.append(comment.page) or 0.0)

    parts(make_desk(model), text="Carl", url=url)

    assert [(page.url, page.title) for page in pages] == [(seen, "A title")]


def test_author_and_hidden_links_reach_the_judge():
    seen = []
    model = FakeModel(spam=lambda comment: seen.append(comment) or 0.0)
    page = comment_page(
        "Hi", author="Bo", author_url="https://b.example", links=("https://c.example",)
    )

    parts(desk_with(page, model), html="<p>")

    assert [each.text for each in seen] == ["Hi\nhttps://c.example"]
    assert (seen[0].author.name, seen[0].author.url) == ("Bo", "https://b.example")


def test_spans_stay_in_the_text_that_is_shown():
    page = comment_page("Hi there", "Hi", links=("https://c.example",))

    blocks = parts(desk_with(page), html="<p>")

    spans = [block["verdict"]["reasons"][0]["spans"] for block in blocks]
    assert spans == [[{"start": 0, "end": 2}], []]


@pytest.mark.parametrize(
    ("settings", "scores", "action"),
    [
        (SiteSettings(), {"spam": 0.2}, "approve"),
        (SiteSettings(Thresholds(hold=0.1, spam=0.15)), {"spam": 0.2}, "spam"),
        (SiteSettings(discard=True), {"spam": 1.0}, "discard"),
        (SiteSettings(footer_action=FooterAction.HOLD), {"footer": 0.95}, "hold"),
    ],
    ids=["none", "thresholds", "discard", "footer-held"],
)
def test_what_the_site_chose_holds_for_the_comments(settings, scores, action):
    desk = make_desk(FakeModel(**scores), settings)

    [block] = parts(desk, text="Carl")

    assert block["verdict"]["action"] == action


def test_nothing_is_stored(desk):
    parts(desk, text="Carl\nAnna\nChad")

    assert desk.world.store.comments == {}
    assert desk.get("/v1/comments").json["comments"] == []


def test_verdicts_on_a_page_are_counted(desk):
    parts(desk, text="Carl\nAnna\nChad")

    told = desk.get("/metrics").text
    assert 'hamgate_verdicts_total{action="spam"} 2.0' in told
    assert "hamgate_judge_seconds_count 1.0" in told
    assert 'route="/v1/pages",status="200"} 1.0' in told


def test_a_page_that_is_not_judged_counts_no_verdict(desk):
    parts(desk, text="Carl", judge=False)

    assert "hamgate_judge_seconds_count 0.0" in desk.get("/metrics").text


def test_without_a_store_a_known_site_may_still_take_pages_apart(desk):
    parts(desk, text="Carl")
    desk.world.store.is_down = True

    assert len(parts(desk, text="Carl")) == 1


@pytest.mark.parametrize("judge", [True, False])
def test_without_a_page_model_the_caller_has_to_wait(desk, judge):
    desk.world.ports.page_models.model = None

    response = desk.post(PAGES, {"text": "Carl", "judge": judge})

    assert refused(response) == (503, "model-unavailable")
    assert response.headers["Retry-After"] == "1"


def test_a_damaged_page_model_is_one_that_is_not_there(desk):
    page_models = desk.world.ports.page_models
    page_models.model, page_models.error = None, BadArtifact("/secret: damaged")

    response = desk.post(PAGES, {"text": "Carl"})

    assert refused(response) == (503, "model-unavailable")
    assert "secret" not in response.text


def test_without_a_model_of_comments_they_are_held():
    desk = make_desk(model=None)

    [article, comment] = parts(desk, text="Anna\nCarl")

    assert article["label"] == "article"
    assert comment["verdict"]["action"] == "hold"
    assert comment["verdict"]["model"] == "none"
    assert comment["verdict"]["reasons"][0]["code"] == "model-unavailable"

import gzip
import io
import json

import pytest

from moderation.errors import BadArtifact
from moderation.segment.blocks import (
    BlockLabel,
    LabelledBlock,
    LabelledPage,
    PageComment,
)
from moderation.services.pages import MAX_JUDGED
from moderation.site import FooterAction, SiteSettings
from moderation.verdict import Thresholds
from moderation.web.app import WebOptions
from moderation.web.pages import MAX_BODY_BYTES
from tests.fakes import FakeModel, FakePageModel
from tests.integration.web.api_desk import Desk, make_desk, problem_code
from tests.unit.web.test_door import MALFORMED

PAGES = "/v1/pages"

BOTH_FORMS = pytest.mark.parametrize("form", ["html", "text"])

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


def comment_page(*texts: str, title: str = "A title", **told) -> LabelledPage:
    """A page of comments and nothing else."""
    blocks = (
        LabelledBlock(text, BlockLabel.COMMENT, 0.9, n) for n, text in enumerate(texts)
    )
    comments = (PageComment(text, (n,), **told) for n, text in enumerate(texts))
    return LabelledPage(tuple(blocks), tuple(comments), title)


def desk_with(page: LabelledPage, model=None, settings=None) -> Desk:
    """A desk whose page model answers `page`, whatever it is asked."""
    desk = make_desk(model or FakeModel(), settings)
    desk.world.ports.page_models.model = FakePageModel(page)
    return desk


def parts(desk: Desk, **body) -> list[dict]:
    response = desk.post(PAGES, body)
    assert response.status_code == 200, response.text
    return response.json["blocks"]


def refused(response) -> tuple[int, str]:
    return response.status_code, problem_code(response)


def chunked(data: bytes) -> dict:
    return {
        "wsgi.input": io.BytesIO(data),
        "wsgi.input_terminated": True,
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
    }


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


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer ffffffffffff"}], ids=["none", "wrong"]
)
def test_without_the_key_no_page_is_taken_apart(desk, headers):
    response = desk.client.post(PAGES, headers=headers, json={"text": "Carl"})

    assert refused(response) == (401, "invalid-key")
    assert desk.world.ports.page_models.model.asked == []


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        ({}, "/html", "give one of html and text"),
        ({"html": None, "text": None}, "/html", "give one of html and text"),
        ({"judge": True}, "/html", "give one of html and text"),
        ({"html": "a", "text": "a"}, "/text", "give one of html and text"),
        ({"html": "", "text": ""}, "/text", "give one of html and text"),
        ({"text": "a", "store": False}, "/store", "unknown field"),
        ({"text": "a", "": 1}, "/", "unknown field"),
        ({"html": 1}, "/html", "must be a string"),
        ({"html": ["<p>"]}, "/html", "must be a string"),
        ({"text": {"a": "b"}}, "/text", "must be a string"),
        ({"text": True}, "/text", "must be a string"),
        ({"text": "a", "url": 7}, "/url", "must be a string"),
        ({"text": "a", "judge": "no"}, "/judge", "must be true or false"),
        ({"text": "a", "judge": 0}, "/judge", "must be true or false"),
        ({"text": "a", "judge": None}, "/judge", "must be true or false"),
    ],
    ids=str,
)
def test_a_body_that_breaks_a_rule_is_told_where(desk, body, pointer, message):
    response = desk.post(PAGES, body)

    assert refused(response) == (422, "invalid-input")
    assert response.json["errors"] == [{"pointer": pointer, "message": message}]


@pytest.mark.parametrize("body", [[], "a", 1, True, [{"text": "a"}]], ids=str)
def test_a_body_that_is_no_object_is_refused(desk, body):
    assert refused(desk.post(PAGES, body)) == (422, "invalid-input")


@pytest.mark.parametrize("data", list(MALFORMED.values()), ids=list(MALFORMED))
def test_what_is_not_json_answers_400(desk, data):
    assert refused(desk.raw(data, PAGES)) == (400, "malformed-body")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", ""])
def test_a_compressed_page_is_refused_unread(desk, encoding):
    data = gzip.compress(b'{"text": "Carl"}')

    response = desk.raw(data, PAGES, headers={"Content-Encoding": encoding})

    assert refused(response) == (415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", ""])
def test_a_page_that_is_not_wrapped_in_json_is_refused(desk, content_type):
    response = desk.raw(b"<p>Carl", PAGES, content_type=content_type)

    assert refused(response) == (415, "unsupported-media-type")


@pytest.mark.parametrize("judge", [True, False])
@BOTH_FORMS
def test_a_page_with_more_than_is_taken_apart_answers_413(desk, form, judge):
    desk.world.ports.page_models.model.most_lines = 3

    response = desk.post(PAGES, {form: "Carl\nAnna\nMenu\nChad", "judge": judge})

    assert refused(response) == (413, "page-too-large")
    assert response.json["detail"] == "too many lines"
    assert response.json["title"].startswith("The page has more")


@pytest.mark.parametrize(
    ("n", "judge", "status"),
    [
        (MAX_JUDGED, True, 200),
        (MAX_JUDGED + 1, True, 413),
        (MAX_JUDGED + 1, False, 200),
    ],
    ids=["on-the-limit", "one-more", "one-more-unjudged"],
)
def test_up_to_a_thousand_comments_are_judged(n, judge, status):
    desk = desk_with(comment_page(*["Hi"] * n))

    response = desk.post(PAGES, {"html": "<p>", "judge": judge})

    assert response.status_code == status


def test_too_many_comments_to_judge_are_a_problem_that_says_what_to_do():
    desk = desk_with(comment_page(*["Hi"] * (MAX_JUDGED + 1)))

    response = desk.post(PAGES, {"html": "<p>"})

    assert refused(response) == (413, "page-too-large")
    assert "1,001 comments" in response.json["detail"]
    assert "without judging" in response.json["detail"]


@pytest.mark.parametrize(
    ("cap", "largest"),
    [
        (1_000, MAX_BODY_BYTES),
        (4 * 1024 * 1024, MAX_BODY_BYTES),
        (MAX_BODY_BYTES + 5_000, MAX_BODY_BYTES + 5_000),
    ],
    ids=["small", "default", "larger"],
)
def test_a_page_may_be_larger_than_other_bodies_up_to_its_own_limit(cap, largest):
    desk = make_desk(FakeModel(), options=WebOptions(max_body_bytes=cap))
    data = b'{"text": "Menu", "judge": false}'

    assert desk.raw(data.ljust(largest), PAGES).status_code == 200
    response = desk.raw(data.ljust(largest + 1), PAGES)
    assert refused(response) == (413, "body-too-large")


def test_other_routes_keep_their_limit_after_a_page():
    desk = make_desk(FakeModel(), options=WebOptions(max_body_bytes=1_000))
    parts(desk, text="Menu" * 1_000)

    response = desk.post("/v1/comments", {"text": "a" * 1_000})

    assert refused(response) == (413, "body-too-large")


def test_an_endless_page_is_cut_off(desk):
    response = desk.raw(
        None, PAGES, environ_overrides=chunked(b" " * (MAX_BODY_BYTES + 1))
    )

    assert refused(response) == (413, "body-too-large")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "C\r\nX-Injected: 1",
        "C\u202eRLO and \u200bzero width",
        "C🏳️‍🌈 \U0010ffff",
        "Cﷺ" * 1000,
        "C" * 200_000,
        "{{7*7}}%s%n{0}",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_any_page_comes_back_as_it_was_sent(desk, text):
    response = desk.post(PAGES, {"text": text, "url": text})

    assert response.status_code == 200
    assert "\n".join(each["text"] for each in response.json["blocks"]) == text
    assert "Injected" not in str(response.headers)


def test_hostile_strings_on_a_page_are_cleaned(desk):
    body = rb'{"text": "C\u0000\ud800", "url": "\u0000"}'

    response = desk.raw(body, PAGES)

    assert [each["text"] for each in response.json["blocks"]] == ["C\ufffd\ufffd"]


def test_the_same_page_twice_is_answered_alike(desk):
    once, again = (desk.post(PAGES, {"text": "Carl\nAnna"}) for _ in range(2))

    assert once.data == again.data


def test_an_idempotency_key_changes_nothing(desk):
    data = json.dumps({"text": "Carl"}).encode()
    headers = {"Idempotency-Key": "k1"}

    desk.raw(data, PAGES, headers=headers)
    other = desk.raw(data.replace(b"Carl", b"Anna"), PAGES, headers=headers)

    assert other.status_code == 200
    assert desk.world.store.answers == {}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_a_page_can_only_be_posted(desk, method):
    response = desk.ask(method, PAGES)

    assert refused(response) == (405, "method-not-allowed")
    assert response.headers["Allow"] == "POST"

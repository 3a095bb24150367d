"""comment-check: what is read, what is answered, what is kept."""

import pytest

from moderation.reasons import SENTENCES, reason
from moderation.site import FooterAction, HoldAnswer, SiteSettings
from moderation.verdict import Assessment, Scores
from tests.fakes import KEY, FakeModel
from tests.integration.web.akismet_desk import BLOG, GOOD, IP, make_desk

DISCARDING = SiteSettings(discard=True)


def holding(answer):
    return SiteSettings(hold_answer=answer)


@pytest.mark.parametrize(
    ("score", "settings", "body", "action"),
    [
        (0.0, SiteSettings(), b"false", "approve"),
        (0.2999, SiteSettings(), b"false", "approve"),
        (0.3, SiteSettings(), b"false", "hold"),
        (0.3, holding(HoldAnswer.FALSE), b"false", "hold"),
        (0.3, holding(HoldAnswer.TRUE), b"true", "hold"),
        (0.3, holding(HoldAnswer.REVIEW), b"false", "hold"),
        (0.9, SiteSettings(), b"true", "spam"),
        (0.9, holding(HoldAnswer.REVIEW), b"true", "spam"),
        (0.9999, SiteSettings(), b"true", "spam"),
        (0.9999, DISCARDING, b"true", "discard"),
    ],
)
def test_the_score_and_the_site_decide_the_answer(score, settings, body, action):
    response = make_desk(score, settings=settings).check()

    assert (response.status_code, response.data) == (200, body)
    assert response.headers["X-Hamgate-Action"] == action


@pytest.mark.parametrize(
    ("score", "settings", "tip"),
    [
        (0.9999, DISCARDING, "discard"),
        (0.9999, SiteSettings(), None),
        (0.95, DISCARDING, None),
        (0.0, DISCARDING, None),
    ],
)
def test_the_tip_to_discard_goes_with_plain_spam_of_sites_that_asked(
    score, settings, tip
):
    response = make_desk(score, settings=settings).check()

    assert response.headers.get("X-akismet-pro-tip") == tip


@pytest.mark.parametrize(
    ("score", "answer", "error"),
    [
        (0.3, HoldAnswer.REVIEW, "held-for-review"),
        (0.3, HoldAnswer.FALSE, None),
        (0.3, HoldAnswer.TRUE, None),
        (0.0, HoldAnswer.REVIEW, None),
        (0.95, HoldAnswer.REVIEW, None),
    ],
)
def test_only_a_held_comment_of_a_reviewing_site_is_marked_for_review(
    score, answer, error
):
    response = make_desk(score, settings=holding(answer)).check()

    assert response.headers.get("X-akismet-error") == error
    assert "X-akismet-debug-help" not in response.headers


@pytest.mark.parametrize(
    ("answer", "body", "error"),
    [
        (HoldAnswer.FALSE, b"false", None),
        (HoldAnswer.TRUE, b"true", None),
        (HoldAnswer.REVIEW, b"false", "held-for-review"),
    ],
)
def test_a_footer_that_the_site_holds_is_answered_as_any_held_comment(
    answer, body, error
):
    settings = SiteSettings(hold_answer=answer, footer_action=FooterAction.HOLD)

    response = make_desk(footer=0.95, settings=settings).check()

    assert response.data == body
    assert response.headers.get("X-akismet-error") == error
    assert response.headers["X-Hamgate-Action"] == "hold"
    assert response.headers["X-Hamgate-Label"] == "footer"


def test_the_verdict_stands_in_headers_and_the_guid_names_the_kept_comment():
    desk = make_desk(0.95)

    response = desk.check()

    assert response.headers["X-akismet-guid"] == desk.kept[0].id
    assert response.headers["X-Hamgate-Score"] == "0.9500"
    assert response.headers["X-Hamgate-Label"] == "spam"
    assert response.headers["X-Hamgate-Reasons"] == "spam-words"
    assert response.headers["X-Hamgate-Model"] == "fake-1"
    assert "X-akismet-classification" not in response.headers


class WordyModel(FakeModel):
    """Gives each of twelve reasons twice."""

    def _assess(self, comment):
        codes = [code for code in SENTENCES if not code.startswith("author")][:12]
        why = tuple(reason(code, 1.0, value=1) for code in codes for _ in range(2))
        return Assessment(Scores(0.5), why)


def test_at_most_ten_reasons_are_named_and_none_twice():
    desk = make_desk()
    desk.world.ports.models.model = WordyModel()

    codes = desk.check().headers["X-Hamgate-Reasons"].split(",")

    assert len(codes) == len(set(codes)) == 10


def test_a_model_with_a_strange_name_is_named_in_ascii():
    desk = make_desk(0.1, name="modèle-1")

    assert desk.check().headers["X-Hamgate-Model"] == "mod?le-1"


@pytest.mark.parametrize(
    ("heads", "label"),
    [
        ({"spam": 0.95}, "spam"),
        ({"spam": 0.0}, "ham"),
        ({"abuse": 0.9}, "abuse"),
        ({"footer": 0.95}, "footer"),
    ],
)
def test_classify_asks_for_the_label(heads, label):
    response = make_desk(**heads).check(classify="1")

    assert response.headers["X-akismet-classification"] == label


def test_every_header_value_is_ascii_whatever_was_sent():
    desk = make_desk(0.95)
    hostile = "é\r\nX-Injected: 1\x00\ud800日".encode("utf-8", "surrogatepass")
    fields = {name: hostile for name in ("comment_content", "comment_author", "blog")}

    response = desk.check(**fields, honeypot_field_name="trap", trap=hostile)

    assert all(value.isascii() for _, value in response.headers)
    assert "X-Injected" not in response.headers


@pytest.mark.parametrize("field", ["blog", "user_ip"])
@pytest.mark.parametrize("value", ["", "  ", None])
def test_a_field_that_is_needed_is_named_in_body_and_header(field, value):
    desk = make_desk()
    fields = {name: v for name, v in GOOD.items() if name != field}
    fields |= {} if value is None else {field: value}

    response = desk.post("/1.1/comment-check", fields)

    assert (response.status_code, response.text) == (
        200,
        f"Missing required field: {field}.",
    )
    assert response.headers["X-akismet-debug-help"] == f'Empty "{field}" value'
    assert desk.kept == []


def test_a_wrong_key_comes_before_a_missing_field():
    response = make_desk().post("/1.1/comment-check", {"api_key": "0" * 12})

    assert response.data == b"invalid"


def test_wordpress_may_name_the_address_its_own_way():
    desk = make_desk()
    fields = {n: v for n, v in GOOD.items() if n != "user_ip"}

    response = desk.post("/1.1/comment-check", fields | {"comment_author_IP": IP})

    assert response.data == b"false"
    assert desk.kept[0].comment.author.ip == IP


@pytest.mark.parametrize(
    "settings", [holding(HoldAnswer.TRUE), holding(HoldAnswer.REVIEW), DISCARDING]
)
@pytest.mark.parametrize("score", [0.0, 0.5, 1.0])
def test_the_smallest_call_is_false_for_every_site(settings, score):
    desk = make_desk(score, settings=settings)
    minimal = {"api_key": KEY, "blog": BLOG, "user_ip": IP}

    response = desk.post("/1.1/comment-check", minimal)

    assert response.data == b"false"
    assert len(response.headers["X-akismet-guid"]) == 32
    assert "X-akismet-error" not in response.headers
    assert desk.kept == []


def test_an_empty_text_with_an_author_is_judged():
    desk = make_desk(0.95)

    assert desk.check(comment_content="", comment_author="x").data == b"true"
    assert len(desk.kept) == 1


@pytest.mark.parametrize(
    "marker",
    [
        {"comment_author": "akismet-guaranteed-spam"},
        {"comment_author": "viagra-test-123"},
        {"comment_author_email": "akismet-guaranteed-spam@example.com"},
        {"POST_ak_hp_textarea": "bot"},
        {"akismet_api_honeypot_field": "bot"},
        {"honeypot_field_name": "website2", "website2": "bot"},
        {"honeypot_field_name": "website2", "POST_website2": "bot"},
    ],
)
def test_markers_and_honeypots_are_spam_without_a_text_too(marker):
    minimal = {"api_key": KEY, "blog": BLOG, "user_ip": IP}

    response = make_desk(0.01).post("/1.1/comment-check", minimal | marker)

    assert response.data == b"true"
    assert "X-akismet-pro-tip" not in response.headers


@pytest.mark.parametrize(
    "marker",
    [
        {"POST_ak_hp_textarea": ""},
        {"honeypot_field_name": "website2"},
        {"honeypot_field_name": "website2", "website2": " "},
        {"comment_author": "someone"},
    ],
)
def test_an_empty_honeypot_is_no_sign(marker):
    assert make_desk(0.01).check(**marker).data == b"false"


@pytest.mark.parametrize(
    "role", ["administrator", "administrator,editor", "Administrator"]
)
def test_an_administrator_is_never_spam(role):
    desk = make_desk(0.9999, settings=DISCARDING)

    response = desk.check(user_role=role, comment_author="akismet-guaranteed-spam")

    assert response.data == b"false"
    assert "trusted-role" in response.headers["X-Hamgate-Reasons"].split(",")


def test_without_a_model_the_site_decides_and_is_told_to_ask_again():
    response = make_desk(model=None).check()

    assert response.data == b"false"
    assert response.headers["X-Hamgate-Action"] == "hold"
    assert response.headers["X-Hamgate-Reasons"] == "model-unavailable"
    assert response.headers["X-akismet-recheck-after"] == "120"


def test_without_a_model_a_strict_site_hears_true():
    response = make_desk(model=None, settings=holding(HoldAnswer.TRUE)).check()

    assert response.data == b"true"
    assert "X-akismet-recheck-after" not in response.headers

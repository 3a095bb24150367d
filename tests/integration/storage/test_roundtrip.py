from datetime import UTC

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.comment import Author, Comment, Page
from moderation.record import Answer, Feedback, Status, StoredComment
from moderation.verdict import Action, Label, Reason, Scores, Span, Verdict

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ID = st.text("0123456789abcdef", min_size=32, max_size=32)
MOMENT = st.datetimes(timezones=st.just(UTC))
SCORE = st.floats(0, 1)

COMMENT = st.builds(
    Comment,
    text=TEXT,
    author=st.builds(Author, *[TEXT] * 6),
    page=st.builds(Page, TEXT, TEXT),
    type=TEXT,
    language=TEXT,
    posted_at=st.none() | MOMENT,
    honeypot=TEXT,
    parent_id=TEXT,
    external_id=TEXT,
)
SPAN = st.builds(Span, st.integers(0, 20_000), st.integers(0, 20_000))
REASON = st.builds(
    Reason,
    code=TEXT,
    weight=st.floats(allow_nan=False),
    detail=TEXT,
    spans=st.lists(SPAN, max_size=3).map(tuple),
)
VERDICT = st.builds(
    Verdict,
    id=ID,
    label=st.sampled_from(Label),
    action=st.sampled_from(Action),
    scores=st.builds(Scores, SCORE, SCORE, SCORE),
    reasons=st.lists(REASON, max_size=3).map(tuple),
    model=TEXT,
)


def stored(site_id: int) -> st.SearchStrategy[StoredComment]:
    return st.builds(
        StoredComment,
        site_id=st.just(site_id),
        comment=COMMENT,
        verdict=VERDICT,
        status=st.sampled_from(Status),
        created_at=MOMENT,
        fingerprint=ID,
        is_test=st.booleans(),
    )


# Every example is rolled back, so that all may share one store.
on_one_store = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=50,
)


@on_one_store
@given(data=st.data())
def test_any_comment_comes_back_as_it_was(store, site, data):
    row = data.draw(stored(site.id))

    with store.unit_of_work(True) as work:
        work.comments.add([row])

        assert work.comments.get(site.id, row.id) == row


@on_one_store
@given(data=st.data())
def test_any_feedback_comes_back_as_it_was(store, site, data):
    row = data.draw(stored(site.id))
    said = Feedback(site.id, row.id, Label.HAM, True, data.draw(TEXT), row.created_at)

    with store.unit_of_work(True) as work:
        work.comments.add([row])
        work.feedback.put(said)

        assert work.feedback.of(site.id, row.id) == [said]


@on_one_store
@given(key=TEXT, body=TEXT, given_at=MOMENT)
def test_any_answer_comes_back_as_it_was(store, site, key, body, given_at):
    answer = Answer(site.id, key, "d" * 64, 200, body, given_at)

    with store.unit_of_work(True) as work:
        work.answers.add(answer)

        assert work.answers.get(site.id, key) == answer

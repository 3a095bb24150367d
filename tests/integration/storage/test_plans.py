"""No look-up reads a table from end to end, or sorts what an index has in order."""

import pytest
from sqlalchemy import event

from moderation.record import Status
from tests.integration.storage.samples import NOON


def page(status):
    return lambda work: work.comments.page(1, status=status, before="", limit=9)


LOOK_UPS = [
    pytest.param(lambda work: work.sites.by_key("k"), id="site by key"),
    pytest.param(lambda work: work.sites.by_url("u"), id="site by address"),
    pytest.param(lambda work: work.comments.get(1, "a"), id="comment"),
    pytest.param(page(None), id="page"),
    pytest.param(page(Status.HOLD), id="page of a status"),
    pytest.param(lambda work: work.comments.by_fingerprint(1, "f"), id="fingerprint"),
    pytest.param(
        lambda work: work.comments.set_status(1, "a", Status.HOLD), id="status"
    ),
    pytest.param(lambda work: work.feedback.of(1, "a"), id="feedback"),
    pytest.param(lambda work: work.answers.get(1, "k"), id="answer"),
    pytest.param(lambda work: work.answers.forget_before(NOON), id="old answers"),
]


@pytest.fixture
def store(open_store, sqlite_url):
    return open_store(sqlite_url)


@pytest.fixture
def plan_of(store):
    """Run a look-up and return what SQLite says it did."""
    statements: list[str] = []
    event.listen(
        store.engine, "connect", lambda c, _: c.set_trace_callback(statements.append)
    )

    def explain(look_up) -> str:
        with store.unit_of_work(True) as work:
            look_up(work)
        sql = next(sql for sql in statements if not sql.startswith("BEGIN"))
        with store.engine.connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
        return "\n".join(row.detail for row in rows)

    return explain


@pytest.mark.parametrize("look_up", LOOK_UPS)
def test_a_look_up_uses_an_index_and_its_order(plan_of, look_up):
    plan = plan_of(look_up)

    assert "SEARCH" in plan
    assert "SCAN" not in plan
    if "feedback" not in plan:  # a comment has one or two
        assert "TEMP B-TREE" not in plan


def test_counting_never_reads_the_comments_themselves(plan_of):
    plan = plan_of(lambda work: work.comments.month_counts(1, ""))

    assert "SEARCH comments USING COVERING INDEX ix_comments_month" in plan
    assert "SCAN comments" not in plan

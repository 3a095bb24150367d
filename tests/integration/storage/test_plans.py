"""No look-up reads a table from end to end, or sorts what an index has in order."""

import numpy as np
import pytest
from sqlalchemy import event

from moderation.campaigns.signature import N_HASHES
from moderation.record import Status
from tests.integration.storage.samples import NOON


def page(status):
    return lambda work: work.comments.page(1, status=status, before="", limit=9)


SIGNATURE = np.zeros(N_HASHES, np.uint32)

LOOK_UPS = [
    pytest.param(lambda work: work.sites.by_key("k"), id="site by key"),
    pytest.param(lambda work: work.sites.by_url("u"), id="site by address"),
    pytest.param(lambda work: work.sites.by_id(1), id="site by number"),
    pytest.param(
        lambda work: work.shadows.between(1, first="a", last="b"), id="shadows"
    ),
    pytest.param(lambda work: work.comments.get(1, "a"), id="comment"),
    pytest.param(page(None), id="page"),
    pytest.param(page(Status.HOLD), id="page of a status"),
    pytest.param(lambda work: work.comments.by_fingerprint(1, "f"), id="fingerprint"),
    pytest.param(
        lambda work: work.comments.set_status(1, "a", Status.HOLD), id="status"
    ),
    pytest.param(lambda work: work.feedback.of(1, "a"), id="feedback"),
    pytest.param(lambda work: work.campaigns.traces("a", 9), id="traces"),
    pytest.param(lambda work: work.campaigns.ids(1, "", 9), id="campaigns"),
    pytest.param(
        lambda work: work.campaigns.member_ids(1, "a", "", 9), id="campaign's comments"
    ),
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


@pytest.mark.parametrize(
    "look_up",
    [
        pytest.param(lambda work: work.campaigns.forms(SIGNATURE), id="forms"),
        pytest.param(lambda work: work.campaigns.get(1, "a"), id="campaign"),
        pytest.param(lambda work: work.campaigns.labels(1, "a", learned=True), id="l"),
        pytest.param(lambda work: work.campaigns.merge("a", "b"), id="merge"),
        pytest.param(lambda work: work.campaigns.assign(1, "a"), id="assign"),
        pytest.param(lambda work: work.sites.remove(1), id="site"),
    ],
)
def test_near_duplicates_are_never_searched_from_end_to_end(plan_of, look_up):
    plan = plan_of(look_up)

    assert "SEARCH" in plan
    assert "SCAN campaign" not in plan
    assert "SCAN feedback" not in plan


def test_counting_never_reads_the_comments_themselves(plan_of):
    plan = plan_of(lambda work: work.comments.month_counts(1, ""))

    assert "SEARCH comments USING COVERING INDEX ix_comments_month" in plan
    assert "SCAN comments" not in plan


def test_counting_what_was_flagged_never_reads_the_comments_themselves(plan_of):
    plan = plan_of(lambda work: work.comments.flagged(1, since=NOON, until=NOON))

    assert "SEARCH comments USING COVERING INDEX ix_comments_month" in plan


@pytest.mark.parametrize("site", [None, 1])
def test_the_newest_comments_are_found_without_sorting(plan_of, site):
    plan = plan_of(lambda work: work.comments.recent(site, 9))

    of_comments, *of_feedback = plan.split("CORRELATED SCALAR SUBQUERY")
    assert "comments USING INDEX" in of_comments
    assert "TEMP B-TREE" not in of_comments
    assert all("SEARCH feedback" in each for each in of_feedback)

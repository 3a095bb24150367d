"""The step to shadows goes both ways over rows that are there."""

from dataclasses import replace

from sqlalchemy import inspect

from moderation.record import MonthCounts, ShadowVerdict
from moderation.storage import schema
from moderation.verdict import Action
from tests.integration.storage.samples import a_comment, keep


def in_shadow(site):
    row = a_comment(site)
    return replace(row, verdict=replace(row.verdict, would=Action.SPAM))


def columns(store) -> set[str]:
    return {each["name"] for each in inspect(store.engine).get_columns("comments")}


def test_back_and_forth_keeps_the_comments_and_what_was_answered(store, site):
    row = in_shadow(site)
    keep(store, row)

    schema.downgrade(store.url, "0003")
    schema.upgrade(store.url)

    with store.unit_of_work(False) as work:
        [found] = work.comments.page(site.id, status=None, before="", limit=9)
        counts = work.comments.month_counts(site.id, "")
    assert found == replace(row, verdict=replace(row.verdict, would=None))
    assert counts == [MonthCounts("2026-11", ham=1)]


def test_the_step_back_drops_what_the_step_made(store, site):
    keep(store, row := in_shadow(site))
    with store.unit_of_work(True) as work:
        work.shadows.add([ShadowVerdict(site.id, row.id, "m", Action.HOLD, 0.5)])
        work.commit()

    schema.downgrade(store.url, "0003")

    tables = set(inspect(store.engine).get_table_names())
    assert "would" not in columns(store)
    assert "shadow_verdicts" not in tables
    assert "comments" in tables
    index = {each["name"] for each in inspect(store.engine).get_indexes("comments")}
    assert "ix_comments_month" in index

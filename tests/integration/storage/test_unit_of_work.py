from concurrent.futures import ThreadPoolExecutor

import pytest

from moderation.errors import AlreadyExists, InvalidInput, NotFound, StoreUnavailable
from moderation.record import Status
from moderation.site import Site
from moderation.verdict import Label
from tests.integration.storage.samples import a_comment, feedback_on, keep

N_ROWS = 40


def is_kept(store, row) -> bool:
    with store.unit_of_work(False) as work:
        return work.comments.get(row.site_id, row.id) == row


def test_what_is_committed_is_seen_by_the_next_unit(store, site):
    keep(store, row := a_comment(site))

    assert is_kept(store, row)


def test_what_is_not_committed_is_gone(store, site):
    with store.unit_of_work(True) as work:
        work.comments.add([row := a_comment(site)])

    assert not is_kept(store, row)


def test_an_error_in_the_block_rolls_back_and_passes_through(store, site):
    row = a_comment(site)

    with pytest.raises(ZeroDivisionError), store.unit_of_work(True) as work:
        work.comments.add([row])
        1 / 0  # noqa: B018

    assert not is_kept(store, row)


def test_work_after_a_commit_needs_a_commit_of_its_own(store, site):
    first, second = a_comment(site), a_comment(site)

    with store.unit_of_work(True) as work:
        work.comments.add([first])
        work.commit()
        work.comments.add([second])
        work.commit()

    assert is_kept(store, first)
    assert is_kept(store, second)


def test_another_unit_does_not_see_what_is_not_committed(store, site):
    with store.unit_of_work(True) as work:
        work.comments.add([row := a_comment(site)])

        assert not is_kept(store, row)


def test_a_unit_with_a_failed_statement_cannot_be_committed(store, site):
    row = a_comment(site)

    with store.unit_of_work(True) as work:
        work.comments.add([row])
        with pytest.raises(NotFound):
            work.comments.add([a_comment(Site(999, ""))])
        with pytest.raises(NotFound):
            work.commit()

    assert not is_kept(store, row)


def test_rows_are_kept_all_or_none(store, site):
    row = a_comment(site)

    with pytest.raises(AlreadyExists):
        keep(store, row, row)

    assert not is_kept(store, row)


@pytest.mark.parametrize("bad", ["a\0b", "\0", "\ud800", "a\udfffb"])
def test_text_that_no_database_takes_is_refused(store, site, bad):
    with pytest.raises(InvalidInput), store.unit_of_work(True) as work:
        work.comments.add([a_comment(site, text=bad)])
    with pytest.raises(InvalidInput), store.unit_of_work(False) as work:
        work.comments.get(site.id, bad)


@pytest.mark.parametrize("bad", [2**63, 2**200])
def test_a_number_that_no_database_takes_is_refused(store, bad):
    with pytest.raises(InvalidInput), store.unit_of_work(False) as work:
        work.comments.get(bad, "a")


def test_a_moment_without_a_zone_is_refused(store, site):
    row = a_comment(site)
    naive = row.created_at.replace(tzinfo=None)

    with pytest.raises(InvalidInput), store.unit_of_work(True) as work:
        work.comments.add([a_comment(site, created_at=naive)])


def test_two_threads_that_read_and_write_lose_nothing(store, site):
    rows = [a_comment(site) for _ in range(2 * N_ROWS)]

    def write(half: int) -> None:
        for row in rows[half::2]:
            with store.unit_of_work(True) as work:
                assert work.comments.get(site.id, row.id) is None
                work.comments.add([row])
                work.commit()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, [0, 1]))

    with store.unit_of_work(False) as work:
        page = work.comments.page(site.id, status=None, before="", limit=1000)
    assert page == rows[::-1]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_unit_that_writes_holds_the_lock_from_its_beginning(store, open_store):
    other = open_store(store.url)

    with (
        store.unit_of_work(True),
        pytest.raises(StoreUnavailable),
        other.unit_of_work(True),
    ):
        pass


def test_reading_does_not_wait_for_a_writer(store, site):
    keep(store, row := a_comment(site))

    with store.unit_of_work(True) as writer:
        writer.comments.set_status(site.id, row.id, Status.SPAM)

        assert is_kept(store, row)


def test_hostile_text_is_data(store, site):
    text = "'; DROP TABLE comments; -- %s ? :x {} \\"
    keep(store, row := a_comment(site, text=text))
    with store.unit_of_work(True) as work:
        work.feedback.put(feedback_on(row, Label.SPAM, source=text))
        work.commit()

    assert is_kept(store, row)

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from moderation.errors import AlreadyExists
from tests.integration.storage.samples import NOON, an_answer

N_THREADS = 20


def test_an_answer_comes_back_as_it_was(site, work):
    answer = an_answer(site, body="ü" * 5000)

    work.answers.add(answer)

    assert work.answers.get(site.id, answer.key) == answer


def test_an_unknown_key_has_no_answer(site, work):
    assert work.answers.get(site.id, "k-1") is None


def test_another_sites_key_has_no_answer(site, stranger, work):
    work.answers.add(an_answer(site))

    assert work.answers.get(stranger.id, "k-1") is None


def test_two_sites_may_use_the_same_key(site, stranger, work):
    mine, theirs = an_answer(site, body="mine"), an_answer(stranger, body="theirs")

    work.answers.add(mine)
    work.answers.add(theirs)

    assert work.answers.get(site.id, "k-1") == mine


def test_a_second_answer_is_refused_and_the_first_stays(site, work):
    first = an_answer(site)
    work.answers.add(first)

    with pytest.raises(AlreadyExists):
        work.answers.add(an_answer(site, body="second"))

    assert work.answers.get(site.id, "k-1") == first


def test_answers_given_before_a_moment_are_dropped(site, work):
    for key, seconds in [("before", -1), ("on", 0), ("after", 1)]:
        given_at = NOON + timedelta(seconds=seconds)
        work.answers.add(an_answer(site, key, given_at=given_at))

    work.answers.forget_before(NOON)

    found = [key for key in ("before", "on", "after") if work.answers.get(site.id, key)]
    assert found == ["on", "after"]


def test_of_many_requests_with_one_key_exactly_one_wins(store, site):
    start = Barrier(N_THREADS)

    def add(n: int) -> bool:
        start.wait()
        try:
            with store.unit_of_work(True) as work:
                work.answers.add(an_answer(site, body=str(n)))
                work.commit()
        except AlreadyExists:
            return False
        return True

    with ThreadPoolExecutor(N_THREADS) as threads:
        won = list(threads.map(add, range(N_THREADS)))

    with store.unit_of_work(False) as work:
        kept = work.answers.get(site.id, "k-1")
    assert [n for n, is_kept in enumerate(won) if is_kept] == [int(kept.body)]

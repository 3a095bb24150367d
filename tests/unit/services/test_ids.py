from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from moderation.services.ids import new_id
from tests.fakes import START

moments = st.integers(0, 10**10).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments)
def test_an_id_is_a_uuid_of_version_7_in_hex(moment):
    found = UUID(made := new_id(moment))

    assert (found.version, found.variant) == (7, RFC_4122)
    assert found.hex == made


@given(moments, st.timedeltas(timedelta(milliseconds=1), timedelta(days=3650)))
def test_ids_sort_by_the_time_they_were_made(moment, later):
    assert new_id(moment) < new_id(moment + later)


def test_an_id_tells_its_millisecond():
    milliseconds = int(new_id(START)[:12], 16)

    assert milliseconds == int(START.timestamp() * 1000)


def test_ids_of_one_moment_differ():
    assert len({new_id(START) for _ in range(1000)}) == 1000

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.record import Answer, Feedback, StoredComment
from moderation.verdict import Scores
from tests.integration.storage.samples import a_comment

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HEX = st.text("0123456789abcdef", min_size=32, max_size=32)

# Records are built from their types, so that a new field is covered on its own.
st.register_type_strategy(str, TEXT)
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))

# Each example rolls back, so that they may share the store.
on_one_store = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
SITE_ID = 1


def comments() -> st.SearchStrategy[StoredComment]: ...

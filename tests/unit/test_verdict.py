import pytest

from moderation.errors import InvalidInput
from moderation.record import Status, status_for
from moderation.verdict import Action, Thresholds


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"hold": 0, "spam": 0, "discard": 0},
        {"hold": 1, "spam": 1, "discard": 1},
        {"hold": 0.5, "spam": 0.5, "discard": 0.5},
        {"abuse": 0, "footer": 1},
    ],
    ids=str,
)
def test_thresholds_that_rise_are_taken(values):
    found = Thresholds(**values)

    assert {name: getattr(found, name) for name in values} == values


@pytest.mark.parametrize(
    "values",
    [
        {"hold": -0.001},
        {"hold": 0.901},
        {"spam": 0.2999},
        {"spam": 0.9991},
        {"discard": 1.001},
        {"abuse": -0.001},
        {"abuse": 1.001},
        {"footer": -0.001},
        {"footer": 1.001},
        {"hold": float("nan")},
        {"discard": float("inf")},
        {"abuse": float("nan")},
    ],
    ids=str,
)
def test_thresholds_that_fall_or_leave_0_to_1_are_refused(values):
    with pytest.raises(InvalidInput, match="thresholds must"):
        Thresholds(**values)


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (Action.APPROVE, Status.APPROVED),
        (Action.HOLD, Status.HOLD),
        (Action.SPAM, Status.SPAM),
        (Action.DISCARD, Status.TRASH),
    ],
)
def test_every_action_says_where_a_comment_stands(action, status):
    assert status_for(action) is status

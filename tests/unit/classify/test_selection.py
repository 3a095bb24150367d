import pytest

from moderation.classify.selection import selection


@pytest.mark.parametrize(
    ("said", "rest", "expected"),
    [
        ([], [True] * 20, 0.0),
        ([(True, False)] * 20, [], 0.0),
        # They speak of all alike.
        ([(True, True), (False, False)] * 10, [True, False] * 10, 0.0),
        # They speak where the service was wrong.
        ([(True, False), (False, True)] * 10, [True, False] * 10, 1.0),
        ([(True, False), (True, True)] * 10, [True, False] * 10, 0.3),
        # They speak of what it held.
        ([(True, True), (True, True), (False, True)] * 4, [False] * 10, 1.0),
        ([(True, True)] * 15 + [(False, False)] * 5, [True, False] * 10, 0.0),
        ([(True, True)] * 35 + [(False, False)] * 5, [True, False] * 10, 0.5),
        # Too few to tell.
        ([(True, True)] * 9, [False] * 10, 0.0),
        ([(True, True)] * 10, [False] * 9, 0.0),
    ],
)
def test_people_who_speak_of_some_alone_are_known_by_what_they_pass_over(
    said, rest, expected
):
    assert selection(said, rest) == pytest.approx(expected)

import pytest

from tests import labels
from training.slices import slice_differences


def found(part):
    return {(each.name, each.measure): each for each in slice_differences(part)}


def test_ham_is_measured_by_what_is_blocked_and_the_rest_by_what_is_caught():
    part = labels.part("h" * 30 + "s" * 30, "a" * 30 + "b" * 30, "b" * 6 + "a" * 54)

    slices = found(part)

    ham = slices["site: golden", "ham_blocked"]
    assert (ham.n, ham.loss) == (30, pytest.approx(0.2))
    spam = slices["site: golden", "caught"]
    assert (spam.n, spam.loss) == (30, 1.0)
    assert spam.chance == pytest.approx(2**-30)


@pytest.mark.parametrize(("n", "is_there"), [(29, False), (30, True)])
def test_a_slice_of_fewer_than_thirty_rows_says_nothing(n, is_there):
    part = labels.part("h" * n, "a" * n, "a" * n)

    assert bool(found(part)) is is_there


def test_what_gets_better_is_no_loss():
    part = labels.part("s" * 30, "a" * 30, "h" * 30)

    each = found(part)["site: golden", "caught"]

    assert each.loss == -1
    assert each.chance == 1


def test_rows_are_sliced_by_length_links_language_and_site():
    texts = (
        ["short"] * 30 + ["x" * 40] * 30 + ["See HTTP://a.example " + "y" * 420] * 30
    )
    langs = ["de"] * 60 + [""] * 30
    part = labels.part("h" * 90, "a" * 90, "a" * 90, text=texts, lang=langs)

    counts = {name: each.n for (name, _), each in found(part).items()}

    assert counts == {
        "length: under 40": 30,
        "length: 40 to 420": 30,
        "length: over 420": 30,
        "links: none": 60,
        "links: some": 30,
        "language: unknown": 30,
        "language: de": 60,
        "site: golden": 90,
    }

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.workings import Workings
from moderation.comment import Comment
from tests import hostile, taught

ROWS = {
    f"c{n}": row
    for n, (row, _) in enumerate(
        taught.SCORER.study([*hostile.SAMPLES, *map(Comment, taught.texts("spam", 6))])
    )
}

histories = st.lists(
    st.lists(st.sampled_from([*ROWS]), unique=True), min_size=1, max_size=6
)


def overlaps(workings, ids, rows=ROWS):
    found = [rows[each] for each in ids]
    return workings.overlaps(ids, found, workings.matrix(found))


def fresh(ids, rows=ROWS):
    return overlaps(taught.SCORER.workings(), ids, rows)


def test_overlaps_are_products_of_the_rows():
    matrix = taught.SCORER.workings().matrix([*ROWS.values()]).toarray()

    assert fresh([*ROWS]) == pytest.approx(matrix @ matrix.T, rel=1e-12, abs=1e-12)


@given(histories)
def test_overlaps_have_the_same_bits_after_any_history(history):
    workings = taught.SCORER.workings()

    for ids in history:
        found = overlaps(workings, ids)

    assert found.tobytes() == fresh(history[-1]).tobytes()


@pytest.mark.parametrize("first", ROWS)
@pytest.mark.parametrize("then", ["c0", "c4", "c7", "c9"])
def test_a_product_has_the_same_bits_whichever_row_comes_first(first, then):
    workings, other = taught.SCORER.workings(), taught.SCORER.workings()
    overlaps(workings, [first])
    overlaps(other, [then])

    found = overlaps(workings, [first, then])

    assert found[0, 1].hex() == found[1, 0].hex()
    assert found[0, 1].hex() == overlaps(other, [first, then])[0, 1].hex()


def test_what_left_is_forgotten():
    workings = taught.SCORER.workings()
    overlaps(workings, ["c4", "c5"])
    overlaps(workings, ["c5"])

    found = overlaps(workings, ["c4", "c5"], {**ROWS, "c4": ROWS["c9"]})

    assert found.tobytes() == fresh(["c9", "c5"]).tobytes()


def test_known_products_are_not_worked_out_again():
    workings = taught.SCORER.workings()
    before = overlaps(workings, ["c4", "c5"])

    found = overlaps(workings, ["c5", "c4"], {"c4": ROWS["c9"], "c5": ROWS["c8"]})

    assert found.tobytes() == before[::-1, ::-1].tobytes()


def test_nothing_has_nothing_in_common():
    assert overlaps(taught.SCORER.workings(), []).shape == (0, 0)


def test_a_matrix_has_all_columns_of_the_model_in_double_precision():
    found = taught.SCORER.workings().matrix([ROWS["c4"], ROWS["c0"]])

    assert found.shape == (2, taught.WEIGHTS.layout.n_columns)
    assert found.dtype == np.float64
    assert found[0].indices.tolist() == ROWS["c4"].columns.tolist()
    assert found[1].data == pytest.approx(ROWS["c0"].values)


def test_rarity_squared_is_the_last_column_of_the_weights():
    rarity = Workings(taught.WEIGHTS).rarity

    assert rarity**2 == pytest.approx(taught.WEIGHTS.hashed[:, -1], rel=1e-6)


@pytest.mark.parametrize("made", [None, "a fit"])
def test_a_fit_is_made_once_for_each_key(made):
    workings, calls = taught.SCORER.workings(), []

    def make():
        calls.append(1)
        return made

    found = [workings.fit(key, make) for key in ("a", "a", "b", "a")]

    assert found == [made] * 4
    assert len(calls) == 2


def test_a_key_has_its_own_fit_after_many_others():
    workings = taught.SCORER.workings()

    for _ in range(2):
        found = [workings.fit(n, lambda n=n: n) for n in range(100)]

        assert found == [*range(100)]


def test_fits_kept_are_few():
    workings, calls = taught.SCORER.workings(), []

    for n in [*range(1000), 0]:
        workings.fit(n, lambda n=n: calls.append(n))

    assert calls == [*range(1000), 0]

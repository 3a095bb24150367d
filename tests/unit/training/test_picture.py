import sys

import numpy as np
import pytest

from moderation.errors import BadTable, InvalidInput
from training.picture import check_pictures, curve_of, draw_curves, figure_of

LABELS = np.array(["spam"] * 4 + ["ham"] * 6)
PNG = b"\x89PNG\r\n"


def scores(spam):
    return np.column_stack([spam, np.zeros(len(spam)), np.zeros(len(spam))])


SEPARATED = scores([0.9] * 4 + [0.1] * 6)


def test_a_curve_of_perfect_scores_reaches_the_top_at_once():
    curve = curve_of("blogs", LABELS, SEPARATED)

    assert (curve.name, curve.head, curve.auc) == ("blogs", "spam", 1.0)
    assert curve.caught[curve.blocked == 0].max() == 1.0


def test_a_source_of_abuse_has_a_curve_of_its_own_head():
    labels = np.where(LABELS == "spam", "abuse", LABELS)

    curve = curve_of("tweets", labels, SEPARATED[:, [1, 0, 2]])

    assert (curve.head, curve.auc) == ("abuse", 1.0)


@pytest.mark.parametrize("label", ["ham", "spam", "footer"])
def test_rows_of_one_label_have_no_curve(label):
    assert curve_of("one", np.full(10, label), SEPARATED) is None


def test_few_false_positives_have_most_of_the_room():
    [axes] = figure_of([curve_of("blogs", LABELS, SEPARATED)] * 2).axes

    assert (axes.get_xscale(), axes.get_xlim()) == ("log", (0.0005, 1.0))
    assert [line.get_label() for line in axes.lines] == ["blogs, spam (AUC 1.000)"] * 2


def test_a_picture_is_a_png(tmp_path):
    draw_curves([curve_of("blogs", LABELS, SEPARATED)], tmp_path / "a.png")

    assert (tmp_path / "a.png").read_bytes().startswith(PNG)


def test_no_curves_make_an_empty_picture(tmp_path):
    draw_curves([], tmp_path / "a.png")

    assert (tmp_path / "a.png").read_bytes().startswith(PNG)


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(BadTable, match=r"a\.png: cannot be written"):
        draw_curves([], tmp_path / "absent" / "a.png")


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(InvalidInput, match=r"pip install 'hamgate\[pictures\]'"):
        check_pictures()

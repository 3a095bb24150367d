import sys

from tests import labels
from tests.unit.training.test_card import GOLDEN, card
from training.report_pictures import draw_report, has_pictures

NAMES = ["calibration", "learning-curve", "roc-and-pr", "slices", "thresholds"]


def drawn(folder):
    return {path.stem: path.read_bytes() for path in folder.iterdir()}


def test_a_report_has_five_pictures(tmp_path):
    draw_report(tmp_path / "report", [GOLDEN], card())

    found = drawn(tmp_path / "report")
    assert sorted(found) == NAMES
    assert all(each.startswith(b"\x89PNG") for each in found.values())


def test_the_same_numbers_give_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        draw_report(tmp_path / name, [GOLDEN], card())

    assert drawn(tmp_path / "one") == drawn(tmp_path / "other")


def test_parts_of_one_label_alone_draw_nothing_and_do_no_harm(tmp_path):
    ham = labels.part("h" * 40, "a" * 40, "a" * 40)

    draw_report(tmp_path / "report", [ham], card([ham]))

    assert sorted(drawn(tmp_path / "report")) == NAMES


def test_without_matplotlib_there_are_no_pictures(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    assert not has_pictures()

import pytest

from benchmarks import leave_out
from benchmarks.leave_out import print_tables, run
from tests import tiny
from training import leaving


@pytest.fixture
def tables(monkeypatch):
    """Train nothing: one small model, and a rival that knows the length alone."""

    def fit(texts, y):
        return lambda rows: [len(text) for text in rows]

    rivals = {"length": fit, "absent": fit}
    monkeypatch.setattr(leaving, "train_model", lambda table, progress: tiny.trained())
    monkeypatch.setattr(leave_out, "RIVALS", rivals)
    monkeypatch.setattr(leave_out, "missing", lambda name: "x" * (name == "absent"))
    rows = tiny.labelled_rows(spam=20, ham=20).assign(source="youtube_uci")
    return rows, {"youtube_uci": tiny.labelled_rows(spam=9, ham=9, abuse=3)}


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_each_classifier_has_a_row_a_source(tables, capsys):
    print_tables(*tables)

    lines = [cells(line) for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines[2:5]] == [
        ["youtube_uci", "Hamgate, all fields"],
        ["youtube_uci", "Hamgate, text alone"],
        ["youtube_uci", "length"],
    ]
    assert float(lines[2][2]) > 0.99


def test_the_thresholds_have_a_table_of_their_own(tables, capsys):
    print_tables(*tables)

    second = capsys.readouterr().out.split("\n\n")[1].splitlines()
    assert cells(second[0])[2:] == [
        "ham blocked", "ham held", "spam caught", "spam caught or held"
    ]  # fmt: skip
    assert [cells(line)[1] for line in second[2:]] == ["all fields", "text alone"]


def test_a_rival_that_is_not_installed_is_named(tables, capsys, monkeypatch, tmp_path):
    rows, tests = tables
    monkeypatch.setattr(leave_out, "shipped_rows", lambda datasets: rows)
    monkeypatch.setattr(leave_out, "left_out_tests", lambda datasets, names: tests)

    run(tmp_path)

    out = capsys.readouterr().out
    assert out.startswith("absent is left out, it is not installed: x")
    assert "| absent |" not in out


def test_without_data_sets_nothing_is_measured(capsys):
    run(None)

    assert capsys.readouterr().out == "HAMGATE_DATASETS is not set\n"

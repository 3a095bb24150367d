from dataclasses import replace

import numpy as np
import pytest

from tests import labels, tiny
from training.candidates import Candidate, scorer_of
from training.parts import feedback_part, golden_part, together


@pytest.fixture
def table():
    return labels.table(text="walnut parade", spam=4, ham=4)


def candidate(scores, **thresholds):
    model = tiny.trained()
    changed = model.manifest["thresholds"] | thresholds
    manifest = model.manifest | {"thresholds": changed}
    return Candidate(replace(model, manifest=manifest), scores, [])


def champion(until=""):
    model = tiny.trained()
    made = {"until": until} if until else {}
    return scorer_of(replace(model, manifest=model.manifest | {"made": made}))


def test_the_candidate_is_judged_by_its_held_out_scores(table):
    scores = np.tile([[0.6, 0.0, 0.0]], (8, 1))

    part = feedback_part(table, champion(), candidate(scores, hold=0.5, spam=0.7))

    assert (part.candidate.scores == scores).all()
    assert part.candidate.held.all()
    assert part.champion.scores.shape == (8, 3)


def test_what_the_champion_learned_from_is_no_evidence(table):
    until = table["given_at"].iloc[5].isoformat()

    part = feedback_part(table, champion(until), candidate(np.zeros((8, 3))))

    assert part.table["text"].tolist() == table["text"].tolist()[6:]


def test_what_readers_reported_is_no_evidence(table):
    table = table.assign(trust=[0.2] * 7 + [0.7])

    part = feedback_part(table, champion(), candidate(np.zeros((8, 3))))

    assert len(part.table) == 1


def test_without_rows_there_is_no_part(table):
    until = table["given_at"].max().isoformat()

    assert feedback_part(table, champion(until), candidate(np.zeros((8, 3)))) is None


def test_the_golden_set_is_judged_by_both():
    rows = tiny.labelled_rows(spam=3, ham=3)

    part = golden_part(rows, champion(), tiny.random_scorer())

    assert part.name == "golden"
    assert (part.champion.scores != part.candidate.scores).any()


def test_parts_are_put_together_row_by_row():
    one, other = labels.part("hs", "ab", "ab"), labels.part("s", "h", "a")

    whole = together([one, other])

    assert whole.labels.tolist() == ["ham", "spam", "spam"]
    assert whole.champion.acted.tolist() == [False, True, True]
    assert whole.candidate.acted.tolist() == [False, True, False]

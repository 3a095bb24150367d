import io
import random
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from benchmarks import learning, learning_rivals, learning_sites, learning_trials
from benchmarks.learning import curves, print_tables, run
from benchmarks.learning_rivals import learners, on_columns
from benchmarks.learning_sites import Site, log_odds_on, part_of
from benchmarks.learning_streams import (
    everything,
    measured,
    order_of,
    stream,
    what_is_held,
    what_is_wrong,
)
from benchmarks.learning_trials import attacked, cost, flipped, silenced
from benchmarks.rivals import missing
from moderation.classify.scorer import Scorer
from moderation.classify.site_model import teach
from moderation.tables import comments_of
from tests import tiny
from training.leaving import LeftOut

POINTS = (0, 10, 60)
INSTALLED = [
    f"{name}, base data + labels"
    for name in ("bogofilter", "Vowpal Wabbit")
    if not missing(name)
]


WORDS = {
    "spam": "tripod lanes juniper walnut copper velvet marble lantern",
    "ham": "granite meadow otter saddle pepper violin harbour thistle",
}


def odd_rows(n, seed):
    """Rows of a site whose words the base model does not know."""
    draw = random.Random(seed)
    rows = [
        (f"{' '.join(draw.sample(words.split(), 5))} {k}", label)
        for k in range(n)
        for label, words in WORDS.items()
    ]
    return pd.DataFrame(rows, columns=["text", "label"])


def weak_model():
    """A model whose log-odds are small: no label disagrees much."""
    trained = tiny.trained()
    weights = trained.weights
    shares = np.array([0.05, 0.05, 0.05, 1], np.float32)
    small = replace(
        weights,
        hashed=weights.hashed * shares,
        dense=weights.dense * shares[0],
        bias=np.zeros_like(weights.bias),
    )
    return Scorer(small, {"name": "weak", **trained.manifest})


@pytest.fixture(scope="module")
def site():
    model = weak_model()
    base = tiny.labelled_rows(spam=40, ham=40)
    known = base["text"].tolist(), (base["label"] == "spam").to_numpy(int)
    train, test = part_of(odd_rows(60, 1), model), part_of(odd_rows(20, 2), model)
    return Site("youtube_uci", model, train, test, known)


def taught(site, n_labels):
    return next(stream(site, order_of(site, 0), everything, (n_labels,))).taught.model


def test_log_odds_are_those_of_the_scorer(site):
    strong = taught(site, 40)
    # Log-odds that are small enough for each part to show in a score.
    model = replace(
        strong, hashed=strong.hashed / 10, dense=strong.dense / 10, rest=0.4, shift=0.2
    )

    expected = site.model.score(comments_of(odd_rows(20, 2)), model)[:, 0]

    assert expit(log_odds_on(site.test, model)) == pytest.approx(expected, abs=1e-5)
    assert expit(log_odds_on(site.test, model, 3))[0] == pytest.approx(
        expected[3], abs=1e-5
    )
    assert np.abs(expected - expit(log_odds_on(site.test, None))).max() > 0.1


def test_labels_tell_what_the_base_model_does_not_know(site):
    assert measured(site.test, None)[0] < 0.9
    assert measured(site.test, taught(site, 60))[0] > 0.95


def test_a_stream_stops_at_each_of_its_points(site):
    moments = [*stream(site, order_of(site, 0), everything, (10, 25))]

    assert [(each.n_labels, each.n_seen) for each in moments] == [(10, 10), (25, 25)]
    assert all(len(each.lessons) == each.n_labels for each in moments)


def test_corrections_are_labels_against_the_verdict_of_that_time(site):
    moment = next(stream(site, order_of(site, 0), what_is_wrong, (8,)))

    spoken = [each for each in moment.lessons if each.is_spam is not None]
    assert len(spoken) == 8
    assert all(each.is_spam != each.was_spam for each in spoken)
    assert len(moment.lessons) == moment.n_seen


def test_silent_lessons_are_the_newest_before_the_label(site):
    flood = np.tile(order_of(site, 0), 4)
    quiet = replace(
        site, train=replace(site.train, is_spam=np.repeat([True, False], [1, 119]))
    )

    moment = next(stream(quiet, flood, lambda is_spam, p, at: bool(is_spam), (4,)))

    silent = [each.given_at for each in moment.lessons if each.is_spam is None]
    assert len(silent) == 200
    assert all(one < other for one, other in pairwise(silent))
    assert moment.lessons[3].given_at - silent[-1] == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("p", "speaks"), [(0.29, False), (0.3, True), (0.89, True), (0.9, False)]
)
def test_the_queue_has_what_is_held(p, speaks):
    assert what_is_held(True, p, (0.3, 0.9)) is speaks


@pytest.mark.parametrize(
    ("is_spam", "p", "speaks"),
    [(True, 0.29, True), (True, 0.3, False), (False, 0.3, True), (False, 0.2, False)],
)
def test_wrong_is_ham_that_waits_and_spam_that_is_published(is_spam, p, speaks):
    assert what_is_wrong(is_spam, p, (0.3, 0.9)) is speaks


def test_curves_have_an_order_a_row_and_a_point_a_column(site):
    found = curves(site, 2, POINTS)

    assert {each.shape for each in found.values()} == {(2, 3, 2)}
    assert found["Hamgate"][:, 0].tolist() == found["base model alone"][:, 0].tolist()
    assert found["Hamgate"][:, 2, 0].min() > 0.95
    assert found["labels alone, our columns"][:, 0].tolist() == [[0.5, 0.0]] * 2


def test_each_learner_learns_more_from_more(site):
    for name, new in learners(site).items():
        learn, order = new(), order_of(site, 0)
        first, last = learn(order[:0]), [learn(order[n : n + 30]) for n in (0, 30)][-1]
        above = last[site.test.is_spam].mean() - last[~site.test.is_spam].mean()
        before = first[site.test.is_spam].mean() - first[~site.test.is_spam].mean()
        assert above > before, name


@pytest.mark.parametrize("name", ["TF-IDF + LR", "our columns"])
def test_labels_that_came_in_parts_are_labels_that_came_at_once(site, name):
    new = learners(site)[f"labels alone, {name}"]
    parts, whole, order = new(), new(), order_of(site, 0)

    parts(order[:30])

    assert parts(order[30:60]) == pytest.approx(whole(order[:60]))


@pytest.mark.parametrize("name", INSTALLED)
def test_what_began_with_the_base_data_begins_anew_for_each_order(site, name):
    new = learners(site)[name]
    first, again = new(), new()
    order = order_of(site, 0)

    before = first(order[:0])
    after = first(order[:60])

    assert again(order[:0]) == pytest.approx(before)
    assert after != pytest.approx(before)


def test_a_learner_needs_both_labels(site):
    learn = on_columns(site.train, site.test)

    assert not learn(np.flatnonzero(site.train.is_spam)[:5]).any()
    assert learn(np.flatnonzero(~site.train.is_spam)[:5]).any()


def test_what_is_not_installed_takes_no_part(site, monkeypatch):
    monkeypatch.setattr(learning_rivals, "missing", lambda name: "a package")

    assert [*learners(site)] == [
        "labels alone, TF-IDF + LR",
        "labels alone, our columns",
    ]


def test_a_hostile_key_submits_what_nobody_labelled(site):
    found = attacked(site, 0, 40, ("moderator", "key"))

    n_spam = int(site.train.is_spam[order_of(site, 0)[40:]].sum())
    assert found.n_hostile == n_spam
    assert found.n_admitted == 0
    assert found.recall[1] == pytest.approx(found.recall[0])


def test_where_nobody_spoke_a_hostile_key_leaves_the_base_model(site):
    found = attacked(site, 0, 0, ("key", "key"))

    assert found.caught[0] == found.caught[1]


def test_a_tenth_of_the_labels_is_turned(site, monkeypatch):
    fits = []

    def spy(lessons, workings):
        fits.append(lessons)
        return teach(lessons, workings)

    monkeypatch.setattr(learning_trials, "teach", spy)
    flipped(site, 0, 100)

    honest, turned = ([each.is_spam for each in lessons] for lessons in fits)
    assert honest == site.train.is_spam[order_of(site, 0)[:100]].tolist()
    assert (
        4 <= sum(one != other for one, other in zip(honest, turned, strict=True)) <= 16
    )


def test_comments_of_the_test_are_kept_beside_those_of_the_site(site):
    without, with_them = silenced(site, 0, 30)

    assert without == measured(site.test, taught(site, 30))[0]
    assert abs(with_them - without) < 0.05


def test_each_update_is_timed(site):
    more, cold = cost(site, 20, times=8)

    assert (len(more), len(cold)) == (8, 2)
    assert min(*more, *cold) >= 0


@pytest.fixture(scope="module")
def printed(site, tmp_path_factory):
    picture = tmp_path_factory.mktemp("learning") / "curves.png"
    others = [replace(site, source=name) for name in ("sms_uci", "x_janitr")]
    out = io.StringIO()
    with redirect_stdout(out):
        print_tables(iter(others), picture, n_orders=1, points=POINTS)
    assert picture.is_file()
    return out.getvalue()


def test_each_source_has_its_tables(printed):
    tables = [part.split("\n") for part in printed.split("\n\n") if part[0] == "|"]
    assert [each[0] for each in tables[:3]] == [
        "| mean | 0 | 10 | 60 |",
        "| sms_uci | 0 | 10 | 60 |",
        "| x_janitr | 0 | 10 | 60 |",
    ]
    assert tables[1][2:] == tables[0][2:]
    assert len(tables) == 3 + len(learning._TRIALS)
    for trial in tables[3:]:
        sources = {line.split(" | ")[0] for line in trial[2:] if line}
        assert sources == {"| sms_uci", "| x_janitr"}


def test_the_least_that_labels_add_is_said(printed):
    line = next(each for each in printed.split("\n") if each.startswith("AUC above"))

    assert "+0.000 at 0" in line


def test_the_curves_are_drawn(site, tmp_path):
    picture = tmp_path / "curves.png"

    learning.draw({"Hamgate": np.zeros((2, 3, 2))}, POINTS, picture)

    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_base_model_is_trained_once(site, tmp_path, monkeypatch):
    calls = []

    def leave(rows, tests):
        calls.append([*tests])
        yield LeftOut("sms_uci", frozenset(), rows, site.model)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(learning_sites, "leave_one_out", leave)
    rows = tiny.labelled_rows(spam=4, ham=4)

    first, second = (learning_sites._kept(rows, "sms_uci", rows) for _ in range(2))
    learning_sites._kept(rows[:6], "sms_uci", rows)

    assert calls == [["sms_uci"], ["sms_uci"]]
    assert (first.score(comments_of(rows)) == second.score(comments_of(rows))).all()


def test_without_data_sets_nothing_is_measured(capsys):
    run(None)

    assert capsys.readouterr().out == "HAMGATE_DATASETS is not set\n"

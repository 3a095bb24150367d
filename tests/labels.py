"""Labels that people gave, small models on top of one, and parts to compare them on."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from moderation.verdict import Thresholds
from tests import tiny
from training.feedback import FEEDBACK_COLUMNS, feedback_table
from training.judged import decided
from training.on_top import OnTop
from training.parts import Part

START = datetime(2026, 11, 1, tzinfo=UTC)
# Words that the small model has never seen.
_NEW = "zebra quartz violet banjo tundra walrus magnet pepper saddle lagoon"


def given(site: int = 1, text: str = "", **counts: int) -> pd.DataFrame:
    """Return rows as the store gives them; those of the first label begin by `text`."""
    table = tiny.labelled_rows(**counts)
    if text:
        first = next(iter(counts.values()))
        table.loc[: first - 1, "text"] = [f"{text} {_words(n)}" for n in range(first)]
    table = table.reindex(columns=list(FEEDBACK_COLUMNS), fill_value="")
    moments = [START + timedelta(minutes=n) for n in range(len(table))]
    return table.assign(source=f"site-{site}", weight=1.0, given_at=moments)


def table(site: int = 1, text: str = "", **counts: int) -> pd.DataFrame:
    """Return rows that are ready to learn from."""
    return feedback_table(given(site, text, **counts))


def flipped(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose labels are wrong, each of them."""
    other = {"ham": "spam", "spam": "ham", "abuse": "ham", "footer": "ham"}
    return rows.assign(label=rows["label"].map(other))


def on_top(seed_rows: int = 12) -> OnTop:
    """Return the recipe on top of the small model that was trained."""
    model = tiny.trained()
    anchors = tiny.labelled_rows(spam=seed_rows, ham=seed_rows)
    return OnTop(model.weights, {"name": "small", **model.manifest}, anchors)


def part(labels: str, champion: str, candidate: str, **columns: object) -> Part:
    """Return a part of one letter a row.

    `labels` has h(am), s(pam) and a(buse); the others say what each did: a(pproved),
    h(eld) or b(locked), with scores of .02, .5 and .98.
    """
    names = {"h": "ham", "s": "spam", "a": "abuse"}
    rows = pd.DataFrame({"text": [f"text {n}" for n in range(len(labels))]})
    rows = rows.assign(label=[names[each] for each in labels], lang="", kind="")
    rows = rows.assign(**({"source": "golden"} | columns))
    judged = (decided(_scores(each), Thresholds()) for each in (champion, candidate))
    return Part("golden", rows, *judged)


def _scores(done: str) -> np.ndarray:
    score = {"a": 0.02, "h": 0.5, "b": 0.98}
    return np.array([[score[each], 0.0, 0.0] for each in done]).reshape(-1, 3)


def _words(n: int) -> str:
    words = _NEW.split()
    return f"{words[n % 10]} {words[n // 10 % 10]} {words[(3 * n + 1) % 10]}"

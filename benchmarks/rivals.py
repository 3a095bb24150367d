"""The classifiers that people would use instead: fit on texts, score texts.

A rival is a function of texts and of y, 1 for spam and 0 for all else, that returns a
function of texts: the higher its number, the likelier spam. It sees the text alone.
"""

import importlib.util
import random
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.scoring import tfidf_pipeline

__all__ = ["RIVALS", "TFIDF_ROWS", "Fit", "Score", "missing", "words_of"]
__all__ += ["run_bogofilter"]

Score = Callable[[Sequence[str]], NDArray[np.float64]]
Fit = Callable[[Sequence[str], NDArray[np.int_]], Score]

# A minute each; all 138,000 took three, for .005 of AUC more on sms_uci. The others see
# all rows.
TFIDF_ROWS = 60_000
_VW_PASSES = 3
# Where bogofilter tells one message from the next: mbox, whose lines of this start are
# quoted inside of a text.
_MESSAGE = (
    "From a@example.org Thu Jan  1 00:00:00 1970\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n{}\n\n"
)


def missing(name: str) -> str:
    """Say what has to be installed for a rival; nothing if it can run."""
    if name == "bogofilter":
        return "" if shutil.which("bogofilter") else "Debian's bogofilter"
    module = {"fastText": "fasttext", "Vowpal Wabbit": "vowpalwabbit"}.get(name)
    if module and importlib.util.find_spec(module) is None:
        return "pip install 'hamgate[benchmarks]'"
    return ""


def tfidf(texts: Sequence[str], y: NDArray[np.int_]) -> Score:
    """Fit TF-IDF + logistic regression on up to `TFIDF_ROWS` rows, drawn at random."""
    drawn = np.random.default_rng(0).permutation(len(texts))[:TFIDF_ROWS]
    pipeline = tfidf_pipeline().fit([texts[n] for n in drawn], y[drawn])
    return lambda rows: np.asarray(pipeline.decision_function(list(rows)))


def fasttext(texts: Sequence[str], y: NDArray[np.int_]) -> Score:
    """Fit fastText: words, pairs of words and letters 3-5; 10 epochs on one thread."""
    import fasttext as library

    names = ("__label__rest", "__label__spam")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        rows = zip(y, texts, strict=True)
        file.writelines(f"{names[label]} {_line(text)}\n" for label, text in rows)
        file.flush()
        model = library.train_supervised(
            file.name, epoch=10, lr=0.5, dim=16, wordNgrams=2, minn=3, maxn=5,
            bucket=500_000, thread=1, seed=1, verbose=0,
        )  # fmt: skip

    def score(rows: Sequence[str]) -> NDArray[np.float64]:
        # A list, as `predict` of a single text fails with NumPy 2; and the likelier
        # label alone, as of a list both labels get its share.
        found, shares = model.predict([_line(text) for text in rows], k=1)
        is_spam = np.array([label[0] == names[1] for label in found], bool)
        share = np.array([each[0] for each in shares], float)
        return np.where(is_spam, share, 1 - share)

    return score


def vowpal_wabbit(texts: Sequence[str], y: NDArray[np.int_]) -> Score:
    """Fit Vowpal Wabbit: words and pairs of words, in random order, three times."""
    from vowpalwabbit import Workspace

    workspace = Workspace(
        "--loss_function logistic -b 22 --ngram 2 --quiet --random_seed 1"
    )
    lines = [
        f"{1 if label else -1} | {words_of(text)}"
        for label, text in zip(y, texts, strict=True)
    ]
    draw = random.Random(1)
    for _ in range(_VW_PASSES):
        draw.shuffle(lines)
        for line in lines:
            workspace.learn(line)

    def score(rows: Sequence[str]) -> NDArray[np.float64]:
        return np.array([workspace.predict(f"| {words_of(text)}") for text in rows])

    return score


def bogofilter(texts: Sequence[str], y: NDArray[np.int_]) -> Score:
    """Fit bogofilter, each text a message without a subject, its own settings."""
    folder = tempfile.mkdtemp(prefix="bogofilter-")
    for label, option in ((1, "-s"), (0, "-n")):
        run_bogofilter(folder, option, [texts[n] for n in np.flatnonzero(y == label)])

    def score(rows: Sequence[str]) -> NDArray[np.float64]:
        found = [float(line) for line in run_bogofilter(folder, "-TT", rows).split()]
        if len(found) != len(rows):
            raise RuntimeError(f"{len(found)} answers to {len(rows)} messages")
        return np.array(found)

    # The word list goes when nobody can ask any more.
    weakref.finalize(score, shutil.rmtree, folder)
    return score


def run_bogofilter(folder: str, option: str, texts: Sequence[str]) -> str:
    """Give it texts as a mailbox; return what it prints."""
    command = ["bogofilter", "-C", "-d", folder, "-M", option]
    mailbox = "".join(_MESSAGE.format(_quoted(text)) for text in texts)
    found = subprocess.run(
        command, input=mailbox.encode("utf-8", "replace"), capture_output=True
    )
    # 0 to 2 say spam, ham and unsure of the last message; 3 is an error.
    if found.returncode > 2:
        raise RuntimeError(found.stderr.decode("utf-8", "replace"))
    return found.stdout.decode()


RIVALS: dict[str, Fit] = {
    "TF-IDF + LR": tfidf,
    "fastText": fasttext,
    "Vowpal Wabbit": vowpal_wabbit,
    "bogofilter": bogofilter,
}


def _line(text: str) -> str:
    return " ".join(text.lower().split())


def words_of(text: str) -> str:
    """Leave out the two letters that mean something to Vowpal Wabbit."""
    return _line(text).replace("|", " ").replace(":", " ")


def _quoted(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(f">{line}" if line.startswith("From ") else line for line in lines)

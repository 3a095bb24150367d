"""One comment of 400 characters, and batches, against scikit-learn's own pipeline."""

import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from benchmarks.timing import interleaved_us, table
from moderation.classify.scorer import Scorer
from moderation.comment import Author, Comment, Page
from moderation.lists import data_dir
from training.corpus.build import build_corpus

__all__ = ["run", "tfidf_pipeline"]

_TEXT = (
    "I followed the second part of this guide and it works, but my router reboots "
    "whenever the cable is unplugged. Did you flash the older firmware first? The page "
    "at https://forum.example.org/t/1234 says so, and a friend of mine had the very "
    "same trouble with his, he wrote to support twice and never heard back. Thanks for "
    "writing this up in such detail, it has saved me a whole weekend so far!!"
)[:400]
_AUTHOR = Author("Marta K.", "marta@example.org", "https://marta.example.net/blog")
_N_BATCH = 2000
# What the rival is fitted on; its speed hardly depends on it.
_N_TRAIN = 3000


def tfidf_pipeline() -> Pipeline:
    """Return the rival: word 1-2 and char_wb 3-5 TF-IDF with logistic regression."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return make_pipeline(
        make_union(words, chars), LogisticRegression(C=10, max_iter=500)
    )


def run(datasets: Path | None) -> None:
    """Print microseconds a comment, and comments a second."""
    model = Scorer.load(data_dir() / "models" / "default")
    rows = build_corpus().sample(_N_TRAIN, random_state=0)
    rival = tfidf_pipeline().fit(rows["text"], rows["label"])
    full = Comment(_TEXT, _AUTHOR, Page("https://x.example/1", "A router at home"))
    taken = interleaved_us(
        {
            "Hamgate, text alone": lambda: model.score([Comment(_TEXT)]),
            "Hamgate, all fields": lambda: model.score([full]),
            "Hamgate, all fields, with reasons": lambda: model.assess([full]),
            "TF-IDF + logistic regression": lambda: rival.predict_proba([_TEXT]),
        }
    )
    slowest = taken["TF-IDF + logistic regression"][0]
    print(
        table(
            ["one comment of 400 characters", "p50 µs", "p99 µs", "times faster"],
            [
                [name, f"{p50:.0f}", f"{p99:.0f}", f"{slowest / p50:.1f}"]
                for name, (p50, p99) in taken.items()
            ],
        )
    )
    _batches(model, rival)


def _batches(model: Scorer, rival: Pipeline) -> None:
    texts = [f"{_TEXT[n % 60 :]}{_TEXT[: n % 60]} {n}"[:400] for n in range(_N_BATCH)]
    alone = [Comment(text) for text in texts]
    full = [Comment(text, _AUTHOR, Page(title="A router at home")) for text in texts]
    rows = [
        ["Hamgate, text alone", _rate(lambda: model.score(alone))],
        ["Hamgate, all fields", _rate(lambda: model.score(full))],
        ["TF-IDF + logistic regression", _rate(lambda: rival.predict_proba(texts))],
    ]
    print("\n" + table(["a batch of 2,000, one core", "comments/s"], rows))


def _rate(call: "object") -> str:
    best = 0.0
    for _ in range(5):
        began = time.perf_counter()
        call()  # type: ignore[operator]
        best = max(best, _N_BATCH / (time.perf_counter() - began))
    return f"{best:,.0f}"

"""The strongest evidence behind a score, as reasons that point into the text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from moderation.classify.weights import HEADS, Weights
from moderation.features.ngrams import Grams
from moderation.features.reading import Reading
from moderation.features.tokens import Family, buckets_of, tokens_of
from moderation.features.union import Encoded, dense_columns
from moderation.reasons import reason
from moderation.text.codepoints import Kind
from moderation.text.contacts import find_contacts
from moderation.verdict import Reason, Scores, Span

__all__ = ["explain", "moved", "word_reasons"]

_MAX_REASONS = 8
_MAX_WORDS = 6
# Log-odds below which a piece of evidence is noise to a reader.
_LEAST = 0.1

_FAMILY_CODES = {
    Family.AUTHOR_NAME: "author-name",
    Family.AUTHOR_HOST: "author-link-host",
    Family.AUTHOR_URL: "author-link-host",
    Family.AUTHOR_EMAIL: "author-email",
    Family.LINK_HOST: "link-host",
    Family.LINK_SUFFIX: "link-host",
    Family.TYPE: "comment-type",
}
_WORD_CODES = ("spam-words", "abuse-words", "footer-words")
_CONTACT_CODES = {
    "contact-phone": "phone",
    "contact-email": "email",
    "contact-handle": "handle",
}
_DENSE_CODES = [code for _, code in dense_columns()]


def explain(
    reading: Reading, encoded: Encoded, weights: Weights, scores: Scores
) -> tuple[Reason, ...]:
    """Return at most eight reasons for the one comment read, the strongest first.

    They speak of the spam head, and of abuse or footer where that head leads.
    """
    head = _leading_head(scores)
    found = [*_from_words(reading, encoded, weights, head)]
    found += _from_columns(reading, encoded, weights, head)
    found = [each for each in found if abs(each.weight) >= _LEAST]
    found.sort(key=lambda each: -abs(each.weight))
    return tuple(found[:_MAX_REASONS])


def moved(reasons: tuple[Reason, ...], shift: int) -> tuple[Reason, ...]:
    """Return reasons of a piece that begins at `shift` as reasons of the whole text."""
    return tuple(
        replace(
            each,
            spans=tuple(Span(s.start + shift, s.end + shift) for s in each.spans),
        )
        for each in reasons
    )


def _leading_head(scores: Scores) -> int:
    values = [getattr(scores, head) for head in HEADS]
    strongest = int(np.argmax(values))
    return strongest if values[strongest] >= 0.5 else 0


def _from_words(
    reading: Reading, encoded: Encoded, weights: Weights, head: int
) -> Iterator[Reason]:
    """Share what the n-grams add among the words of the text that they cover."""
    columns = [block[:, head] for block in weights.blocks[:2]]
    codes = (_word_code(encoded, weights, head), "ham-words")
    yield from word_reasons(reading, encoded, weights, (columns, codes))


def word_reasons(
    reading: Reading,
    encoded: Encoded,
    weights: Weights,
    what: tuple[Sequence[NDArray[np.float32]], tuple[str, str]],
) -> Iterator[Reason]:
    """Yield the words that add most, and those that take most away.

    `what` has the weights of words and of n-grams, and the codes of the two reasons.
    """
    columns, (above, below) = what
    in_word = reading.batch.in_word
    edges = np.flatnonzero(in_word[1:] != in_word[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return
    share = _share_of_codes(reading, encoded, weights, columns)
    running = np.cumsum(share)
    word_weights = running[ends - 1] - running[starts - 1]
    order = np.argsort(word_weights)
    for code, picked, sign in (
        (above, order[: -_MAX_WORDS - 1 : -1], 1),
        (below, order[:_MAX_WORDS], -1),
    ):
        strong = picked[word_weights[picked] * sign >= _LEAST / 2]
        if len(strong):
            strong.sort()
            spans = _spans(reading, starts[strong], ends[strong])
            yield reason(code, word_weights[strong].sum(), spans=spans)


def _word_code(encoded: Encoded, weights: Weights, head: int) -> str:
    if HEADS[head] == "footer" and weights.footer_kinds:
        return weights.footer_kinds.code(encoded, weights.layout)
    return _WORD_CODES[head]


def _share_of_codes(
    reading: Reading,
    encoded: Encoded,
    weights: Weights,
    columns: Sequence[NDArray[np.float32]],
) -> NDArray[np.float64]:
    """Return what each code point of the batch adds by `columns`, shape (n_codes,)."""
    share = np.zeros(len(reading.batch.codes))
    view = reading.skeleton
    for block in range(2):
        buckets = encoded.blocks[block][0]
        if len(buckets):
            # A block counts a gram once; the density counts each place where it stands.
            n_places = sum(len(each.bucket) for each in encoded.grams[block])
            scale = len(buckets) / n_places / weights.length(block, buckets)
            density = _density(encoded.grams[block], columns[block], len(view.codes))
            share += np.bincount(view.origin, density * scale, len(share))
    return share


def _density(
    families: list[Grams], weights: NDArray[np.float32], n_codes: int
) -> NDArray[np.float64]:
    """Spread the weight of each gram evenly over all that it covers."""
    steps = np.zeros(n_codes + 1)
    for grams in families:
        each = weights[grams.bucket] / grams.width
        if isinstance(grams.width, int):
            # The n-grams of one text alone begin one after the other.
            n = len(each)
            steps[:n] += each
            steps[grams.width : grams.width + n] -= each
        else:
            steps += np.bincount(grams.start, each, n_codes + 1)
            steps -= np.bincount(grams.start + grams.width, each, n_codes + 1)
    return np.cumsum(steps)[:-1]


def _spans(
    reading: Reading, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> list[Span]:
    """Turn positions in the batch into spans of the one original text."""
    offsets = reading.batch.offsets
    places = (offsets(0, starts), offsets(0, ends - 1), offsets(0, ends))
    return [_span(*each) for each in zip(*places, strict=True)]


def _span(first: int, last: int, after: int) -> Span:
    """Cover the characters at `first` and `last`, up to what comes `after` them."""
    if first <= last:
        return Span(first, max(last + 1, after))
    # Under an override the last character stands first.
    return Span(last, first + 1)


def _from_columns(
    reading: Reading, encoded: Encoded, weights: Weights, head: int
) -> Iterator[Reason]:
    """Sum what dense columns and tokens add, by reason code."""
    added = [*_dense(encoded, weights, head), *_tokens(reading, weights, head)]
    added.sort()
    n_links = len(reading.links[0])
    for code, pairs in groupby(added, key=lambda pair: pair[0]):
        total = sum(weight for _, weight in pairs)
        if abs(total) >= _LEAST:
            yield reason(code, total, value=n_links, spans=_places(reading, code))


def _dense(
    encoded: Encoded, weights: Weights, head: int
) -> Iterator[tuple[str, float]]:
    added = encoded.dense[0] * weights.dense[:, head]
    for n in np.flatnonzero(added):
        yield _DENSE_CODES[n], float(added[n])


def _tokens(
    reading: Reading, weights: Weights, head: int
) -> Iterator[tuple[str, float]]:
    tokens = tokens_of(reading.comments[0], reading.links[0])
    buckets = buckets_of(tokens, weights.layout.token_bits)
    of_tokens = weights.blocks[2]
    for (family, _), bucket in zip(tokens, buckets, strict=True):
        yield _FAMILY_CODES[family], float(of_tokens[bucket, head])


def _places(reading: Reading, code: str) -> list[Span]:
    """Find where in the text a reason that is no word comes from."""
    if code.startswith("link-"):
        return [Span(link.start, link.end) for link in reading.links[0]]
    if code in _CONTACT_CODES:
        found = find_contacts(reading.comments[0].text)
        kind = _CONTACT_CODES[code]
        return [Span(each.start, each.end) for each in found if each.kind == kind]
    return _RUNS[code](reading) if code in _RUNS else []


def _runs_of(kind: Kind, reading: Reading) -> list[Span]:
    is_kind = (reading.batch.kinds & np.uint16(kind)) != 0
    edges = np.flatnonzero(is_kind[1:] != is_kind[:-1])[:_MAX_RUN_EDGES] + 1
    return _spans(reading, edges[::2], edges[1::2])


_MAX_RUN_EDGES = 40
_RUNS = {
    "invisible-characters": lambda reading: _runs_of(Kind.INVISIBLE, reading),
    "fancy-letters": lambda reading: _runs_of(Kind.FANCY, reading),
}

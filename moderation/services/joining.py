"""Find copies of a comment that came before it, and keep what finds the next one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from moderation.campaigns.likeness import SAME, Signed, alike, earlier, sign
from moderation.campaigns.raising import MOST_COUNTED
from moderation.campaigns.record import Form, Member, Seen, Trace, seen_of
from moderation.comment import Comment
from moderation.errors import StoreUnavailable
from moderation.record import GivenBy, StoredComment
from moderation.services.ids import new_id
from moderation.services.ports import Ports, UnitOfWork
from moderation.site import Site
from moderation.verdict import Label

__all__ = ["Row", "join", "seen", "signed", "signed_rows"]

Row = tuple[StoredComment, Signed]


def seen(comments: Sequence[Comment], *, site: Site, ports: Ports) -> list[Seen]:
    """Tell how often the like of each comment came before; nothing is stored.

    Those before it in `comments` count too. While the store is away nothing was seen.
    """
    signs = signed([comment.text for comment in comments])
    own = [_trace(comment, site.id, ports) for comment in comments]
    before = [[own[k] for k in those] for those in earlier(signs)]
    try:
        with ports.unit_of_work(False) as work:
            return [
                _seen(each, trace, work, before=traces)
                for each, trace, traces in zip(signs, own, before, strict=True)
            ]
    except StoreUnavailable:
        return [Seen()] * len(comments)


def signed_rows(rows: Sequence[StoredComment]) -> list[Row]:
    """Sign what `join` will be given, before a transaction holds a lock.

    Tests, and what says too little, are left out.
    """
    real = [row for row in rows if not row.is_test]
    pairs = zip(real, signed([row.comment.text for row in real]), strict=True)
    return [(row, each) for row, each in pairs if each is not None]


def join(rows: Sequence[Row], *, work: UnitOfWork, ports: Ports) -> None:
    """Put comments into the campaigns of their likes, inside the caller's transaction.

    The comments are kept already. The second of a kind begins a campaign; one that
    resembles two makes them one, under the name of the older.
    """
    for n, (row, signed) in enumerate(rows):
        _join(row, signed, new_id(row.created_at, n), work=work, ports=ports)


def signed(texts: Sequence[str]) -> list[Signed | None]:
    """Sign texts; one alone is remembered for as long as its request takes."""
    return [_signed_one(texts[0])] if len(texts) == 1 else sign(texts)


@lru_cache(maxsize=16)
def _signed_one(text: str) -> Signed | None:
    """Sign a text that is judged, and a moment later kept, once."""
    return sign([text])[0]


def _seen(
    signed: Signed | None, own: Trace, work: UnitOfWork, *, before: Sequence[Trace]
) -> Seen:
    forms = [form for form, _ in _alike(signed, work)] if signed else []
    alone = [form for form in forms if form.campaign_id is None]
    traces = [*before, *(form.trace for form in alone)]
    labels = Counter(_labels_of(alone, own.site_id, work))
    for campaign_id in _campaigns(forms):
        traces += work.campaigns.traces(campaign_id, MOST_COUNTED)
        labels.update(work.campaigns.labels(own.site_id, campaign_id, learned=True))
    return seen_of(traces, own, labels)


def _labels_of(
    forms: Sequence[Form], site_id: int, work: UnitOfWork
) -> Iterator[Label]:
    """Say what this site's people said of its comments that stand alone."""
    for form in forms:
        if form.trace.site_id == site_id:
            words = work.feedback.of(site_id, form.comment_id)
            learned = [
                each.label
                for each in words
                if each.learn and each.given_by is not GivenBy.READER
            ]
            yield from learned[-1:]


def _join(
    row: StoredComment, signed: Signed, name: str, *, work: UnitOfWork, ports: Ports
) -> None:
    found = _alike(signed, work)
    if found:
        # What was read may have moved since: a member under the old name of its
        # campaign would never be found again.
        work.campaigns.lock()
        found = _alike(signed, work)
    campaign_id = _unite([form for form, _ in found], name, work)
    is_known = any(
        close >= SAME and form.trace.site_id == row.site_id for form, close in found
    )
    work.campaigns.add(
        Member(
            row.id,
            _trace(row.comment, row.site_id, ports),
            row.created_at,
            campaign_id,
            None if is_known else signed.whole,
        )
    )


def _unite(forms: Sequence[Form], name: str, work: UnitOfWork) -> str | None:
    """Make one campaign of all that `forms` belong to; None if there are none."""
    if not forms:
        return None
    older, *younger = _campaigns(forms) or [name]
    for form in forms:
        if form.campaign_id is None:
            work.campaigns.assign(form.id, older)
    for each in younger:
        work.campaigns.merge(older, each)
    return older


def _alike(signed: Signed, work: UnitOfWork) -> list[tuple[Form, float]]:
    parts = (signed.whole, *signed.pieces)
    return alike(signed, [work.campaigns.forms(part) for part in parts])


def _campaigns(forms: Sequence[Form]) -> list[str]:
    """Name their campaigns, the oldest first."""
    return sorted({form.campaign_id for form in forms if form.campaign_id is not None})


def _trace(comment: Comment, site_id: int, ports: Ports) -> Trace:
    author, page = comment.author, comment.page
    return Trace(
        site_id,
        author=_digest(author.email.casefold() or author.name.casefold(), ports),
        ip=_digest(author.ip, ports),
        page=_digest(page.url or page.title, ports),
    )


def _digest(value: str, ports: Ports) -> int | None:
    """Cut a keyed digest to 63 bits: a copied table tells no address."""
    return int(ports.digest(value)[:16], 16) >> 1 if value.strip() else None

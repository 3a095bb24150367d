"""Near-duplicates: members, the keys they meet under, and the campaigns they make."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, func, insert, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from moderation.campaigns.record import Campaign, Form, Member, Trace
from moderation.campaigns.signature import N_BANDS, Signature, band_keys
from moderation.record import GivenBy
from moderation.storage.campaign_tables import campaign_bands as bands
from moderation.storage.campaign_tables import campaign_members as members
from moderation.storage.prepared import Query
from moderation.storage.tables import feedback
from moderation.storage.transaction import Transaction
from moderation.verdict import Label

__all__ = ["SqlCampaigns"]

# Above every id, which is hex.
_TOP = "~"

# As many candidates are compared for one text; most have one or two.
_MAX_FORMS = 50

# Any number does that `storage.schema` does not take.
_ADVISORY_LOCK = 7_261_190_413

_KEYS = tuple(f"key_{n}" for n in range(N_BANDS))
_TRACE = (members.c.site_id, members.c.author, members.c.ip, members.c.page)
_OF_SITE = members.c.site_id == bindparam("site")
_IN_CAMPAIGN = members.c.campaign_id == bindparam("campaign")
_LIMIT = bindparam("limit", type_=Integer)

_MET = (
    select(bands.c.member_id)
    .where(bands.c.band_key.in_([bindparam(key) for key in _KEYS]))
    .group_by(bands.c.member_id)
    .order_by(func.count().desc(), bands.c.member_id.desc())
    .limit(_MAX_FORMS)
    .subquery()
)
_FORMS = select(
    members.c.id,
    members.c.comment_id,
    *_TRACE,
    members.c.campaign_id,
    members.c.signature,
).join(_MET, _MET.c.member_id == members.c.id)
# The database numbers the rows.
_NEW = [column.name for column in members.c if column.name != "id"]
_ADD = (
    insert(members)
    .values({name: bindparam(f"new_{name}") for name in _NEW})
    .returning(members.c.id)
)
_ADD_BAND = insert(bands)
_ASSIGN = (
    update(members)
    .where(members.c.id == bindparam("member"), members.c.campaign_id.is_(None))
    .values(campaign_id=bindparam("campaign"))
)
_MERGE = (
    update(members)
    .where(members.c.campaign_id == bindparam("younger"))
    .values(campaign_id=bindparam("older"))
)
_TRACES = (
    select(*_TRACE).where(_IN_CAMPAIGN).order_by(members.c.id.desc()).limit(_LIMIT)
)
_MEMBER_IDS = (
    select(members.c.comment_id)
    .where(_OF_SITE, _IN_CAMPAIGN, members.c.comment_id < bindparam("before"))
    .order_by(members.c.comment_id.desc())
    .limit(_LIMIT)
)
_CAMPAIGN_IDS = (
    select(members.c.campaign_id)
    .where(_OF_SITE, members.c.campaign_id < bindparam("before"))
    .distinct()
    .order_by(members.c.campaign_id.desc())
    .limit(_LIMIT)
)


def _facts() -> Query:
    here = func.count().filter(_OF_SITE)
    return select(
        here,
        func.count() - here,
        func.count(members.c.author.distinct()).filter(_OF_SITE),
        func.min(members.c.created_at),
        func.max(members.c.created_at),
    ).where(_IN_CAMPAIGN)


def _labels(*, learned: bool) -> Query:
    """Count the newest label of each of the site's members."""
    newest = func.row_number().over(
        partition_by=feedback.c.comment_id,
        order_by=[feedback.c.given_at.desc(), feedback.c.source.desc()],
    )
    said = (
        select(feedback.c.label, newest.label("age"))
        .join(members, members.c.comment_id == feedback.c.comment_id)
        .where(_OF_SITE, _IN_CAMPAIGN, feedback.c.site_id == members.c.site_id)
    )
    if learned:
        said = said.where(
            feedback.c.learn.is_(True), feedback.c.given_by != GivenBy.READER
        )
    each = said.subquery()
    return (
        select(each.c.label, func.count())
        .where(each.c.age == 1)
        .group_by(each.c.label)
        .order_by(each.c.label)
    )


_FACTS = _facts()
_LABELS = {learned: _labels(learned=learned) for learned in (False, True)}


class _Lock(GenericFunction[int]):
    """Wait until no other transaction changes campaigns; SQLite has one writer."""

    type = Integer()
    inherit_cache = True


@compiles(_Lock, "sqlite")
def _on_sqlite(element: _Lock, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return "0"


@compiles(_Lock, "postgresql")
def _on_postgresql(element: _Lock, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"pg_advisory_xact_lock({_ADVISORY_LOCK})"


_LOCK = select(_Lock())


class SqlCampaigns:
    """Fits `ports.Campaigns`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._run = transaction.run

    def lock(self) -> None:
        """Let no other transaction change campaigns until this one ends."""
        self._run(_LOCK, {})

    def forms(self, signature: Signature) -> list[Form]:
        """Find the wordings, of all sites, that share a band with `signature`."""
        values = dict(zip(_KEYS, band_keys(signature), strict=True))
        return [_form(row) for row in self._run(_FORMS, values)]

    def add(self, member: Member) -> None:
        """Keep a member; one with a signature is a form from now on."""
        rows = self._run(_ADD, _values(member))
        if member.signature is not None:
            keys = band_keys(member.signature)
            many = [{"band_key": key, "member_id": rows[0][0]} for key in keys]
            self._transaction.run_many(_ADD_BAND, many)

    def assign(self, member_id: int, campaign_id: str) -> None:
        """Put a form that stood alone into a campaign."""
        self._run(_ASSIGN, {"member": member_id, "campaign": campaign_id})

    def merge(self, older: str, younger: str) -> None:
        """Move all members of `younger` to `older`."""
        self._run(_MERGE, {"older": older, "younger": younger})

    def traces(self, campaign_id: str, limit: int) -> list[Trace]:
        """Tell where the newest members came from."""
        values = {"campaign": campaign_id, "limit": limit}
        return [Trace(*row) for row in self._run(_TRACES, values)]

    def labels(
        self, site_id: int, campaign_id: str, *, learned: bool
    ) -> dict[Label, int]:
        """Count what this site's people said of its members, the newest word of each.

        `learned` leaves out what teaches nothing and what readers report.
        """
        values = {"site": site_id, "campaign": campaign_id}
        return {row[0]: row[1] for row in self._run(_LABELS[learned], values)}

    def ids(self, site_id: int, before: str, limit: int) -> list[str]:
        """List this site's campaigns below `before`, the last begun first."""
        values = {"site": site_id, "before": before or _TOP, "limit": limit}
        return [row[0] for row in self._run(_CAMPAIGN_IDS, values)]

    def get(self, site_id: int, campaign_id: str) -> Campaign | None:
        """Count a campaign; None if this site has no member of it."""
        values = {"site": site_id, "campaign": campaign_id}
        row = self._run(_FACTS, values)[0]
        return Campaign(campaign_id, *row) if row[0] else None

    def member_ids(
        self, site_id: int, campaign_id: str, before: str, limit: int
    ) -> list[str]:
        """List this site's comments of a campaign, below `before`, newest first."""
        values: Mapping[str, object] = {
            "site": site_id,
            "campaign": campaign_id,
            "before": before or _TOP,
            "limit": limit,
        }
        return [row[0] for row in self._run(_MEMBER_IDS, values)]


def _form(row: Sequence[Any]) -> Form:
    return Form(row[0], row[1], Trace(*row[2:6]), row[6], row[7])


def _values(member: Member) -> dict[str, object]:
    trace = member.trace
    return {
        "new_site_id": trace.site_id,
        "new_comment_id": member.comment_id,
        "new_campaign_id": member.campaign_id,
        "new_author": trace.author,
        "new_ip": trace.ip,
        "new_page": trace.page,
        "new_created_at": member.created_at,
        "new_signature": member.signature,
    }

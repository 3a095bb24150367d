"""Write a site's counts in the shapes of Akismet's statistics calls."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moderation.record import MonthCounts
from moderation.web.forms import Form

__all__ = ["KeySites", "key_sites_csv", "key_sites_json", "read_key_sites"]
__all__ += ["site_row", "stats", "usage", "within"]

# What a moderator is taken to spend on one spam comment.
_SECONDS_A_SPAM = 30

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("site", "api_calls", "spam", "ham", "missed_spam", "false_positives")
_TITLES = "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked"


def within(
    period: str, months: Sequence[MonthCounts], now: datetime
) -> list[MonthCounts]:
    """Choose the months of ``60-days``, ``6-months``, ``all`` or a year."""
    if _YEAR.fullmatch(period):
        return [each for each in months if each.month.startswith(period)]
    since = _since(period, now)
    return [each for each in months if each.month >= since]


def stats(months: Sequence[MonthCounts]) -> dict[str, Any]:
    """Sum `months`; accuracy is the share of verdicts that nobody corrected.

    With nothing judged it is 100: no error is known.
    """
    names = ("spam", "ham", "missed_spam", "false_positives")
    total = {name: sum(getattr(each, name) for each in months) for name in names}
    checks = total["spam"] + total["ham"]
    wrong = total["missed_spam"] + total["false_positives"]
    accuracy = 100 * max(checks - wrong, 0) / checks if checks else 100.0
    caught = max(total["spam"] - total["false_positives"], 0)
    return {
        **total,
        "accuracy": f"{accuracy:.2f}",
        "time_saved": _SECONDS_A_SPAM * caught,
        "breakdown": {each.month: _breakdown(each) for each in months},
    }


def usage(checks: int, *, extended: bool) -> dict[str, Any]:
    """Say that there is no limit, and how much was used."""
    more = {"notice_level": 0, "upgrade": False} if extended else {}
    used = {"limit": "none", "usage": checks, "percentage": "0.00", "throttled": False}
    return used | more


@dataclass(frozen=True, slots=True)
class KeySites:
    """What a caller wants of the list of sites, within bounds."""

    month: str
    filter: str
    limit: int
    offset: int
    extended: bool


def read_key_sites(form: Form, now: datetime) -> KeySites:
    """Read the choices; one that cannot be read is the default."""
    month = form.line("month")
    return KeySites(
        month=month if _MONTH.fullmatch(month) else f"{now:%Y-%m}",
        filter=form.line("filter").lower(),
        limit=min(max(_number(form.line("limit"), 500), 1), 500),
        offset=_number(form.line("offset"), 0),
        extended=form.is_on("extended"),
    )


def site_row(host: str, counts: MonthCounts) -> dict[str, Any]:
    """One site of the list; counts are strings, as in Akismet's own answers."""
    return {
        "site": host,
        "api_calls": str(counts.checks),
        "spam": str(counts.spam),
        "ham": str(counts.ham),
        "missed_spam": str(counts.missed_spam),
        "false_positives": str(counts.false_positives),
        "is_revoked": False,
    }


def key_sites_json(rows: Sequence[dict[str, Any]], asked: KeySites) -> dict[str, Any]:
    """One month with its sites, never more: clients refuse two."""
    end = asked.offset + asked.limit
    return {
        asked.month: list(rows[asked.offset : end]),
        "limit": asked.limit,
        "offset": asked.offset,
        "total": len(rows),
    }


def key_sites_csv(rows: Sequence[dict[str, Any]], asked: KeySites) -> str:
    """Write the same list as CSV; no cell can be taken for a formula.

    Akismet prints the key in the first line; a file that is passed on should not.
    """
    out = io.StringIO()
    bounds = f"limit:{asked.limit}, offset: {asked.offset}, total: {len(rows)}"
    out.write(f"Active sites for this key during {asked.month} ({bounds})\n")
    out.write(f"{_TITLES}\n")
    writer = csv.writer(out, lineterminator="\n")
    for row in rows[asked.offset : asked.offset + asked.limit]:
        cells = [_safe(str(row[name])) for name in _COLUMNS]
        writer.writerow([*cells, str(row["is_revoked"]).lower()])
    return out.getvalue()


def _since(period: str, now: datetime) -> str:
    if period == "all":
        return ""
    if period == "60-days":
        return f"{now - timedelta(days=60):%Y-%m}"
    year, month = divmod(now.year * 12 + now.month - 1 - 5, 12)
    return f"{year:04d}-{month + 1:02d}"


def _breakdown(counts: MonthCounts) -> dict[str, str]:
    return {
        "spam": str(counts.spam),
        "ham": str(counts.ham),
        "missed_spam": str(counts.missed_spam),
        "false_positives": str(counts.false_positives),
        "blogs": "1",
        "da": f"{counts.month}-01",
    }


def _number(text: str, default: int) -> int:
    return int(text) if _NUMBER.fullmatch(text) else default


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

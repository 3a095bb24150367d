"""Akismet's calls about a key: what it was used for, and what its account is."""

import hashlib
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response

from moderation.record import MonthCounts
from moderation.services import reading
from moderation.site import Site
from moderation.web import access
from moderation.web import akismet_counts as counts
from moderation.web.akismet_answers import in_json, plain
from moderation.web.forms import Form

__all__ = ["deactivate", "key_sites", "stats", "subscription", "token", "usage_limit"]


def stats(form: Form, site: Site) -> Response:
    """Tell what was judged and corrected, in sum and by month."""
    months = reading.month_counts(site=site, ports=access.ports())
    return in_json(counts.stats(counts.within(form.line("from"), months, _now())))


def usage_limit(form: Form, site: Site) -> Response:
    """Tell how many comments were judged this month."""
    used = _month(f"{_now():%Y-%m}", site).checks
    return in_json(counts.usage(used, extended=form.is_on("extended")))


def key_sites(form: Form, site: Site) -> Response:
    """List the sites of a key that were active in a month: its one site, or none."""
    asked = counts.read_key_sites(form, _now())
    rows = _rows(asked, site)
    if form.line("format").lower() != "csv":
        return in_json(counts.key_sites_json(rows, asked))
    return Response(counts.key_sites_csv(rows, asked), mimetype="text/csv")


def subscription(form: Form, site: Site) -> Response:
    """Describe an account without a price; WordPress keeps a key only with this."""
    return in_json(
        {
            "account_id": site.id,
            "account_type": "self-hosted",
            "account_name": "Self-hosted",
            "status": "active",
            "next_billing_date": False,
            "limit_reached": False,
        }
    )


def deactivate(form: Form, site: Site) -> Response:
    """Take note that the plugin was switched off; the key goes on working."""
    return plain("deactivated")


def token(form: Form, site: Site) -> Response:
    """Give a token that opens nothing: only Akismet's own pages would read it."""
    return plain(secrets.token_hex(16))


def _rows(asked: counts.KeySites, site: Site) -> list[dict[str, Any]]:
    host = urlsplit(site.url).netloc
    month = _month(asked.month, site)
    if asked.filter not in site.url or not month.checks:
        return []
    row = counts.site_row(host, month)
    if asked.extended:
        digest = hashlib.sha256(site.url.encode()).hexdigest()[:32]
        row |= {"hash": digest, "eligible_for_revoke": False}
    return [row]


def _month(month: str, site: Site) -> MonthCounts:
    rows = reading.month_counts(month, site=site, ports=access.ports())
    return next((each for each in rows if each.month == month), MonthCounts(month))


def _now() -> datetime:
    return access.ports().now()

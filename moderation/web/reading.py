"""Turn what strangers send into values that are safe to keep; nothing here refuses."""

import ipaddress
import re
from datetime import UTC, datetime, timedelta

__all__ = ["CAPS", "ip_of", "moment_of"]

# Longest value kept of each piece of metadata, in characters; the rest is cut off.
CAPS = {
    "name": 500,
    "email": 320,
    "url": 2000,
    "ip": 100,
    "user_agent": 1000,
    "role": 200,
    "title": 1000,
    "type": 200,
    "language": 200,
    "honeypot": 1000,
    "parent_id": 200,
    "external_id": 200,
}

# Most addresses are written so; `ipaddress` takes 5 µs to find out.
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"({_OCTET}\.){{3}}{_OCTET}")

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_SKEW = timedelta(days=1)


def ip_of(value: str | None) -> str:
    """Write an address in its shortest form without its zone; garbage is empty."""
    if not value or _IPV4.fullmatch(value):
        return value or ""
    try:
        return str(ipaddress.ip_address(value.strip()[: CAPS["ip"]].partition("%")[0]))
    except ValueError:
        return ""


def moment_of(value: str | None, now: datetime) -> datetime | None:
    """Read ISO 8601, taken as UTC where it names no zone.

    None if it cannot be read, or lies outside 2000 to a day after `now`.
    """
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip()[:64])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
        return moment if _EARLIEST <= moment <= now + _SKEW else None
    except (ValueError, OverflowError):
        # 0001-01-01T00:00+14:00 is ISO 8601 and overflows on its way to UTC.
        return None

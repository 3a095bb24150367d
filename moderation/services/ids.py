"""Ids that sort by the time they were made."""

import os
from datetime import UTC, datetime, timedelta

__all__ = ["new_id"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id(now: datetime, sequence: int = 0) -> str:
    """Return 32 lower-case hex digits: a UUID of version 7 (RFC 9562, section 5.7).

    `sequence`, below 4,096, orders ids of one moment.
    """
    # Not by `timestamp`: a float loses a millisecond now and then.
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    noise = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | noise
    value = value & ~(0xFFFF << 64) | 0x7 << 76 | sequence << 64
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"

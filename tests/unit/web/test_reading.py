from datetime import UTC, datetime, timedelta

import pytest

from moderation.web.reading import ip_of, moment_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9\n", "203.0.113.9"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"),
        ("255.255.255.255", "255.255.255.255"),
    ],
)
def test_an_address_is_written_one_way(written, read):
    assert ip_of(written) == read


@pytest.mark.parametrize(
    "written",
    [
        None, "", " ", "unknown", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4:80",
        "[::1]:80", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "1.2.3.4/24",
        "1.2.3.4, 5.6.7.8", "٣.٣.٣.٣", "1.2.3.4\x00", "1.2.3.4\ufffd", "%eth0",
        ":" * 200, "1.2.3.4\r\nX-Injected: 1", "a" * 1_000_000,
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_what_is_no_address_is_empty(written):
    assert ip_of(written) == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-23T10:15:00Z", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        ("2026-11-23T10:15:00+02:00", datetime(2026, 11, 23, 8, 15, tzinfo=UTC)),
        ("2026-11-23 10:15:00", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        (" 2026-11-23T10:15Z ", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        ("2000-01-01T00:00:00Z", datetime(2000, 1, 1, tzinfo=UTC)),
        ("2026-11-24T12:00:00Z", NOW + timedelta(days=1)),
    ],
)
def test_a_moment_becomes_aware_utc(written, read):
    assert moment_of(written, NOW) == read


@pytest.mark.parametrize(
    "written",
    [
        None, "", "yesterday", "now", "infinity", "-infinity", "epoch", "allballs",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
        "1999-12-31T23:59:59Z",
        "2026-11-24T12:00:01Z", "2026-13-01", "2026-02-30", "2026-11-23T25:00:00Z",
        "1700000000", "-1", "1e10", "٢٠٢٦-١١-٢٣", "2026-11-23T10:15:00+99:99", "\ufffd",
        "2026-11-23T10:15:00Z; DROP TABLE comments", "2" * 1_000_000,
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_what_is_no_moment_of_our_time_is_none(written):
    assert moment_of(written, NOW) is None

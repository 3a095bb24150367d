from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import AlreadyExists, InvalidInput, InvalidKey, NotFound
from moderation.services import sites
from moderation.site import HoldAnswer, SiteSettings
from tests import hostile
from tests.fakes import KEY, STRANGERS_KEY, make_world


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("https://blog.example", "https://blog.example"),
        ("blog.example", "https://blog.example"),
        (" HTTPS://Blog.Example/ \n", "https://blog.example"),
        ("http://blog.example/a/b/", "http://blog.example/a/b"),
        ("http://blog.example/A", "http://blog.example/A"),
        ("http://blog.example:8080/", "http://blog.example:8080"),
        ("http://user:secret@blog.example", "http://blog.example"),
        ("http://blog.example/?a=b#c", "http://blog.example"),
        ("http://192.0.2.1", "http://192.0.2.1"),
        ("http://a.example/" + "a" * 1983, "http://a.example/" + "a" * 1983),
    ],
    ids=lambda value: value[:30],
)
def test_an_address_is_written_one_way(written, normal):
    assert sites.normalise_url(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "http://", "https:///path", "ftp://blog.example", "http://[",
        "http://[::1", "javascript:alert(1)", "http://blog.example:99999",
        "http://blog.example:x", "file:///etc/passwd", "http://a.example＃@b.example",
        "http://a.example/" + "a" * 1984,
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused(written):
    with pytest.raises(InvalidInput):
        sites.normalise_url(written)


@given(st.sampled_from(["", "http://", "https://a.example/"]), hostile.texts)
def test_any_address_is_refused_or_has_a_form_that_stays(scheme, text):
    with suppress(InvalidInput):
        once = sites.normalise_url(scheme + text)

        assert once.startswith(("http://", "https://"))
        assert not once.endswith("/")


def test_a_new_site_has_a_key_that_opens_it(world):
    new = sites.add("https://new.example", ports=world.ports)

    assert sites.by_key(new.key, ports=world.ports) == new.site
    assert new.site.settings == SiteSettings()


def test_a_key_is_twelve_lower_case_hex_digits_and_new_each_time(world):
    keys = [
        sites.add(f"https://n{n}.example", ports=world.ports).key for n in range(20)
    ]

    assert all(len(key) == 12 and set(key) <= set("0123456789abcdef") for key in keys)
    assert len(set(keys)) == 20


def test_a_key_is_never_kept_in_the_clear(world):
    new = sites.add("https://new.example", ports=world.ports)

    assert new.key not in repr(world.store)


def test_an_address_is_added_once_however_it_is_written(world):
    with pytest.raises(AlreadyExists):
        sites.add("HTTPS://Site.Example/", ports=world.ports)


@pytest.mark.parametrize("key", [KEY, KEY.upper(), f" {KEY}\n"])
def test_a_key_opens_its_site_in_either_case(world, key):
    assert sites.by_key(key, ports=world.ports) == world.site


@pytest.mark.parametrize(
    "key",
    [
        "", "nobody", KEY[:-1], KEY + "0", "0" * 12, "g" * 12, "0123456789a\uff42",
        "٠١٢٣٤٥٦٧٨٩ab", "two\r\nlines", "\x00" * 12, "\ud800" * 12, "0" * 100_000,
    ],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_a_wrong_key_opens_nothing(world, key):
    with pytest.raises(InvalidKey):
        sites.by_key(key, ports=world.ports)


def test_a_new_key_stops_the_old_one(world):
    new = sites.rotate_key("https://site.example", ports=world.ports)

    assert sites.by_key(new.key, ports=world.ports) == world.site
    with pytest.raises(InvalidKey):
        sites.by_key(KEY, ports=world.ports)


def test_a_strangers_key_goes_on_working(world):
    sites.rotate_key("https://site.example", ports=world.ports)

    assert sites.by_key(STRANGERS_KEY, ports=world.ports) == world.stranger


def test_settings_are_changed_for_one_site_alone(world):
    wanted = SiteSettings(hold_answer=HoldAnswer.REVIEW, discard=True)

    changed = sites.change("site.example", wanted, ports=world.ports)

    assert changed.settings == wanted
    assert sites.by_key(KEY, ports=world.ports).settings == wanted
    assert sites.by_key(STRANGERS_KEY, ports=world.ports).settings == SiteSettings()


def test_a_removed_site_is_gone_with_its_key(world):
    removed = sites.remove("site.example/", ports=world.ports)

    assert removed == world.site
    assert sites.every(ports=world.ports) == [world.stranger]
    with pytest.raises(InvalidKey):
        sites.by_key(KEY, ports=world.ports)


def test_sites_are_listed_by_address(world):
    added = sites.add("https://a.example", ports=world.ports).site

    assert sites.every(ports=world.ports) == [added, world.site, world.stranger]


@pytest.mark.parametrize(
    "act",
    [
        lambda ports: sites.rotate_key("https://nobody.example", ports=ports),
        lambda ports: sites.remove("https://nobody.example", ports=ports),
        lambda ports: sites.change("nobody.example", SiteSettings(), ports=ports),
    ],
    ids=["rotate", "remove", "change"],
)
def test_a_site_that_is_not_there_is_not_found(world, act):
    with pytest.raises(NotFound, match=r"no site .*nobody\.example"):
        act(world.ports)


def test_an_address_of_version_6_keeps_its_brackets():
    assert sites.normalise_url("http://[::1]:8080/") == "http://[::1]:8080"


def test_a_site_is_found_by_its_address(world):
    found = sites.add("https://site-of-ours.example", ports=world.ports).site

    assert sites.at("https://SITE-of-ours.example/", ports=world.ports) == found
    assert sites.at("https://SITE.example/", ports=world.ports) == world.site


@pytest.mark.parametrize(
    ("url", "error"), [("https://nobody.example", NotFound), ("ftp://x", InvalidInput)]
)
def test_an_address_of_no_site_is_refused(world, url, error):
    with pytest.raises(error):
        sites.at(url, ports=world.ports)

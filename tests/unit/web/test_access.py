import pytest

from moderation.errors import InvalidKey, StoreUnavailable
from moderation.services import sites
from moderation.web.access import Keys
from tests.fakes import KEY, STRANGERS_KEY, World, make_world


class Seconds:
    """A monotonic clock that stands still."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def keys(world, seconds) -> Keys:
    return Keys(world.ports, 1.0, seconds)


def test_each_key_opens_its_site(keys, world):
    assert (keys.site(KEY), keys.site(STRANGERS_KEY)) == (world.site, world.stranger)


@pytest.mark.parametrize(
    "key", ["", "f" * 12, "short", "g" * 12, "٣" * 12, "0" * 1_000_000, f"{KEY},{KEY}"],
    ids=lambda key: key[:15],
)  # fmt: skip
def test_a_key_that_opens_nothing_is_refused(keys, key):
    with pytest.raises(InvalidKey):
        keys.site(key)


def test_a_key_is_not_asked_about_again_within_a_second(keys, world, seconds):
    keys.site(KEY)
    world.store.sites.clear()
    seconds.now += 0.999

    assert keys.site(KEY) == world.site


def test_an_old_key_stops_after_a_second(keys, world, seconds):
    keys.site(KEY)
    sites.rotate_key(world.site.url, ports=world.ports)
    seconds.now += 1.0

    with pytest.raises(InvalidKey):
        keys.site(KEY)


def test_a_new_key_works_at_once(keys, world):
    with pytest.raises(InvalidKey):
        keys.site("c" * 12)
    new = sites.add("https://new.example", ports=world.ports)

    assert keys.site(new.key) == new.site


def test_a_known_key_goes_on_while_the_store_is_away(keys, world, seconds):
    keys.site(KEY)
    world.store.is_down = True
    seconds.now += 600

    assert keys.site(KEY) == world.site


def test_a_known_key_does_not_go_on_for_ever(keys, world, seconds):
    keys.site(KEY)
    world.store.is_down = True
    seconds.now += 601

    with pytest.raises(StoreUnavailable):
        keys.site(KEY)


def test_a_key_that_was_refused_does_not_come_back_with_the_outage(
    keys, world, seconds
):
    keys.site(KEY)
    sites.rotate_key(world.site.url, ports=world.ports)
    seconds.now += 1.0
    with pytest.raises(InvalidKey):
        keys.site(KEY)
    world.store.is_down = True

    with pytest.raises(StoreUnavailable):
        keys.site(KEY)


def test_an_unknown_key_waits_for_the_store(keys, world):
    world.store.is_down = True

    with pytest.raises(StoreUnavailable):
        keys.site(KEY)


def test_the_memory_is_bounded(world, monkeypatch):
    monkeypatch.setattr(Keys, "MAX", 1)
    keys = Keys(world.ports, 1.0)

    keys.site(KEY)
    keys.site(STRANGERS_KEY)

    assert len(keys._known) == 1

"""What each site taught, kept up to date in every worker."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from moderation.classify.promise import Evidence, place
from moderation.classify.start import start_of
from moderation.errors import StoreUnavailable
from moderation.services.learned import Learned
from moderation.services.ports import Model, UnitOfWork
from moderation.services.site_state import SiteState
from moderation.site import Site

__all__ = ["Learning"]

_log = logging.getLogger(__name__)


class Learning:
    """Hands out what a site taught, a quarter of a second old at most.

    The worker that took the feedback knows at once. While the store is away what was
    learned before goes on.
    """

    MAX_SITES = 1_024
    # Each takes some 10 MB.
    MAX_TAUGHT = 32
    FRESH_S = 0.25
    # How old the picture of a site's traffic may be.
    PLACED_S = 60.0

    def __init__(
        self,
        unit_of_work: Callable[[bool], UnitOfWork],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._unit_of_work, self._clock = unit_of_work, clock
        self._sites: dict[tuple[int, str], SiteState] = {}
        self._lock = Lock()

    def of(self, site: Site, model: Model) -> Learned:
        """Return what `site` taught on top of `model`."""
        state = self._state(site.id, model)
        with state.lock:
            now = self._clock()
            is_old = now - state.looked_at >= self.FRESH_S
            if is_old or site.settings.promise != state.promise:
                # Before the look: what is said meanwhile is looked for again.
                state.looked_at = now
                self._refresh(state, site)
            return state.learned or _untaught(site, model)

    def changed(self, site_id: int) -> None:
        """Look again before the next verdict."""
        with self._lock:
            for (each, _), state in self._sites.items():
                if each == site_id:
                    state.looked_at = float("-inf")

    def _state(self, site_id: int, model: Model) -> SiteState:
        key = (site_id, model.name)
        with self._lock:
            state = self._sites.pop(key, None)
            if state is None or state.model is not model:
                state = SiteState(model)
            # The last one used stands last.
            self._sites[key] = state
        return state

    def _make_room(self) -> None:
        """Let those go that were not asked for longest, and of the large ones more."""
        with self._lock:
            taught = [key for key, state in self._sites.items() if state.is_taught]
            for key in taught[: -self.MAX_TAUGHT]:
                del self._sites[key]
            for key in [*self._sites][: -self.MAX_SITES]:
                del self._sites[key]

    def _refresh(self, state: SiteState, site: Site) -> None:
        try:
            with self._unit_of_work(False) as work:
                self._update(state, site, work)
        except StoreUnavailable:
            _log.warning("the store is away: what a site taught is not looked up")

    def _update(self, state: SiteState, site: Site, work: UnitOfWork) -> None:
        revision = work.sites.revision(site.id)
        is_changed = revision != state.revision
        if is_changed:
            state.learn(site.id, work, revision)
            self._make_room()
        is_stale = self._clock() - state.placed_at >= self.PLACED_S
        if is_stale:
            state.look_around(site.id, work)
            state.placed_at = self._clock()
        if is_changed or is_stale or site.settings.promise != state.promise:
            state.settle(site.settings.promise)


def _untaught(site: Site, model: Model) -> Learned:
    start = start_of(model.thresholds, model.manifest)
    return Learned(place(Evidence.none(), start, site.settings.promise))

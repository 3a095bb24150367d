"""What `hamgate doctor` looks at, one function a part."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from moderation.cli.group import Wiring
from moderation.cli.place import Place
from moderation.errors import ModerationError, NotFound, StoreUnavailable
from moderation.services import drifting, sites
from moderation.services.drifting import Drift

__all__ = ["Finding", "Health", "look"]

_ASK_TIMEOUT_S = 3.0
_MOST_BYTES = 65_536


class Health(StrEnum):
    """How a part is; FAIL is what keeps the service from its work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, what is there, and what to do about it."""

    part: str
    health: Health
    says: str
    advice: str = ""


def look(wiring: Wiring, place: Place) -> Iterator[Finding]:
    """Look at each part in turn; nothing is changed, and nothing found is raised."""
    database = _guarded("database", lambda: _database(place))
    yield database
    yield _secret(place)
    yield _files(place)
    yield _guarded("model", lambda: _model(wiring))
    yield _guarded("registry", lambda: _registry(wiring))
    yield _guarded("pages", lambda: _pages(wiring))
    yield _service(place)
    if database.health is Health.OK:
        yield from _drifts(wiring)


def _guarded(part: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except ModerationError as error:
        return Finding(part, Health.FAIL, str(error), _ADVICE.get(part, ""))


_ADVICE = {
    "database": "see that the database runs, and HAMGATE_DATABASE_URL names it",
    "model": "hamgate models rollback, or put the artifact back in its place",
    "registry": "move its state.json away, then hamgate models promote NAME",
    "pages": "put the page model back in its place",
}


def _database(place: Place) -> Finding:
    kind = "SQLite" if place.database else "PostgreSQL"
    if place.database and not place.database.exists():
        says = f"no file {place.database.name} yet"
        return Finding("database", Health.WARN, says, "the first start makes it")
    found, is_newest = place.schema()
    if is_newest:
        return Finding("database", Health.OK, f"{kind}, schema {found}")
    says = f"{kind}, schema {found or 'empty'}, not that of this version"
    return Finding("database", Health.WARN, says, "the next start brings it up to date")


def _secret(place: Place) -> Finding:
    if place.secret is None:
        return Finding("secret", Health.OK, "given by a setting")
    if not place.secret.exists():
        says = f"no file {place.secret.name} yet"
        return Finding("secret", Health.WARN, says, "the first start makes it")
    if others := _open_to_others(place.secret):
        advice = f"chmod 600 {place.secret}"
        return Finding("secret", Health.FAIL, f"others may read it ({others})", advice)
    return Finding("secret", Health.OK, "read by its owner alone")


def _files(place: Place) -> Finding:
    path = place.database
    if path and path.exists() and (others := _open_to_others(path)):
        says = f"others may read the comments ({others})"
        return Finding("files", Health.WARN, says, f"chmod 600 {path}")
    return Finding("files", Health.OK, "read by their owner alone")


def _open_to_others(path: Path) -> str:
    """Return the mode of a file that others may read or change, else ""."""
    mode = path.stat().st_mode & 0o777
    return f"{mode:03o}" if mode & 0o077 else ""


def _model(wiring: Wiring) -> Finding:
    folder = wiring.model_dir()
    model = wiring.load_model(folder)
    says = f"{model.name}, its checksums hold"
    return Finding("model", Health.OK, says)


def _registry(wiring: Wiring) -> Finding:
    registry = wiring.registry()
    state, versions = registry.state(), registry.versions()
    says = f"{len(versions)} versions, current {state.current or 'the shipped one'}"
    if registry.is_pinned:
        says = f"{len(versions)} versions; HAMGATE_MODEL_DIR names the one in use"
    for name in filter(None, (state.current, state.shadow)):
        try:
            registry.path(name)
        except NotFound as error:
            advice = "hamgate models promote NAME, or shadow --off"
            return Finding("registry", Health.FAIL, str(error), advice)
    shadow = f", {state.shadow} in shadow" if state.shadow else ""
    return Finding("registry", Health.OK, says + shadow)


def _pages(wiring: Wiring) -> Finding:
    model = wiring.load_page_model(wiring.page_model_dir())
    return Finding("pages", Health.OK, f"{model.name}, its checksums hold")


def _service(place: Place) -> Finding:
    where = f"{place.host}:{place.port}"
    try:
        status, checks = _ask_ready(place)
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        says = f"nothing answers on {where}"
        return Finding("service", Health.WARN, says, "hamgate serve starts it")
    if status == 200:
        return Finding("service", Health.OK, f"ready on {where}")
    bad = ", ".join(f"{part} {said}" for part, said in checks.items() if said != "ok")
    says = f"answers on {where}, not ready: {bad or status}"
    return Finding("service", Health.FAIL, says, "its log says more")


def _ask_ready(place: Place) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection(
        place.host, place.port, timeout=_ASK_TIMEOUT_S
    )
    with closing(connection):
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = json.loads(response.read(_MOST_BYTES))
    checks = said.get("checks") if isinstance(said, dict) else None
    return response.status, checks if isinstance(checks, dict) else {}


def _drifts(wiring: Wiring) -> Iterator[Finding]:
    try:
        ports = wiring.ports()
        for site in sites.every(ports=ports):
            yield _drift(site.url, drifting.of_site(site, ports=ports))
    except StoreUnavailable as error:
        yield Finding("drift", Health.FAIL, str(error), _ADVICE["database"])


def _drift(url: str, found: Drift) -> Finding:
    """Drift only warns: a site whose comments differ from others is not broken."""
    said = drifting.alarms(found)
    health = Health.WARN if said else Health.OK
    advice = "label comments and run hamgate retrain" if said else ""
    says = "; ".join([_figures(found), *said])
    return Finding(f"drift of {url}", health, says, advice)


def _figures(found: Drift) -> str:
    if not found.n:
        return "no comments yet"
    before = found.flagged_before
    parts = [
        f"{found.n:,} comments",
        f"not approved {found.flagged.rate:.1%}"
        + (f" (before {before.rate:.1%})" if before else ""),
        f"PSI {_number(found.psi)}",
        f"calibration error {_number(found.error)} of {found.n_labelled:,} labels",
        f"new words {_number(found.unseen)}",
        f"model {_number(found.model_age_days, 0)} days old",
    ]
    return ", ".join(parts)


def _number(value: float | None, digits: int = 2) -> str:
    return "unknown" if value is None else f"{value:.{digits}f}"

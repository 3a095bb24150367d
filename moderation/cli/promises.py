"""How a site's promise is told: as lines for people and as a row for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from moderation.classify.promise import Source, Standing
from moderation.services.promising import Promised

__all__ = ["promise_lines", "promise_row"]

_RESTS_ON = {
    Source.SITE: "shown by the site's own labels: at most {bound}",
    Source.MODEL: "by what the model was made from: at most {bound} there",
    Source.NONE: "not supported by any ham yet",
}


def promise_row(found: Promised) -> dict[str, Any]:
    """Return what ``site show --json`` prints."""
    promise, placed = found.site.settings.promise, found.learned.placed
    return {
        "url": found.site.url,
        "thresholds": asdict(found.thresholds),
        "chosen": found.site.settings.thresholds is not None,
        "stated": found.site.settings.promise.stated,
        "blocked": {"promise": promise.blocked, **asdict(placed.blocked)},
        "held": {"promise": promise.held, **asdict(placed.held)},
        "n_labels": found.learned.n_labels,
        "n_suspects": len(found.learned.suspects),
        "model": found.model,
    }


def promise_lines(found: Promised) -> Iterator[str]:
    """Yield what ``site show`` prints."""
    values = asdict(found.thresholds)
    is_chosen = found.site.settings.thresholds is not None
    yield found.site.url
    yield "thresholds " + ", ".join(f"{name} {values[name]:g}" for name in values)
    stated = found.site.settings.promise.stated
    by_promise = (
        "to keep the promise" if stated else "as the model and its labels have it"
    )
    yield f"  chosen {'by hand' if is_chosen else by_promise}"
    promise = found.site.settings.promise
    if is_chosen:
        yield "without them the promise would stand so:"
    placed = found.learned.placed
    yield from _side("blocked", promise.blocked, placed.blocked)
    yield from _side("held or blocked", promise.held, placed.held)
    yield _taught(found)


def _taught(found: Promised) -> str:
    n, suspects = found.learned.n_labels, len(found.learned.suspects)
    return f"learned from {n - suspects:,} labels, {suspects:,} suspect"


def _side(name: str, share: float, standing: Standing) -> Iterator[str]:
    bound = "" if standing.bound is None else _percent(standing.bound)
    yield f"{name}: at most {_percent(share)} of good comments"
    yield f"  {_RESTS_ON[standing.source].format(bound=bound)}"
    yield f"  {standing.n_labels} labelled as ham, {_wanted(standing.n_more)}"


def _wanted(n_more: int | None) -> str:
    if n_more is None:
        return "and no number of labels shows that"
    return f"{n_more:,} more labels to go by the site alone" if n_more else "enough"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"

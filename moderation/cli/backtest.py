"""The command that shows what would turn under another model or other thresholds."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from moderation.classify.shares import Share
from moderation.cli.group import Wiring
from moderation.errors import InvalidInput
from moderation.manifest import MANIFEST
from moderation.services import backtesting
from moderation.services.backtesting import Plan
from moderation.services.ports import Model, Ports
from moderation.services.tally import Pair, Side, Tally

__all__ = ["backtest"]

_THRESHOLDS = ("hold", "spam", "discard", "abuse", "footer")
_SHOWN_CHARS = 80
_MOST_DAYS = 36_500
_TITLES = {
    "caught": "spam and footers blocked",
    "ham_blocked": "ham blocked",
    "ham_held": "ham held",
    "precision": "no ham among blocked",
}


@click.command()
@click.option(
    "--model",
    "name",
    metavar="NAME|FOLDER",
    help="A version, or the folder of an artifact; the current model if left out.",
)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="NAME=SCORE",
    help="Another threshold: hold, spam, discard, abuse or footer.",
)
@click.option(
    "--shadow", is_flag=True, help="Show what the model in shadow said; replay nothing."
)
@click.option(
    "--days",
    default=30,
    show_default=True,
    type=click.IntRange(1, _MOST_DAYS),
    help="How far back.",
)
@click.option("--site", "url", default="", help="Only comments of the site at URL.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def backtest(  # noqa: PLR0913, PLR0917 (one argument an option)
    wiring: Wiring,
    name: str | None,
    thresholds: tuple[str, ...],
    shadow: bool,
    days: int,
    url: str,
    as_json: bool,
) -> None:
    """Replay kept comments and print which verdicts turn; change nothing.

    Comments are judged by the model, the rules and the thresholds of their site, and
    compared with what was answered. Where people gave feedback, both are compared with
    it. Intervals are at 95 %.
    """
    if shadow and thresholds:
        raise click.UsageError("--threshold needs a replay: leave out --shadow")
    if not (shadow or thresholds or name):
        raise click.UsageError("give --model, --threshold or --shadow")
    ports = wiring.ports()
    plan = Plan(ports.now() - timedelta(days=days), url, _scores(thresholds))
    if shadow:
        model_name = name or _in_shadow(wiring)
        tally = backtesting.shadowed(plan, model_name, ports=ports)
    else:
        model = _model(wiring, name, ports)
        model_name = model.name
        tally = backtesting.replay(plan, model=model, ports=ports)
    found = _as_dict(model_name, days, tally)
    click.echo(json.dumps(found) if as_json else _text(found, tally))


def _model(wiring: Wiring, name: str | None, ports: Ports) -> Model:
    """Load a version or a folder: what has a slash or a manifest is a folder."""
    if not name:
        return ports.models.current()
    folder = Path(name)
    if folder.name != name or (folder / MANIFEST).is_file():
        return wiring.load_model(folder)
    return wiring.load_model(wiring.registry().path(name))


def _in_shadow(wiring: Wiring) -> str:
    name = wiring.registry().state().shadow
    if not name:
        raise InvalidInput("no model is in shadow: hamgate models shadow NAME")
    return name


def _scores(pairs: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair in pairs:
        name, _, score = pair.partition("=")
        if name not in _THRESHOLDS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(_THRESHOLDS)}")
        try:
            found[name] = float(score)
        except ValueError as error:
            raise click.BadParameter(f"{score!r} is no score in [0, 1]") from error
    return found


def _as_dict(model: str, days: int, tally: Tally) -> dict[str, Any]:
    turned = sorted(tally.turned.items(), key=lambda item: (-item[1], item[0]))
    return {
        "model": model,
        "days": days,
        "comments": tally.n,
        "differs": _share(tally.differs),
        "turned": [
            {"old": old.value, "new": new.value, **_share(Share(k, tally.n))}
            for (old, new), k in turned
        ],
        "feedback": {"old": _side(tally.old), "new": _side(tally.new)},
        "examples": [_example(pair) for pair in tally.examples],
    }


def _share(share: Share) -> dict[str, float]:
    bounds = (share.rate, share.low, share.high)
    rate, low, high = (round(each, 5) for each in bounds)
    return {"k": share.k, "n": share.n, "rate": rate, "low": low, "high": high}


def _side(side: Side) -> dict[str, Any]:
    return {name: _share(share) for name, share in side.shares().items()}


def _example(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "old": pair.old.value,
        "new": pair.new.value,
        "old_score": round(pair.old_score, 4),
        "new_score": round(pair.new_score, 4),
        "label": pair.label.value if pair.label else None,
        "text": _printable(pair.text),
    }


def _printable(text: str) -> str:
    """Write a stranger's text on one line that no terminal takes for a command."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(plain.split())[:_SHOWN_CHARS]


def _text(found: Mapping[str, Any], tally: Tally) -> str:
    lines = [
        f"{found['model']}: {tally.n:,} comments of {found['days']} days, "
        f"{tally.differs.k:,} turn: {_percent(found['differs'])}"
    ]
    lines += [
        f"  {each['old']} -> {each['new']}: {each['k']:,}, {_percent(each)}"
        for each in found["turned"]
    ]
    lines += _feedback_lines(found["feedback"])
    lines += [_example_line(each) for each in found["examples"]]
    return "\n".join(lines)


def _feedback_lines(feedback: Mapping[str, Any]) -> list[str]:
    old, new = feedback["old"], feedback["new"]
    if not any(share["n"] for side in (old, new) for share in side.values()):
        return ["no feedback to compare with"]
    return ["against feedback, before and after:"] + [
        f"  {title}: {_of(old[name])}, then {_of(new[name])}"
        for name, title in _TITLES.items()
    ]


def _of(share: Mapping[str, float]) -> str:
    return f"{_percent(share)} of {share['n']:,}" if share["n"] else "none"


def _percent(share: Mapping[str, float]) -> str:
    rate, low, high = (100 * share[name] for name in ("rate", "low", "high"))
    return f"{rate:.2f} % [{low:.2f}, {high:.2f}]"


def _example_line(each: Mapping[str, Any]) -> str:
    said = f" ({each['label']})" if each["label"] else ""
    return (
        f"{each['id']}  {each['old']} {each['old_score']:.3f} -> "
        f"{each['new']} {each['new_score']:.3f}{said}  {each['text']}"
    )

"""From a candidate to a version in the registry: gates, card and report."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classify.scorer import Scorer
from moderation.errors import AlreadyExists
from moderation.registry import Registry, Version
from moderation.tables import comments_of
from training.candidates import Candidate
from training.card import card_of
from training.card_text import card_text
from training.changes import changes_text
from training.costs import costs_of
from training.gates import Gate, all_gates
from training.golden import golden_rows
from training.parts import Part, feedback_part, golden_part
from training.publish import write_artifact
from training.report_pictures import draw_report, has_pictures

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Outcome", "keep_candidate"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A version that is in the registry now, and why it is accepted or refused."""

    version: Version
    champion: str
    card: dict[str, Any]
    gates: list[Gate]

    @property
    def accepted(self) -> bool:
        """Whether every gate was passed."""
        return all(gate.passed for gate in self.gates)


def keep_candidate(
    candidate: Candidate,
    table: "DataFrame",
    champion: Path,
    registry: Registry,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Hold a candidate against the champion and put it into the registry.

    The champion stays what answers, whatever happens. A candidate that its gates refuse
    is kept as refused, with the reasons.

    Parameters
    ----------
    table : DataFrame
        The feedback that it was made of, as `feedback_table` returns it.
    champion : Path
        Folder of the model that answers now.

    Raises
    ------
    AlreadyExists
        If the same rows gave this version before.
    BadArtifact
        If the champion cannot be used.
    """
    scorer = Scorer.load(champion)
    progress("comparing with the champion")
    draft = Path(tempfile.mkdtemp(prefix="candidate-", dir=registry.drafts()))
    try:
        folder = draft / "model"
        manifest = write_artifact(candidate.model, folder)
        parts, gates = _judged(table, candidate, (scorer, champion), folder)
        card = card_of(manifest, candidate, table, parts, gates)
        _write_reports(folder, card, changes_text(card["name"], scorer.name, parts))
        if has_pictures():
            progress("drawing")
            draw_report(folder / "report", parts, card)
        refused = not card["accepted"]
        return Outcome(_added(registry, folder, refused), scorer.name, card, gates)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _judged(
    table: "DataFrame",
    candidate: Candidate,
    champion: tuple[Scorer, Path],
    folder: Path,
) -> tuple[list[Part], list[Gate]]:
    golden = golden_rows()
    scorer = Scorer.load(folder)
    parts = [golden_part(golden, champion[0], scorer)]
    if part := feedback_part(table, champion[0], candidate):
        parts.append(part)
    costs = costs_of(champion, (scorer, folder), comments_of(golden))
    return parts, all_gates(parts, costs)


def _write_reports(folder: Path, card: dict[str, Any], changes: str) -> None:
    gates = {"accepted": card["accepted"], "gates": card["gates"]}
    for name, content in (("card.json", card), ("gates.json", gates)):
        text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card_text(card), encoding="utf-8")
    (folder / "changes.md").write_text(changes, encoding="utf-8")


def _added(registry: Registry, folder: Path, refused: bool) -> Version:
    try:
        return registry.add(folder, refused=refused)
    except AlreadyExists as error:
        raise AlreadyExists(f"nothing new to learn: {error}") from error

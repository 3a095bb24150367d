"""A registry of small versions, for tests: each has other weights and another day."""

from dataclasses import replace
from pathlib import Path

from moderation.classify.scorer import Scorer
from moderation.registry import Registry, Version
from tests import tiny
from training.publish import write_artifact


def draft(folder: Path, day: int) -> Path:
    """Write an artifact of the `day` of December; its name begins with it."""
    model = tiny.random_model(seed=day)
    made = f"2026-12-{day:02}T12:00:00+00:00"
    write_artifact(
        replace(model, manifest=model.manifest | {"created_at": made}), folder
    )
    return folder


def make_registry(folder: Path, *, is_pinned: bool = False) -> Registry:
    """Return a registry whose shipped model is older than all versions."""
    shipped = folder / "shipped"
    if not shipped.exists():
        tiny.write_random(shipped)
    return Registry(folder / "models", shipped, check=Scorer.load, is_pinned=is_pinned)


def add(registry: Registry, day: int, *, refused: bool = False) -> Version:
    """Add the version of a day."""
    made = draft(registry.drafts() / f"candidate-{day}", day)
    return registry.add(made, refused=refused)

"""Numbers as tables for people."""

from collections.abc import Iterator
from typing import Any

__all__ = ["auc_text", "evaluation_text", "families_text", "obfuscations_text"]
__all__ += ["recall_text", "training_text"]


def training_text(manifest: dict[str, Any]) -> str:
    """Say what was made of what."""
    lines = [f"model {manifest['name']}", "", "sources"]
    for row in manifest["sources"]:
        counts = ", ".join(f"{n:,} {label}" for label, n in row["rows"].items())
        lines.append(f"  {row['source']:24} {counts}  ({row['licence']})")
    lines += ["", "held-out folds", *_heads(manifest["metrics"]["heads"])]
    pairs = manifest["thresholds"].items()
    lines += [
        "",
        "thresholds  " + "  ".join(f"{name} {value}" for name, value in pairs),
    ]
    return "\n".join(lines)


def evaluation_text(found: dict[str, Any]) -> str:
    """Say how good a model is, in all and by slice."""
    lines = [f"model {found['model']}, {found['n_rows']:,} rows", ""]
    lines += _heads(found["heads"])
    lines += ["", "at the model's thresholds", *_rates(found["at_thresholds"])]
    lines += ["", "confusion (rows: labelled, columns: answered)"]
    lines += _confusion(found["confusion"])
    for name in ("by_source", "by_lang"):
        for value, heads in found[name].items():
            lines += ["", f"{name.removeprefix('by_')} {value}", *_heads(heads)]
    if found["by_family"]:
        lines += ["", "families, most errors first", *families_text(found["by_family"])]
    if "obfuscations" in found:
        lines += ["", "disguised", *obfuscations_text(found["obfuscations"])]
    return "\n".join(lines)


def obfuscations_text(found: dict[str, Any]) -> Iterator[str]:
    """Yield one line a disguise: all rows, and those alone that it changed."""
    yield (
        f"  {'':14}{'changed':>15}  {'caught or held of clean':>24}{'changed':>9}"
        f"  {'ham blocked, points more':>25}{'changed':>9}"
    )
    for kind, parts in found.items():
        every, changed = parts["all"], parts["changed"]
        n_changed = changed["n_spam"] + changed["n_ham"]
        acted = f"{every['acted_disguised']:,} of {every['acted_clean']:,}"
        blocked = f"{every['blocked_disguised']:,} not {every['blocked_clean']:,}"
        yield (
            f"  {kind:14}{n_changed:>7,} /{every['n_spam'] + every['n_ham']:>6,}  "
            f"{acted:>16}{_share(every):>8}{_share(changed):>9}  "
            f"{blocked:>17}{_points(every):>8}{_points(changed):>9}"
        )


def _heads(heads: dict[str, Any]) -> Iterator[str]:
    for head, row in heads.items():
        if "auc" not in row:
            yield f"  {head:8} n={row['n_positive']:,} (no ham to compare with)"
            continue
        one, tenth = row["recall_at_1pct"], row["recall_at_0.1pct"]
        yield (
            f"  {head:8} AUC {auc_text(row)}  PR-AUC {row['pr_auc']:.4f}  "
            f"recall at 1% {recall_text(one)}  at 0.1% {recall_text(tenth)}  "
            f"calibration error {row['calibration']['expected_error']:.3f}  "
            f"n={row['n_positive']:,}+{row['n_ham']:,}"
        )


def auc_text(row: dict[str, float]) -> str:
    """Say an AUC and its interval."""
    return f"{row['auc']:.4f} [{row['auc_low']:.4f}, {row['auc_high']:.4f}]"


def recall_text(row: dict[str, float]) -> str:
    """Write a recall with its interval."""
    return f"{row['recall']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def _rates(rates: dict[str, Any]) -> Iterator[str]:
    for name, row in rates.items():
        if row["n"]:
            yield (
                f"  {name.replace('_', ' '):24} {row['rate']:7.2%}  "
                f"[{row['low']:.2%}, {row['high']:.2%}]  of {row['n']:,}"
            )


def families_text(families: dict[str, Any], most: int | None = None) -> Iterator[str]:
    """Say what was done to each family, of `most` families at most."""
    for name, row in [*families.items()][:most]:
        what = "held or blocked" if name.startswith("ham/") else "caught or held"
        yield (
            f"  {name:36} {what:15} {row['rate']:7.1%}  "
            f"[{row['low']:.1%}, {row['high']:.1%}]  of {row['n']:,}"
        )


def _confusion(rows: dict[str, dict[str, int]]) -> Iterator[str]:
    columns = list(next(iter(rows.values()), {}))
    yield "  " + " " * 8 + "".join(f"{column:>9}" for column in columns)
    for row, counts in rows.items():
        yield f"  {row:8}" + "".join(f"{counts[column]:9,}" for column in columns)


def _share(row: dict[str, Any]) -> str:
    return "-" if row["share"] is None else f"{row['share']:.1%}"


def _points(row: dict[str, Any]) -> str:
    return "-" if row["points"] is None else f"{row['points']:+.2f}"

"""Errors by family of the corpus."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judged import rate

__all__ = ["by_family"]


def by_family(
    families: NDArray[np.str_], labels: NDArray[np.str_], acted: NDArray[np.bool_]
) -> dict[str, Any]:
    """Return the share held or blocked of each family, most errors first.

    An error is a ham row that is not approved, and any other row that is. Rows of no
    family ("") are left out.

    Parameters
    ----------
    families, labels, acted : array, shape (n_rows,)
        ``label/family`` of each row, its label, and whether it was held or blocked.
    """
    found = {}
    for family, label in sorted(set(zip(families, labels, strict=True))):
        if family:
            inside = (families == family) & (labels == label)
            named = f"{label}/{family.removeprefix(f'{label}/')}"
            found[named] = rate(acted[inside])

    def errors(named: str) -> float:
        share = float(found[named]["rate"])
        return share if named.startswith("ham/") else 1 - share

    return {named: found[named] for named in sorted(found, key=errors, reverse=True)}

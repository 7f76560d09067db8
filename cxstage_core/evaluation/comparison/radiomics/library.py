"""The only module that knows mirp, and works in a process of its own.

mirp writes to standard output through the root logger, which would spoil the output of `--json`, and loads pandas.
"""

from __future__ import annotations

import logging
import math
import warnings
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.comparison.radiomics.feature_set import FeatureSet, kept

_PREFIXES = ("morph_", "stat_", "cm_", "rlm_", "szm_", "ngt_")


def installed() -> str:
    """Return the version of mirp, "" where it is not installed."""
    try:
        return version("mirp")
    except PackageNotFoundError:
        return ""


def start_worker() -> None:
    """Silence mirp's log in a process that works for us."""
    logging.disable(logging.CRITICAL)


def measure(
    image: npt.NDArray[np.float64], outline: npt.NDArray[np.uint8], settings: FeatureSet
) -> dict[str, float | None]:
    """Measure the features of one region.

    Args:
        image, outline: (slice, row, column) on voxels of 1 mm; see `region_of`.

    Returns:
        Features by mirp's names, which are IBSI's; None where one is not defined.

    Raises:
        Exception: whatever mirp raises for a region that it cannot measure.
    """
    import mirp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of constant grey values; such a feature is None
        tables: Any = mirp.extract_features(
            image=image,
            mask=outline,
            image_modality="mr",
            base_feature_families=list(settings.families),
            base_discretisation_method="fixed_bin_number",
            base_discretisation_n_bins=settings.bins,
        )
    row = tables[0].iloc[0]
    found = {
        str(name): float(row[name]) for name in tables[0].columns if str(name).startswith(_PREFIXES)
    }
    return {name: value if math.isfinite(value) else None for name, value in kept(found).items()}

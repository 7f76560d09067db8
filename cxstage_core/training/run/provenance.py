"""Origin of a result: versions, settings and digests, as plain values without any path."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cxstage_core import __version__
from cxstage_core.models import Weights
from cxstage_core.training.settings.recipe import Recipe

_LIBRARIES = ("torch", "torchvision", "timm", "numpy", "SimpleITK")


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that compute the numbers."""
    found = {"cxstage": __version__}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def now() -> str:
    """Return the time: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def published(recipe: Recipe) -> dict[str, Any]:
    """Return the recipe as it is stored: a local weights file is not named, for its path is private."""
    return {**recipe.to_dict(), "weights": Weights.parse(recipe.weights).kind}

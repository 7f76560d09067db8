"""The seven network families of the comparison, and those that an installed package of weights adds.

One entry adds a family everywhere. Knows names, sources and input sizes only. A network library is imported
for a name that is none of these, and then to look it up among all that timm has.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cxstage_core.errors import ModelError
from cxstage_core.models.family import Family
from cxstage_core.models.packages import packaged_file
from cxstage_core.models.timm_family import timm_family

_PAPER = (
    Family("densenet121", "DenseNet", "timm", "features.conv0", "classifier"),
    Family("fbnetc_100", "FBNet", "timm", "conv_stem", "classifier"),
    Family("hrnet_w32", "HRNet", "timm", "conv1", "classifier", multiple=32),
    Family("regnety_032", "RegNet", "timm", "stem.conv", "head.fc"),
    Family("resnet50", "ResNet-50", "timm", "conv1", "fc"),
    Family("shufflenet_v2_x1_0", "ShuffleNet", "torchvision", "conv1.0", "fc"),
    Family("vit_base_patch16_224", "ViT", "timm", "patch_embed.proj", "head", multiple=16, sized=True),
)

_PACKAGED = (Family("tf_efficientnet_lite0", "EfficientNet-Lite0", "timm", "conv_stem", "classifier"),)
"""Families whose weights a Python package holds; they are offered where it is installed."""

PAPER = tuple(family.key for family in _PAPER)
"""Keys of the seven families that Dai et al. 2025 compared: what a comparison trains if nothing else is asked for."""

_registered = {
    family.key: family
    for family in (*_PAPER, *(one for one in _PACKAGED if packaged_file(one.key) is not None))
}
FAMILIES: Mapping[str, Family] = MappingProxyType(_registered)
"""The families by key, in the order in which they are listed."""


RECOMMENDED = "hrnet_w32"
"""The family that predicts where no other was chosen: the best of the paper's comparison."""


def register_family(family: Family) -> None:
    """Add a family to `FAMILIES`, and so to every list, in this process only.

    Raises:
        ModelError: its key or title is taken.
    """
    for known in FAMILIES.values():
        if {_plain(known.key), _plain(known.title)} & {_plain(family.key), _plain(family.title)}:
            raise ModelError("There is a network {title} already.", title=known.title)
    _registered[family.key] = family


def unregister_family(key: str) -> None:
    """Take a family that `register_family` added out again."""
    del _registered[key]


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def find_family(name: str) -> Family:
    """Find a family by key or title, or any network of timm by its name.

    For the families listed here case, spaces and hyphens do not matter.

    Raises:
        ModelError: nothing has that name; the message lists the nearest ones.
    """
    wanted = _plain(name)
    for family in (*FAMILIES.values(), *_PACKAGED):
        if wanted in (_plain(family.key), _plain(family.title)):
            return family
    return timm_family(name, tuple(family.title for family in FAMILIES.values()))


def find_families(names: list[str] | tuple[str, ...]) -> tuple[Family, ...]:
    """Find several families, each once, in the order given.

    Raises:
        ModelError: the list is empty, or a name is unknown.
    """
    found = tuple(dict.fromkeys(find_family(name) for name in names))
    if not found:
        raise ModelError("No network was chosen.", remedy="Choose at least one.")
    return found

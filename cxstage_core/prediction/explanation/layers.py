"""Layers from which each network family's maps are read, and where their cells lie in the input.

The centre of a cell is the middle of what it sees: a convolution of odd width with stride 2 and padding on both
sides puts cell i over pixel 2i, so that the cells of five such steps are centred on pixel 32i, not on 32i + 15.5,
where the usual enlargement of a small map would draw them. A border lies halfway between two centres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Centres of the cells of a layer, alike along rows and columns.

    Args:
        first: input pixel (0-based, fractional) of the centre of cell 0.
        stride: input pixels from one centre to the next.
    """

    first: float
    stride: float

    @classmethod
    def even(cls, cells: int, size_px: int) -> Lattice:
        """Divide the input into equal cells, for a network whose steps are not known."""
        stride = size_px / cells
        return cls((stride - 1) / 2, stride)

    def centres(self, cells: int) -> Values:
        """Input pixels of the centres, (cells,)."""
        return self.first + self.stride * np.arange(cells, dtype=np.float64)

    def borders(self, cells: int, size_px: int) -> Values:
        """Input pixels of the borders, (cells + 1,), from one edge of the input to the other."""
        between = self.centres(cells)[:-1] + self.stride / 2
        inner = np.clip(between, -0.5, size_px - 0.5)
        return np.concatenate([[-0.5], inner, [size_px - 0.5]])


@dataclass(frozen=True, slots=True)
class Place:
    """A layer by name, and where its cells lie."""

    layer: str
    lattice: Lattice


@dataclass(frozen=True, slots=True)
class MapLayers:
    """Layers of one family.

    Args:
        features: its output, averaged over the cells, is what the last layer weighs; None where no such layer is.
        heat: layer of the layer map.
        tokens: leading tokens that stand for no place; None for a convolutional network.
    """

    features: Place | None
    heat: Place
    tokens: int | None = None


def _strided(features: str, heat: str, heat_stride: int = 16) -> MapLayers:
    return MapLayers(Place(features, Lattice(0.0, 32.0)), Place(heat, Lattice(0.0, float(heat_stride))))


LAYERS: Mapping[str, MapLayers] = MappingProxyType(
    {
        # its three averaging steps of width 2 shift the centres by half a pixel of theirs each
        "densenet121": MapLayers(
            Place("features", Lattice(14.0, 32.0)),
            Place("features.transition2.norm", Lattice(2.0, 8.0)),
        ),
        "fbnetc_100": _strided("bn2", "blocks.3"),
        # "stage4" gives a list of four resolutions; the first of what is fused from it has the smallest cells
        "hrnet_w32": _strided("final_layer", "incre_modules.0", 4),
        "regnety_032": _strided("s4", "s2", 8),
        "resnet50": _strided("layer4", "layer3"),
        "shufflenet_v2_x1_0": _strided("conv5", "stage3"),
        # the patch tokens are read where the last attention reads them: behind it they do not reach the answer
        "vit_base_patch16_224": MapLayers(None, Place("blocks.11.norm1", Lattice(7.5, 16.0)), tokens=1),
        # pads behind the last pixel only
        "tf_efficientnet_lite0": MapLayers(
            Place("bn2", Lattice(31.0, 32.0)), Place("blocks.5.0.bn1", Lattice(15.0, 16.0))
        ),
    }
)
"""By key of the family. Where a network has other layers than these, see `found_layers`."""

"""The content of an image file before anything is decided: values, places and text fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from cxstage_core.intake.formats.placing import Places


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """The header of an image file.

    Args:
        size: columns, rows, slices.
        layers: values per voxel, 1 for grey images.
        fields: free text fields of the header (NRRD).
    """

    size: tuple[int, int, int]
    places: Places
    layers: int = 1
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An image file.

    Args:
        array: (layer, slice, row, column).
    """

    header: Header
    array: npt.NDArray[Any]

"""The content of an image file before anything is decided: values, places and text fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from cxstage_core.intake.formats.placing import Places

_OF_SEGMENT = re.compile(r"Segment\d+_(ID|Name|LabelValue|Layer)")


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

    @property
    def names_segments(self) -> bool:
        """Whether the text fields name segments, as those of 3D Slicer do."""
        return any(_OF_SEGMENT.fullmatch(key) for key in self.fields)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An image file.

    Args:
        array: (layer, slice, row, column).
    """

    header: Header
    array: npt.NDArray[Any]

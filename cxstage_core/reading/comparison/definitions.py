"""Measures of the agreement of two outlines, and the definitions shown with the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from cxstage_core.text import Text, text


class Region(StrEnum):
    """The part of an outline that is compared."""

    TUMOUR = "tumour"
    INFILTRATION = "infiltration"
    BOTH = "both"


REGIONS: Mapping[Region, Text] = MappingProxyType(
    {
        Region.TUMOUR: text("Tumour"),
        Region.INFILTRATION: text("Possible infiltration"),
        Region.BOTH: text("Both together"),
    }
)


class Measure(StrEnum):
    """A measure of the agreement of two outlines."""

    DICE = "dice"
    HD95 = "hd95_mm"
    ASSD = "assd_mm"
    EDGE = "edge_offset_mm"
    VOLUME = "volume_difference_cm3"
    DIAMETER = "diameter_difference_mm"
    SLICES = "slice_kappa"


MEASURES: Mapping[Measure, Text] = MappingProxyType(
    {
        Measure.DICE: text("Dice"),
        Measure.HD95: text("HD95, mm"),
        Measure.ASSD: text("ASSD, mm"),
        Measure.EDGE: text("Edge offset, mm"),
        Measure.VOLUME: text("Volume difference, cm³"),
        Measure.DIAMETER: text("Diameter difference, mm"),
        Measure.SLICES: text("Slice kappa"),
    }
)

DEFINITIONS: Mapping[Measure, Text] = MappingProxyType(
    {
        Measure.DICE: text(
            "Dice: twice the shared voxels over the sum of both outlines' voxels. Not defined when both "
            "are empty; 0 when one is."
        ),
        Measure.HD95: text(
            "HD95: 95th percentile (linear interpolation) of the distances from every surface voxel of one "
            "outline to the nearest of the other, in mm between voxel centres; the greater of both "
            "directions. A surface voxel has a neighbour outside the outline across one of its six faces; "
            "beyond the image is outside. Not defined when an outline is empty."
        ),
        Measure.ASSD: text(
            "ASSD: mean of the same distances over all surface voxels of both outlines, in mm. Not defined "
            "when an outline is empty."
        ),
        Measure.EDGE: text(
            "Edge offset: mean distance, in mm, between the edges of both outlines in the slices that both "
            "mark, over the edge pixels of both; positive where the second runs outside the first. Not "
            "defined when no slice is marked by both."
        ),
        Measure.VOLUME: text("Volume difference: second minus first, voxels times their size, in cm³."),
        Measure.DIAMETER: text(
            "Diameter difference: second minus first of the longest straight line in 3D, in mm; in the "
            "slice between outer corners of voxels, across slices between their middles. Not defined when "
            "an outline is empty."
        ),
        Measure.SLICES: text(
            "Slice kappa: Cohen's kappa over the slices of the series, marked or not, by each reading. Not "
            "defined when both mark all slices, or none."
        ),
    }
)

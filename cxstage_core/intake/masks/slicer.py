"""Segmentations of 3D Slicer (.seg.nrrd): segments by name, label value and layer.

Source of the field names: the developer's page of Slicer's module "Segmentations".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.intake.labels.names import meaning
from cxstage_core.intake.masks.segments import Segment

_FIELD = re.compile(r"Segment(\d+)_(ID|Name|LabelValue|Layer)")


def segments_of(
    values: npt.NDArray[np.int64], fields: Mapping[str, str], file: Path
) -> tuple[Segment, ...]:
    """Return the segments that the text fields name.

    Args:
        values: label values (layer, slice, row, column).

    Raises:
        IntakeError: the fields contradict each other or the values.
    """
    written: dict[int, dict[str, str]] = {}
    for key, content in fields.items():
        if found := _FIELD.fullmatch(key):
            written.setdefault(int(found[1]), {})[found[2]] = content.strip()
    segments: list[Segment] = []
    used: set[tuple[int, int]] = set()
    for number, one in sorted(written.items()):
        name = one.get("Name") or one.get("ID") or f"Segment{number}"
        # Older versions of Slicer wrote one layer for each segment, with the value 1 and neither field.
        several = len(values) > 1
        layer = _whole(one.get("Layer"), number if several and "Layer" not in one else 0)
        value = _whole(one.get("LabelValue"), 1 if several else number + 1)
        if layer is None or value is None or not 0 <= layer < len(values) or value == 0:
            raise _contradiction(file, name)
        if (layer, value) in used:
            raise _contradiction(file, name)
        used.add((layer, value))
        segments.append(Segment(name, value, meaning(name), values[layer] == value))
    for layer, array in enumerate(values):
        rest = [v for v in np.unique(array).tolist() if v != 0 and (layer, v) not in used]
        for left in rest:
            unnamed = f"{left}" if len(values) == 1 else f"{left} (layer {layer})"
            segments.append(Segment(unnamed, left, None, array == left))
    names = [" ".join(str(s.key).split()).casefold() for s in segments]
    if len(set(names)) < len(names):
        segments = [
            s if names.count(n) == 1 else Segment(f"{s.key} ({k})", s.number, s.meant, s.inside)
            for k, (s, n) in enumerate(zip(segments, names, strict=True), start=1)
        ]
    return tuple(segments)


def _whole(written: str | None, default: int) -> int | None:
    if written is None:
        return default
    return int(written) if re.fullmatch(r"\d{1,9}", written) else None


def _contradiction(file: Path, name: str) -> IntakeError:
    return IntakeError(
        "The header of {file} contradicts itself about its segments: “{segments}” has no voxels of its own.",
        remedy="Save the segmentation again in 3D Slicer.",
        file=file,
        segments=name,
    )

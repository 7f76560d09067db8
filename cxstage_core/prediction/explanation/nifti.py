"""A map as a NIfTI file in the patient's own space."""

from __future__ import annotations

import gzip
import os
import struct
import uuid
from pathlib import Path

import numpy as np

from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Volume
from cxstage_core.imaging.resample import grid_of_sitk, to_sitk

_SAME_PLACE_MM = 1e-3
_OFFSET_AT = 108
"""Byte of the header that holds where the voxels begin (float32)."""


def write_heatmap(heat: Volume, file: Path) -> None:
    """Write what `HeatMap.on_t2` gave, on the grid of the T2 series.

    Voxels that the network did not see hold NaN, which is not the same as no evidence (0). Programs that are built on
    ITK show 0 in their place.

    The file is read back, voxels and place, before it takes its name.

    Args:
        file: ends with .nii.gz or .nii.

    Raises:
        PredictionError: another suffix, or the file cannot be written.
    """
    import SimpleITK as sitk

    suffix = next((end for end in (".nii.gz", ".nii") if file.name.lower().endswith(end)), None)
    if suffix is None:
        raise PredictionError(
            "A map cannot be written as {file}.",
            remedy="Choose a name that ends in .nii.gz or .nii.",
            file=file,
        )
    temporary = file.with_name(f".{uuid.uuid4().hex}{suffix}")
    array = np.ascontiguousarray(heat.array, dtype="<f4")
    try:
        sitk.WriteImage(to_sitk(Volume(array, heat.grid)), str(temporary), True)
        placed = grid_of_sitk(sitk.ReadImage(str(temporary))).close_to(heat.grid, _SAME_PLACE_MM)
        if not placed or _voxels(temporary) != array.tobytes():
            raise _unwritten(file)
        os.replace(temporary, file)
    except (RuntimeError, OSError) as error:
        raise _unwritten(file) from error
    finally:
        temporary.unlink(missing_ok=True)


def _voxels(file: Path) -> bytes:
    content = file.read_bytes()
    if file.name.endswith(".gz"):
        content = gzip.decompress(content)
    (begin,) = struct.unpack_from("<f", content, _OFFSET_AT)
    return content[int(begin) :]


def _unwritten(file: Path) -> PredictionError:
    return PredictionError(
        "The map cannot be written as {file}.",
        remedy="Check that the folder exists, may be written, and has room.",
        file=file,
    )

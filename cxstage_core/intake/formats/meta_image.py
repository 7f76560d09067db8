"""The place of a MetaImage file (MHA, MHD) by its header.

Source of the field names: MetaIO documentation of ITK.
"""

from __future__ import annotations

from pathlib import Path

from cxstage_core.imaging.grid import FloatArray
from cxstage_core.intake.formats.placing import Places, place

_MOST_HEADER = 1 << 16
_ORIENTATION = {"transformmatrix", "rotation", "orientation"}


def places_of(file: Path, affine: FloatArray, size: tuple[int, int, int]) -> Places:
    """Return the place of a file; it is assumed to be plain axial where the header has no matrix.

    Args:
        affine: 4x4, column, row, slice index to LPS mm, as the library read it.

    Raises:
        IntakeError: the axes are truly not at right angles, or the voxels impossible.
    """
    return Places((place(affine, size, file),), oriented=_names_orientation(file))


def _names_orientation(file: Path) -> bool:
    with file.open("rb") as stream:
        head = stream.read(_MOST_HEADER)
    for line in head.split(b"\n"):
        name, mark, _ = line.partition(b"=")
        found = name.strip().lower().decode("ascii", "replace")
        if mark and found in _ORIENTATION:
            return True
        if mark and found == "elementdatafile":
            return False
    return False

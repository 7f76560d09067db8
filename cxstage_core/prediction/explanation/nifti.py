"""A map as an image file in the patient's own space."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.imaging import Volume
from cxstage_core.intake.image_files import write_volume


def write_heatmap(heat: Volume, file: Path) -> None:
    """Write what `HeatMap.on_t2` gave, on the grid of the T2 series; it is read back before it takes its name.

    Voxels that the network did not see hold NaN, which is not the same as no evidence (0).

    Args:
        file: ends with .nii.gz, .nii, .mha or .nrrd.

    Raises:
        IntakeError: the suffix is unknown, or the file cannot be written.
    """
    write_volume(heat, file)

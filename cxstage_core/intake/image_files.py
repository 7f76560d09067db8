"""NIfTI, MHA/MHD and NRRD files: volumes and masks in and out, through SimpleITK.

Files are read in the process that decodes; only a file that was just written is read back here.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.imaging.resample import grid_of_sitk, to_sitk, volume_of_sitk
from cxstage_core.intake.decoding.budget import allow_pixels
from cxstage_core.intake.decoding.client import damaged, decoder
from cxstage_core.intake.decoding.limits import LARGEST_FILE, MOST_VOXELS
from cxstage_core.intake.decoding.numbers import usable_place, usable_spacing
from cxstage_core.intake.file_checks import check_file

SUFFIXES = (".nii", ".nii.gz", ".mha", ".mhd", ".nrrd", ".nhdr")
WRITABLE = (".nii", ".nii.gz", ".mha", ".nrrd")
SAME_PLACE_MM = 1e-2
"""Corners nearer than this are at the same place: formats round directions and positions."""


def image_suffix(file: Path) -> str:
    """The suffix by which the file is read (".nii.gz", ".mha", …), "" for other files."""
    name = file.name.lower()
    return next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(s)), "")


def read_volume(file: Path) -> Volume:
    """Read a three-dimensional grey image.

    Raises:
        IntakeError: the file is missing, damaged, in colour, or not three-dimensional.
    """
    found: Volume = _asked("image", file)
    return found


def volume_of_file(file: Path) -> Volume:
    """Answer `read_volume`, in the process that decodes."""
    with _opened(file) as reader:
        allow_pixels(8 * math.prod(int(n) for n in reader.GetSize()))
        picture = reader.Execute()
    if picture.GetDimension() == 4:
        picture = picture[:, :, :, 0]
    return volume_of_sitk(picture)


def _asked(operation: str, file: Path) -> Any:
    """Have the file read; what cannot be opened or named is refused here."""
    if not file.is_file():
        raise IntakeError("File not found: {file}.", file=file)
    try:
        return decoder().ask(operation, file, work_bytes=file.stat().st_size + LARGEST_FILE // 8)
    except OSError as error:
        raise damaged(file) from error


def read_grid(file: Path) -> Grid:
    """The grid of an image file, without its pixels.

    Raises:
        IntakeError: as `read_volume`; damage to the pixels shows only there.
    """
    found: Grid = _asked("grid", file)
    return found


def grid_of_file(file: Path) -> Grid:
    """Answer `read_grid`, in the process that decodes."""
    import SimpleITK as sitk

    with _opened(file) as reader:
        columns = np.asarray(reader.GetDirection(), dtype=float)
        dimension = int(reader.GetDimension())
        probe = sitk.Image([1, 1, 1], sitk.sitkUInt8)
        probe.SetSpacing(reader.GetSpacing()[:3])
        probe.SetOrigin(reader.GetOrigin()[:3])
        probe.SetDirection(columns.reshape(dimension, dimension)[:3, :3].ravel().tolist())
        x, y, z = (int(n) for n in reader.GetSize()[:3])
        return replace(grid_of_sitk(probe), size=(z, y, x))


def is_outline(volume: Volume) -> bool:
    """Return True if an image holds only label numbers, so that it is an outline."""
    array = volume.array
    if array.min() < 0 or array.max() > max(Label):
        return False
    return bool(np.array_equal(array, np.round(array)))


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """A SimpleITK reader that knows the file's header; what fails inside is an `IntakeError`."""
    import SimpleITK as sitk

    if not image_suffix(file):
        raise IntakeError(
            "{file} is not a NIfTI, MHA, MHD or NRRD file.",
            remedy="Convert it to .nii.gz first.",
            file=file,
        )
    reader = sitk.ImageFileReader()
    try:
        check_file(file, image_suffix(file))
        with _alone(file) as readable:
            reader.SetFileName(str(readable))
            reader.ReadImageInformation()
            _check(reader, file)
            yield reader
    except (RuntimeError, OSError) as error:
        raise damaged(file) from error


def read_mask(file: Path) -> Mask:
    """Read an outline: whole numbers 0, 1 (tumour) and 2 (possible infiltration).

    Raises:
        IntakeError: as `read_volume`, or other labels.
    """
    volume = read_volume(file)
    known = {int(label) for label in Label}
    values = np.unique(volume.array)
    if not set(values.tolist()) <= known:
        strange = sorted(set(values.tolist()) - known)[:3]
        raise IntakeError(
            "The outline {file} holds the values {strange}; only 0, 1 (tumour) and 2 (possible "
            "infiltration) are allowed.",
            remedy="Give the labels these numbers and export the outline again.",
            file=file,
            strange=", ".join(f"{v:g}" for v in strange),
        )
    return Mask(np.ascontiguousarray(volume.array.astype(np.uint8)), volume.grid)


def write_mask(mask: Mask, file: Path) -> None:
    """Write an outline, read it back and compare it in world space before it takes its name.

    Raises:
        IntakeError: the suffix is unknown, the file cannot be written, or it reads back differently.
    """
    back = _write(mask, file)
    if not mask.grid.close_to(back.grid, SAME_PLACE_MM) or not np.array_equal(back.array, mask.array):
        raise _differs(file)


def write_volume(volume: Volume, file: Path) -> None:
    """Write an image with the same care as `write_mask`.

    Raises:
        IntakeError: as `write_mask`.
    """
    back = _write(volume, file)
    if not volume.grid.close_to(back.grid, SAME_PLACE_MM) or not np.array_equal(
        back.array, volume.array
    ):
        raise _differs(file)


@contextmanager
def _alone(file: Path) -> Iterator[Path]:
    """The file under a name that the NIfTI library cannot mistake for another.

    Asked for x.nii.gz, the library reads the pixels of x.nii (or x.img) from the same folder, if there is one.
    """
    stem = file.name[: -len(image_suffix(file))]
    siblings = [
        file.with_name(stem + other) for other in (".nii", ".img", ".hdr", ".img.gz", ".nii.gz")
    ]
    if not file.name.lower().endswith((".nii", ".nii.gz")) or not any(
        s != file and s.exists() for s in siblings
    ):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copyfile(file, Path(folder) / f"image{image_suffix(file)}"))


def _write(image: Volume | Mask, file: Path) -> Volume:
    """Write next to the target, read back, and move into place only if it is equal."""
    import SimpleITK as sitk

    suffix = image_suffix(file)
    if suffix not in WRITABLE:
        raise IntakeError(
            "An outline cannot be written as {file}.",
            remedy="Choose a name that ends in .nii.gz, .nii, .mha or .nrrd.",
            file=file,
        )
    temporary = file.with_name(f".{uuid.uuid4().hex}{suffix}")
    try:
        sitk.WriteImage(to_sitk(image), str(temporary), True)
        back = volume_of_file(temporary)
        if image.grid.close_to(back.grid, SAME_PLACE_MM) and np.array_equal(back.array, image.array):
            os.replace(temporary, file)
        return back
    except (RuntimeError, OSError) as error:
        raise IntakeError(
            "The file {file} cannot be written.",
            remedy="Check that the folder exists, may be written, and has room.",
            file=file,
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _check(reader: Any, file: Path) -> None:
    import SimpleITK as sitk

    size = reader.GetSize()
    flat = reader.GetDimension() == 3 or (reader.GetDimension() == 4 and size[3] == 1)
    if not flat:
        raise IntakeError("The image {file} is not three-dimensional.", file=file)
    if reader.GetNumberOfComponents() != 1:
        raise IntakeError("The image {file} is in colour; a grey image is needed.", file=file)
    if math.prod(int(n) for n in size) > MOST_VOXELS:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    if reader.GetPixelID() in (sitk.sitkComplexFloat32, sitk.sitkComplexFloat64):
        raise IntakeError(
            "The image {file} holds complex numbers; a grey image is needed.",
            remedy="Convert it to its magnitude.",
            file=file,
        )
    if not usable_spacing(reader.GetSpacing()[:3]) or not usable_place(reader.GetOrigin()[:3]):
        raise IntakeError(
            "The voxel size or position in the header of {file} is impossible.",
            remedy="Convert it again from its original.",
            file=file,
        )


def _differs(file: Path) -> IntakeError:
    return IntakeError(
        "The file {file} read back differently from what was written, so it was not kept.",
        remedy="Choose another place or another format.",
        file=file,
    )

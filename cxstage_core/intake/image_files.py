"""NIfTI, MHA/MHD and NRRD files: volumes and masks in and out.

Files are read in the process that decodes; only a file that was just written is read back here.
"""

from __future__ import annotations

import math
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.imaging.resample import to_sitk
from cxstage_core.intake.decoding.budget import allow_pixels
from cxstage_core.intake.decoding.client import damaged, decoder
from cxstage_core.intake.decoding.limits import LARGEST_FILE, MOST_VOXELS
from cxstage_core.intake.decoding.numbers import usable_place, usable_spacing
from cxstage_core.intake.file_checks import check_file
from cxstage_core.intake.formats import nifti, nrrd
from cxstage_core.intake.formats.meta_image import places_of
from cxstage_core.intake.formats.picture import Header, Picture
from cxstage_core.intake.formats.placing import SAME_PLACE_MM
from cxstage_core.intake.labels.numbers import NEARLY, check_known, whole_numbers
from cxstage_core.text import Text

SUFFIXES = (".nii", ".nii.gz", ".mha", ".mhd", ".nrrd", ".nhdr")
_NIFTI, _META, _NRRD = (".nii", ".nii.gz"), (".mha", ".mhd"), (".nrrd", ".nhdr")
WRITABLE = (".nii", ".nii.gz", ".mha", ".nrrd")


def image_suffix(file: Path) -> str:
    """The suffix by which the file is read (".nii.gz", ".mha", …), "" for other files."""
    name = file.name.lower()
    return next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(s)), "")


def read_volume(file: Path) -> Volume:
    """Read a three-dimensional grey image at its usual place.

    Raises:
        IntakeError: the file is missing, damaged, in colour, or not three-dimensional.
    """
    return volume_of(read_picture(file), file)


def volume_of(picture: Picture, file: Path) -> Volume:
    """Return a grey image at its usual place.

    Raises:
        IntakeError: there are several values in each voxel, or the file names segments.
    """
    _check_grey(picture.header, file)
    return Volume(picture.array[0], picture.header.places.usual)


def read_grid(file: Path) -> tuple[Grid, tuple[Text, ...]]:
    """The usual place of an image file, with notes about its header, without its pixels.

    Raises:
        IntakeError: as `read_volume`; damage to the pixels shows only there.
    """
    header = read_header(file)
    _check_grey(header, file)
    return header.places.usual, header.places.notes


def read_header(file: Path) -> Header:
    """Read the header of an image file, by the format of its content.

    Raises:
        IntakeError: the file is missing, damaged, in colour, or not three-dimensional.
    """
    found: Header = asked("header", file)
    return found


def asked(operation: str, file: Path, *arguments: Any) -> Any:
    """Have a file read in the process that decodes.

    Raises:
        IntakeError: it is refused, cannot be opened, or exceeds a limit.
    """
    if not file.is_file():
        raise IntakeError("File not found: {file}.", file=file)
    try:
        work = file.stat().st_size + LARGEST_FILE // 8
        return decoder().ask(operation, file, *arguments, work_bytes=work)
    except OSError as error:
        raise damaged(file) from error


def header_of_file(file: Path) -> Header:
    """Answer `read_header`, in the process that decodes."""
    with _checked(file) as suffix:
        if suffix in _NIFTI:
            return nifti.read_header(file)
        if suffix in _NRRD:
            return nrrd.read_header(file)
        with _opened(file) as reader:
            return _header_of(reader, file)


def read_picture(file: Path) -> Picture:
    """Read an image file with all its layers, by the format of its content.

    Raises:
        IntakeError: as `read_header`, or pixels are missing.
    """
    found: Picture = asked("picture", file)
    return found


def picture_of_file(file: Path) -> Picture:
    """Answer `read_picture`, in the process that decodes."""
    import SimpleITK as sitk

    with _checked(file) as suffix:
        if suffix in _NIFTI:
            _allow(nifti.read_header(file))
            return nifti.read_picture(file)
        if suffix in _NRRD:
            _allow(nrrd.read_header(file))
            return nrrd.read_picture(file)
        with _opened(file) as reader:
            allow_pixels(8 * math.prod(int(n) for n in reader.GetSize()))
            array = sitk.GetArrayFromImage(reader.Execute())
            return Picture(_header_of(reader, file), array.reshape(1, *array.shape[-3:]))


def _allow(header: Header) -> None:
    allow_pixels(8 * header.layers * math.prod(header.size))


def is_outline(volume: Volume) -> bool:
    """Return True if an image holds only label numbers, so that it is an outline."""
    array = volume.array
    if not np.all(np.isfinite(array)):
        return False
    if array.min() < -NEARLY or array.max() > max(Label) + NEARLY:
        return False
    whole = np.round(array)
    if np.array_equal(array, whole):
        return True
    # An image of tiny numbers, such as diffusion in mm²/s, is not an empty outline.
    return bool(whole.any() and np.max(np.abs(array - whole)) <= NEARLY)


@contextmanager
def _checked(file: Path) -> Iterator[str]:
    """The suffix of the format of a file's content; what fails inside is an `IntakeError`."""
    if not file.is_file():
        raise IntakeError("File not found: {file}.", file=file)
    try:
        suffix = _format_of(file)
        if not suffix:
            raise IntakeError(
                "{file} is not a NIfTI, MHA, MHD or NRRD file.",
                remedy="Convert it to .nii.gz first.",
                file=file,
            )
        check_file(file, suffix)
        yield suffix
    except (RuntimeError, OSError) as error:
        raise damaged(file) from error


def _format_of(file: Path) -> str:
    """The suffix that the content of a file should have; its own suffix if the content is not recognised."""
    named = image_suffix(file)
    with file.open("rb") as stream:
        head = stream.read(512)
    if nrrd.is_nrrd(head):
        return named if named in _NRRD else ".nrrd"
    if nifti.is_nifti(head):
        return ".nii"
    if head[:2] == b"\x1f\x8b" and (named in _NIFTI or not named):
        return ".nii.gz"
    if re.match(rb"\s*(ObjectType|NDims|Comment)\s*=", head):
        return named if named in _META else ".mha"
    return named


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """A SimpleITK reader of a MetaImage file that knows the header."""
    import SimpleITK as sitk

    try:
        str(file).encode()
    except UnicodeEncodeError as error:  # SimpleITK ends the process at such a name
        raise IntakeError(
            "The name of {file} contains bytes that are no text.",
            remedy="Rename the file, or the folder that it lies in.",
            file=file,
        ) from error
    reader = sitk.ImageFileReader()
    reader.SetImageIO("MetaImageIO")
    reader.SetFileName(str(file))
    reader.ReadImageInformation()
    _check(reader, file)
    yield reader


def _header_of(reader: Any, file: Path) -> Header:
    dimension = int(reader.GetDimension())
    affine = np.eye(4)
    axes = np.asarray(reader.GetDirection(), dtype=float).reshape(dimension, dimension)[:3, :3]
    affine[:3, :3] = axes * np.asarray(reader.GetSpacing()[:3], dtype=float)
    affine[:3, 3] = reader.GetOrigin()[:3]
    x, y, z = (int(n) for n in reader.GetSize()[:3])
    return Header((x, y, z), places_of(file, affine, (x, y, z)))


def read_mask(file: Path) -> Mask:
    """Read an outline: whole numbers 0, 1 (tumour) and 2 (possible infiltration).

    Raises:
        IntakeError: as `read_volume`, or other labels.
    """
    volume = read_volume(file)
    values, _ = whole_numbers(volume.array, file)
    check_known(values, file)
    return Mask(np.ascontiguousarray(values.astype(np.uint8)), volume.grid)


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
        back.array, volume.array, equal_nan=True
    ):
        raise _differs(file)


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
        back = volume_of(picture_of_file(temporary), temporary)
        same = np.array_equal(back.array, image.array, equal_nan=True)
        if image.grid.close_to(back.grid, SAME_PLACE_MM) and same:
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


def _check_grey(header: Header, file: Path) -> None:
    if header.names_segments:
        raise IntakeError(
            "The file {file} is a segmentation with named segments, not an image.",
            remedy="Import it as the outline of a reader.",
            file=file,
        )
    if header.layers != 1:
        raise _coloured(file)


def _check(reader: Any, file: Path) -> None:
    import SimpleITK as sitk

    size = reader.GetSize()
    flat = reader.GetDimension() == 3 or (reader.GetDimension() == 4 and size[3] == 1)
    if not flat:
        raise IntakeError("The image {file} is not three-dimensional.", file=file)
    if reader.GetNumberOfComponents() != 1:
        raise _coloured(file)
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


def _coloured(file: Path) -> IntakeError:
    return IntakeError("The image {file} is in colour; a grey image is needed.", file=file)


def _differs(file: Path) -> IntakeError:
    return IntakeError(
        "The file {file} read back differently from what was written, so it was not kept.",
        remedy="Choose another place or another format.",
        file=file,
    )

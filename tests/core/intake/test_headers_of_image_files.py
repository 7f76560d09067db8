"""Headers of image files are checked before a library believes them; good neighbours are still read."""

from __future__ import annotations

import bz2
import gzip
import os
import random
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake import read_volume, scan, write_volume
from cxstage_core.intake.file_checks import check_file
from cxstage_core.intake.image_files import image_suffix
from tests.core.intake.outline_files import affine_of, write_nifti

GRID = Grid.axial((4, 6, 5), (3.0, 0.7, 0.6))
ARRAY = np.random.default_rng(2).integers(3, 900, GRID.size).astype("<u2")
PIXELS = ARRAY.tobytes()

MHA = {
    "ObjectType": "Image",
    "NDims": "3",
    "BinaryData": "True",
    "BinaryDataByteOrderMSB": "False",
    "CompressedData": "False",
    "TransformMatrix": "1 0 0 0 1 0 0 0 1",
    "Offset": "0 0 0",
    "CenterOfRotation": "0 0 0",
    "AnatomicalOrientation": "RAI",
    "ElementSpacing": "0.6 0.7 3",
    "DimSize": "5 6 4",
    "ElementType": "MET_USHORT",
    "ElementDataFile": "LOCAL",
}
NRRD = {
    "type": "unsigned short",
    "dimension": "3",
    "space": "left-posterior-superior",
    "sizes": "5 6 4",
    "space directions": "(0.6,0,0) (0,0.7,0) (0,0,3)",
    "kinds": "domain domain domain",
    "endian": "little",
    "encoding": "raw",
    "space origin": "(0,0,0)",
}


def mha(changes: dict[str, str | None] | None = None, pixels: bytes = PIXELS) -> bytes:
    """An MHA file; None leaves a field out."""
    fields = {**MHA, **(changes or {})}
    fields["ElementDataFile"] = fields.pop("ElementDataFile") or "LOCAL"
    lines = [f"{key} = {value}\n" for key, value in fields.items() if value is not None]
    return "".join(lines).encode() + pixels


def nrrd(changes: dict[str, str | None] | None = None, pixels: bytes = PIXELS) -> bytes:
    """An NRRD file; None leaves a field out."""
    fields = {**NRRD, **(changes or {})}
    lines = [f"{key}: {value}\n" for key, value in fields.items() if value is not None]
    return ("NRRD0004\n" + "".join(lines) + "\n").encode() + pixels


def refusal(file: Path) -> str:
    """What is said of a file that is refused, be it as an image or while its pixels are read."""
    with pytest.raises(IntakeError) as caught:
        read_volume(file)
    assert file.name in str(caught.value)
    return str(caught.value)


def test_the_files_that_are_changed_below_are_good(tmp_path: Path) -> None:
    for name, content in (("a.mha", mha()), ("b.nrrd", nrrd())):
        (tmp_path / name).write_bytes(content)
        found = read_volume(tmp_path / name)
        np.testing.assert_array_equal(found.array, ARRAY)
        assert found.grid.close_to(GRID)


@pytest.mark.parametrize("packed", ["gzip", "bzip2", "text", "hex"])
def test_encodings_of_nrrd_are_read(tmp_path: Path, packed: str) -> None:
    pixels = {
        "gzip": gzip.compress(PIXELS),
        "bzip2": bz2.compress(PIXELS),
        "text": " ".join(map(str, ARRAY.ravel())).encode(),
        "hex": PIXELS.hex().encode(),
    }[packed]
    file = tmp_path / "a.nrrd"
    file.write_bytes(nrrd({"encoding": packed}, pixels))
    try:
        np.testing.assert_array_equal(read_volume(file).array, ARRAY)
    except IntakeError:
        assert packed == "bzip2", "the library may have been built without it, as its reader says"


@pytest.mark.parametrize(
    "changes",
    [
        {"NDims": "-1"}, {"NDims": "0"}, {"NDims": "9999"}, {"NDims": "nan"}, {"NDims": None},
        {"NDims": "3 3"}, {"NDims": "3.5"}, {"NDims": "11"}, {"DimSize": "5 6"}, {"DimSize": "5 6 4 4"},
        {"DimSize": "-5 6 4"}, {"DimSize": "5 6 0"}, {"DimSize": "5 6 1e9"}, {"DimSize": None},
        {"DimSize": "5 6 nan"}, {"ElementSpacing": "0.6 0.7"}, {"ElementSpacing": "0.6 0 3"},
        {"ElementSpacing": "0.6 -0.7 3"}, {"ElementSpacing": "0.6 nan 3"}, {"ElementSpacing": "0.6 1e9 3"},
        {"Offset": "0 0"}, {"Offset": "0 0 1e300"}, {"Offset": "0 " * 9000}, {"TransformMatrix": "1 0 0"},
        {"TransformMatrix": "1 0 0 0 inf 0 0 0 1"}, {"ElementType": "MET_OTHER"}, {"ElementType": "X" * 9000},
        {"ElementType": None}, {"AnatomicalOrientation": "RAI 1\\nan"}, {"AnatomicalOrientation": "R" * 5000},
        {"CompressedDataSize": "99999999999", "CompressedData": "True"}, {"CompressedData": "perhaps"},
        {"HeaderSize": "99999999999"}, {"HeaderSize": "-7"}, {"ElementNumberOfChannels": "-1"},
        {"ElementNumberOfChannels": "99999"}, {"Comment": "x" * 70_000}, {"k" * 3000: "1"},
        {"ObjectType": "Tube"}, {"elementdatafile": "other.raw"}, {"ElementType": "MET_UCHAR"},
    ],
)  # fmt: skip
def test_a_field_of_mha_that_cannot_be_trusted(tmp_path: Path, changes: dict[str, str | None]) -> None:
    spread = changes == {"ElementType": "MET_UCHAR"}  # half the pixels would be left over
    (tmp_path / "t2.mha").write_bytes(mha(changes, PIXELS * 60 if spread else PIXELS))
    refusal(tmp_path / "t2.mha")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "block"}, {"type": "quadruple"}, {"type": None}, {"dimension": "-1"}, {"dimension": "99"},
        {"dimension": None}, {"sizes": "5 6"}, {"sizes": "5 6 -4"}, {"sizes": "5 6 0"}, {"sizes": None},
        {"sizes": "5 6 4444444444"}, {"sizes": "5 6 5"}, {"encoding": "zip"}, {"encoding": None},
        {"endian": None}, {"endian": "middle"}, {"byte skip": "10"}, {"line skip": "1"},
        {"space directions": "(nan,0,0) (0,0.7,0) (0,0,3)"}, {"space directions": "(0,0,0) (0,0.7,0) (0,0,3)"},
        {"space directions": "(1e9,0,0) (0,0.7,0) (0,0,3)"}, {"space origin": "(inf,0,0)"},
        {"type": "double"}, {"unheard of": "field"},
    ],
)  # fmt: skip
def test_a_field_of_nrrd_that_cannot_be_trusted(tmp_path: Path, changes: dict[str, str | None]) -> None:
    (tmp_path / "t2.nrrd").write_bytes(nrrd(changes))
    try:
        refusal(tmp_path / "t2.nrrd")
    except CxStageError as error:  # an impossible geometry names no file, the import does
        assert "not usable" in str(error)


ELSEWHERE = (
    "data file: secret.raw", "datafile: secret.raw", "Data File: secret.raw", "DATA FILE:secret.raw",
    " data file: secret.raw", "data  file: secret.raw", "data file : secret.raw", "data\tfile: secret.raw",
    "data file: LIST\nsecret.raw", "data file: secret%d.raw 1 1 1", "data file: /etc/passwd",
    "data file: ../in/secret.raw", "data file:=secret.raw", "\ufeffdata file: secret.raw",
)  # fmt: skip


@pytest.mark.parametrize("line", ELSEWHERE)
@pytest.mark.parametrize("before", ["", "# " + "x" * 70_000 + "\n", "#\n" * 40_000])
def test_an_nrrd_file_holds_its_own_pixels(tmp_path: Path, line: str, before: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "secret.raw").write_bytes(PIXELS)
    file = tmp_path / "in" / "t2.nrrd"
    file.write_bytes(nrrd().replace(b"\n\n", f"\n{before}{line}\n\n".encode(), 1))
    refusal(file)


@pytest.mark.parametrize(
    "line",
    ["ElementDataFile = secret.raw", "ElementDataFile=secret.raw", "ElementDataFile : secret.raw",
     "ElementDataFile = LIST\nsecret.raw", "ElementDataFile = s%d.raw 1 1 1", " ElementDataFile = secret.raw",
     "elementDataFile = secret.raw", "ElementDataFile = ../in/secret.raw", "ElementDataFile = local"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "\n" * 70_000, "Comment = a\n"])
def test_an_mha_file_holds_its_own_pixels(tmp_path: Path, line: str, before: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "secret.raw").write_bytes(PIXELS)
    file = tmp_path / "in" / "t2.mha"
    file.write_bytes(mha().replace(b"ElementDataFile = LOCAL", (before + line).encode()))
    refusal(file)


@pytest.mark.parametrize(
    "spelling", ["space  directions", "spacedirections", "space_directions", "space-directions"]
)
def test_a_field_of_nrrd_in_a_spelling_that_others_do_not_find(tmp_path: Path, spelling: str) -> None:
    file = tmp_path / "t2.nrrd"
    file.write_bytes(nrrd())
    assert read_volume(file).grid.spacing == pytest.approx(GRID.spacing)
    file.write_bytes(nrrd().replace(b"space directions", spelling.encode()))
    refusal(file)


@pytest.mark.parametrize("suffix", [".mhd", ".nhdr"])
def test_a_detached_header_names_a_file_beside_it(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "p.raw").write_bytes(PIXELS)
    (tmp_path / f"other{suffix}").write_bytes(b"")
    file = tmp_path / f"t2{suffix}"
    good = (
        mha({"ElementDataFile": "p.raw"}, b"")
        if suffix == ".mhd"
        else nrrd({"data file": "p.raw"}, b"")
    )
    file.write_bytes(good)
    np.testing.assert_array_equal(read_volume(file).array, ARRAY)
    (tmp_path / "p.raw").write_bytes(PIXELS[:-1])
    assert "cut off" in refusal(file)
    for other in (b"../p.raw", b"absent.raw", file.name.encode(), b"LIST"):
        file.write_bytes(good.replace(b"p.raw", other))
        refusal(file)


@pytest.mark.parametrize("suffix", [".mha", ".nrrd"])
def test_packed_pixels_larger_than_the_header_says_are_not_unpacked(
    tmp_path: Path, suffix: str
) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 15 if suffix == ".mha" else 31)
    zeros = bytes(1 << 20)
    bomb = b"".join(packer.compress(zeros) for _ in range(2000)) + packer.flush()
    file = tmp_path / f"t2{suffix}"
    if suffix == ".mha":
        file.write_bytes(mha({"CompressedDataSize": str(len(bomb)), "CompressedData": "True"}, bomb))
    else:
        file.write_bytes(nrrd({"encoding": "gzip"}, bomb))
    assert "more than its header declares" in refusal(file)


@pytest.mark.parametrize("declared", [None, 0, -1, 12])
def test_packed_mha_whose_length_is_absent_or_too_small_is_refused(
    tmp_path: Path, declared: int | None
) -> None:
    packed = zlib.compress(PIXELS)
    size = {"CompressedDataSize": None if declared is None else str(declared)}
    file = tmp_path / "t2.mha"
    file.write_bytes(mha({**size, "CompressedData": "True"}, packed))
    refusal(file)
    file.write_bytes(mha({"CompressedDataSize": str(len(packed)), "CompressedData": "True"}, packed))
    (candidate,) = scan([file]).candidates
    assert np.array_equal(candidate.load().array, ARRAY)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("at", "kind", "value", "words"),
    [
        ((70, 12), "<h", 512, ""),
        ((72, 14), "<h", 8, "contradicts itself"),
        ((70, 12), "<h", 2, "contradicts itself"),
        ((70, 12), "<h", 7777, "contradicts itself"),
        ((40, 16), ("<h", "<q"), 0, "damaged"),
        ((40, 16), ("<h", "<q"), 8, "damaged"),
        ((46, 40), ("<h", "<q"), -4, "damaged"),
        ((46, 40), ("<h", "<q"), 5, "cut off"),
        ((80, 112), ("<f", "<d"), float("nan"), "voxel size"),
        ((80, 112), ("<f", "<d"), -0.6, "voxel size"),
        ((80, 112), ("<f", "<d"), 1e20, "voxel size"),
        ((108, 168), ("<f", "<q"), 0, "damaged"),
        ((108, 168), ("<f", "<q"), 100_000, "cut off"),
        ((112, 176), ("<f", "<d"), float("inf"), "stored to real"),
        ((112, 176), ("<f", "<d"), 1e30, "stored to real"),
        ((292, 424), ("<f", "<d"), float("nan"), "position"),
    ],
)
def test_a_nifti_header_of_either_version(
    tmp_path: Path, version: int, packed: bool, at: tuple[int, int], kind: str, value: float, words: str
) -> None:
    """The values are those of NIfTI-1 and of NIfTI-2, which has other places and types for them."""
    content = bytearray(nifti(version))
    place = at[version - 1]
    written = np.dtype(kind if isinstance(kind, str) else kind[version - 1]).type(value).tobytes()
    content[place : place + len(written)] = written
    file = tmp_path / ("t2.nii.gz" if packed else "t2.nii")
    file.write_bytes(gzip.compress(bytes(content)) if packed else bytes(content))
    if words:
        assert words in refusal(file)
    elif version == 2:
        check_file(file, image_suffix(file))
    else:
        np.testing.assert_array_equal(read_volume(file).array, ARRAY)


def nifti(version: int) -> bytes:
    """A good NIfTI file with an sform alone."""
    header = bytearray(352 if version == 1 else 544)
    real, whole, long = ("<f4", "<i2", "<f4") if version == 1 else ("<f8", "<i8", "<i8")

    def put(at: int, kind: str, *values: float) -> None:
        raw = np.array(values, kind).tobytes()
        header[at : at + len(raw)] = raw

    put(0, "<i4", 348 if version == 1 else 540)
    magic = (344, b"n+1\0") if version == 1 else (4, b"n+2\0\r\n\x1a\n")
    header[magic[0] : magic[0] + len(magic[1])] = magic[1]
    put(40 if version == 1 else 16, whole, 3, 5, 6, 4, 1, 1, 1, 1)
    put(70 if version == 1 else 12, "<i2", 512, 16)
    put(76 if version == 1 else 104, real, 1, 0.6, 0.7, 3, 1, 1, 1, 1)
    put(108 if version == 1 else 168, long, len(header))
    put(112 if version == 1 else 176, real, 1, 0)
    if version == 1:
        header[123] = 2
    else:
        put(500, "<i4", 2)
    put(254 if version == 1 else 348, "<i2" if version == 1 else "<i4", 1)
    rows = (-0.6, 0, 0, 0, 0, -0.7, 0, 0, 0, 0, 3, 0)
    put(280 if version == 1 else 400, real, *rows)
    return bytes(header) + PIXELS


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("make", [mha, nrrd, lambda: nifti(1), lambda: nifti(2)])
def test_no_damage_to_an_image_header_costs_a_neighbour(
    tmp_path: Path, seed: int, make: Callable[[], bytes]
) -> None:
    draw = random.Random(seed)
    good = make()
    length = len(good) - len(PIXELS)
    suffix = {b"Obj": ".mha", b"NRR": ".nrrd"}.get(good[:3], ".nii")
    neighbour = tmp_path / "z_neighbour.nii.gz"
    write_volume(Volume(ARRAY, GRID), neighbour)
    for _ in range(60):
        content = bytearray(good)
        for _ in range(draw.choice([1, 2, 6])):
            content[draw.randrange(length)] = draw.choice(
                [0, 10, 32, 45, 57, 58, 255, draw.randrange(256)]
            )
        (tmp_path / f"t2{suffix}").write_bytes(content)
        found = scan([tmp_path])
        assert neighbour in [candidate.source for candidate in found.candidates]
        for candidate in found.candidates:
            try:
                array = candidate.load().array
            except CxStageError:
                assert candidate.source != neighbour
            else:
                assert array.size <= 2 * ARRAY.size or candidate.source != neighbour


def test_complex_numbers_are_no_grey_image(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.Image([4, 4, 4], sitk.sitkComplexFloat32), str(tmp_path / "c.nii.gz"))
    assert "complex" in refusal(tmp_path / "c.nii.gz")


@pytest.mark.parametrize(("longer", "noted"), [(1.0, False), (1.014, True)])
def test_a_voxel_size_that_differs_from_the_sform_is_noted(
    tmp_path: Path, longer: float, noted: bool
) -> None:
    """The rounding of a half turn is no excuse for another voxel size."""
    grid = Grid.axial((5, 16, 14), (4.0, 0.7, 0.6), (-30.0, -20.0, -8.0))
    affine = affine_of(grid)
    array = np.random.default_rng(1).integers(0, 900, grid.size).astype(np.int16)
    turned = [0.0, 0.0, 1.0, *affine[:3, 3].tolist()]
    file = tmp_path / "t2.nii"
    write_nifti(file, array, affine, qform=turned, pixdim=[1.0, 0.6 * longer, 0.7, 4.0], codes=(1, 1))
    (candidate,) = scan([file]).candidates
    assert any("mm" in note for note in candidate.info.notes) is noted


def test_a_qform_that_cannot_be_used_is_noted(tmp_path: Path) -> None:
    grid = Grid.axial((5, 16, 14), (4.0, 0.7, 0.6), (-30.0, -20.0, -8.0))
    affine = affine_of(grid)
    array = np.random.default_rng(1).integers(0, 900, grid.size).astype(np.int16)
    turned = [0.0, 0.0, 1.0, *affine[:3, 3].tolist()]
    file = tmp_path / "t2.nii"
    write_nifti(file, array, affine, qform=turned, pixdim=[1.0, 255.0, 0.7, 4.0], codes=(1, 1))
    (candidate,) = scan([file]).candidates
    assert candidate.info.notes == ("The qform of the header cannot be used; the sform was taken.",)
    assert candidate.grid.close_to(grid)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take text only as names")
def test_a_name_that_is_no_text_is_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xff\xfe\xe9.mha")
    file.write_bytes(mha())
    with pytest.raises(IntakeError, match="bytes that are no text"):
        read_volume(file)

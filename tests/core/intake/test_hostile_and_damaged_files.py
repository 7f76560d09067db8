"""Files that are damaged or made to harm: one sentence each, and the batch goes on."""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from pydicom.uid import DeflatedExplicitVRLittleEndian

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake import import_series, read_mask, read_volume, scan, write_volume

Writer = Callable[..., list[Path]]


def only_refusal(source: Path) -> str:
    """The sentence of a source of which nothing can be taken in."""
    found = scan([source])
    assert found.candidates == ()
    (refusal,) = found.rejections
    return str(refusal.reason)


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_to_a_header_stops_the_batch(series: Writer, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    original = series(tmp_path / "in", DiffusionBValue=800.0)[0].read_bytes()
    target = tmp_path / "damaged" / "x"
    target.parent.mkdir()
    for _ in range(120):
        content = bytearray(original)
        for _ in range(draw.choice([1, 2, 6])):
            content[draw.randrange(len(content))] = draw.choice([0, 255, draw.randrange(256)])
        if draw.random() < 0.3:
            del content[draw.randrange(len(content)) :]
        target.write_bytes(content)
        found = scan([target.parent])
        assert len(found.candidates) + len(found.rejections) >= 1
        assert all(str(refusal.reason).endswith(".") for refusal in found.rejections)
        for candidate in found.candidates:
            with contextlib.suppress(CxStageError):
                candidate.load()


def test_a_deflated_file_is_not_unpacked(tmp_path: Path, series: Writer) -> None:
    file = series(tmp_path / "in", slices=1)[0]
    dataset = pydicom.dcmread(file)
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    assert "deflated" in only_refusal(tmp_path)


def test_more_pixels_declared_than_there_are(tmp_path: Path, series: Writer) -> None:
    series(tmp_path / "in", Rows=60_000, Columns=60_000)
    assert "far more pixels" in only_refusal(tmp_path)


def test_a_refused_file_makes_its_series_incomplete(tmp_path: Path, series: Writer) -> None:
    """A cut-off last slice must not leave a shorter volume behind that looks complete."""
    files = series(tmp_path / "in")
    last = max(files, key=lambda f: float(pydicom.dcmread(f).ImagePositionPatient[2]))
    last.write_bytes(last.read_bytes()[:-30])
    found = scan([tmp_path])
    assert found.candidates == ()
    assert sorted(str(r.reason).split(";")[0].split(":")[0] for r in found.rejections) == [
        "A file of this series was refused, so the series is incomplete",
        "The pixels are cut off",
    ]


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_a_series_uid_is_never_a_path(tmp_path: Path, series: Writer) -> None:
    series(tmp_path / "in", SeriesInstanceUID="../../../../tmp/x", SOPInstanceUID=lambda n: f"../{n}")
    cohort = Cohort.create(tmp_path / "deep" / "c")
    assert import_series(cohort, [tmp_path / "in"]).by_status["imported"] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "in"]


def test_links_are_named_and_not_followed(tmp_path: Path, series: Writer) -> None:
    outside = series(tmp_path / "outside")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "file").symlink_to(outside[0])
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    found = scan([tmp_path / "in"])
    assert found.candidates == ()
    assert sorted(r.source.name for r in found.rejections) == ["file", "folder"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_closed_folder_is_named(tmp_path: Path, series: Writer) -> None:
    series(tmp_path / "in" / "open")
    closed = tmp_path / "in" / "closed"
    closed.mkdir(mode=0)
    found = scan([tmp_path / "in"])
    closed.chmod(0o700)
    assert [r.source for r in found.rejections] == [closed]


GRID = Grid.axial((4, 20, 30), (3.0, 0.7, 0.6))


@pytest.fixture
def image(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a good image with the given suffix."""

    def write(suffix: str) -> Path:
        array = np.random.default_rng(2).integers(0, 900, GRID.size).astype(np.int16)
        file = tmp_path / "good" / f"t2_tra{suffix}"
        file.parent.mkdir(exist_ok=True)
        write_volume(Volume(array, GRID), file)
        return file

    return write


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".mha", ".nrrd"])
@pytest.mark.parametrize("missing", [300, 1500])
def test_missing_pixels_are_never_filled_in(
    image: Callable[[str], Path], suffix: str, missing: int
) -> None:
    file = image(suffix)
    file.write_bytes(file.read_bytes()[:-missing])
    with pytest.raises(IntakeError, match=r"cut off|cannot be read"):
        read_volume(file)
    cohort = Cohort.create(file.parent.parent / "c")
    assert [s.status for s in import_series(cohort, [file]).series] == ["rejected"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_small_nifti_that_declares_a_huge_image(image: Callable[[str], Path], packed: bool) -> None:
    file = image(".nii")
    content = bytearray(file.read_bytes())
    content[42:48] = np.array([700, 700, 500], "<i2").tobytes()
    target = file.with_name("huge.nii.gz" if packed else "huge.nii")
    target.write_bytes(gzip.compress(bytes(content)) if packed else bytes(content))
    assert "cut off" in only_refusal(target)


def test_a_nifti_bomb_is_refused_by_its_header(image: Callable[[str], Path]) -> None:
    content = bytearray(image(".nii").read_bytes())
    content[42:48] = np.array([30_000, 30_000, 300], "<i2").tobytes()
    target = image(".nii").with_name("bomb.nii.gz")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    target.write_bytes(
        packer.compress(bytes(content))
        + b"".join(packer.compress(zeros) for _ in range(64))
        + packer.flush()
    )
    assert "impossible size" in only_refusal(target)


NIFTI_FLAWS = {
    "orientation": (252, b"\0\0\0\0"),
    "voxel size": (80, b"\0\0\0\0"),
    "damaged": (344, b"ni1\0"),
}


@pytest.mark.parametrize("words", sorted(NIFTI_FLAWS))
def test_a_nifti_header_that_cannot_be_trusted(image: Callable[[str], Path], words: str) -> None:
    file = image(".nii")
    offset, value = NIFTI_FLAWS[words]
    content = bytearray(file.read_bytes())
    content[offset : offset + len(value)] = value
    file.write_bytes(content)
    assert words in only_refusal(file)


MHD = "ObjectType = Image\nNDims = 3\nDimSize = 5 5 5\nElementType = MET_UCHAR\n\nElementDataFile = "
NHDR = (
    "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 5 5 5\nencoding: raw\n"
    "space: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\ndata file: "
)


@pytest.mark.parametrize("target", ["../secret", "{absolute}", "LIST\nsecret", "p%d 1 5 1", "link"])
@pytest.mark.parametrize(("suffix", "header"), [(".mhd", MHD), (".mha", MHD), (".nhdr", NHDR)])
def test_a_header_may_not_point_at_other_files(
    tmp_path: Path, suffix: str, header: str, target: str
) -> None:
    (tmp_path / "secret").write_bytes(bytes(range(125)))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")
    file = tmp_path / "in" / f"a{suffix}"
    file.write_text(header + target.format(absolute=tmp_path / "secret") + "\n\n")
    with pytest.raises(IntakeError, match=r"another place|cannot be read"):
        read_volume(file)


def test_pixels_beside_their_header_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.raw").write_bytes(bytes(range(125)))
    (tmp_path / "a.mhd").write_text(MHD + "a.raw\n")
    assert read_volume(tmp_path / "a.mhd").array.ravel().tolist() == list(range(125))


def test_colour_and_several_images_in_a_file_are_refused(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.Image([4, 4, 4], sitk.sitkVectorUInt8, 3), str(tmp_path / "rgb.nii.gz"))
    sitk.WriteImage(sitk.Image([4, 4, 4, 3], sitk.sitkInt16), str(tmp_path / "time.nii.gz"))
    sitk.WriteImage(sitk.Image([4, 4], sitk.sitkInt16), str(tmp_path / "flat.nrrd"))
    for name, words in (("rgb.nii.gz", "colour"), ("time.nii.gz", "three-d"), ("flat.nrrd", "three-d")):
        assert words in only_refusal(tmp_path / name)


def test_an_outline_is_not_imported_as_an_image(tmp_path: Path) -> None:
    array = np.zeros(GRID.size, np.uint8)
    array[1:3, 4:9, 4:9] = 1
    write_volume(Volume(array, GRID), tmp_path / "roi.nii.gz")
    cohort = Cohort.create(tmp_path / "c")
    (outcome,) = import_series(cohort, [tmp_path / "roi.nii.gz"]).series
    assert outcome.status == "rejected"
    assert "an outline, not an image" in outcome.reason
    assert read_mask(tmp_path / "roi.nii.gz").array.sum() == 50


def test_whole_numbers_stored_as_floats_are_labels(tmp_path: Path) -> None:
    array = np.zeros(GRID.size, np.float32)
    array[0, 0, 0], array[1, 1, 1] = 2.0, 1.0
    write_volume(Volume(array, GRID), tmp_path / "roi.nii.gz")
    assert read_mask(tmp_path / "roi.nii.gz").array.sum() == 3
    for wrong in (0.5, float("nan"), -1.0):
        array[2, 2, 2] = wrong
        sitk.WriteImage(sitk.GetImageFromArray(array), str(tmp_path / "wrong.mha"))
        with pytest.raises(CxStageError, match="only 0, 1"):
            read_mask(tmp_path / "wrong.mha")

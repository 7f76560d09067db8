"""Image files and outlines whose headers contradict themselves, or say less than they should."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.imaging.resample import to_sitk
from cxstage_core.intake import RoiImport, import_roi, import_series, read_mask, read_volume
from cxstage_core.intake.masks.reading import read_outline
from tests.core.imaging.test_place_voxels_in_the_world import grids
from tests.core.intake.outline_files import RAS, affine_of, vectors, write_nifti, write_nrrd

GRID = Grid.axial((8, 24, 20), (4.0, 0.7, 0.7), (-7.0, -8.0, -14.0))
QFORM = (0.0, 0.0, 1.0, 7.0, 8.0, -14.0)
MANY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)


def drawn() -> np.ndarray:
    """256 voxels of tumour."""
    array = np.zeros(GRID.size, np.uint8)
    array[2:6, 8:16, 6:14] = 1
    return array


def shifted(mm: float, axis: int = 0) -> np.ndarray:
    """The true affine, moved along one world axis."""
    found = affine_of(GRID)
    found[axis, 3] += mm
    return found


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """One patient with one axial T2 series."""
    made = Cohort.create(tmp_path / "c")
    array = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.uint16)
    made.add_series(made.pseudonym("one"), Volume(array, GRID), SeriesInfo("T2"))
    return made


def imported(cohort: Cohort, file: Path) -> RoiImport:
    return import_roi(cohort, "P0001", "t2-axial", file, "A")


def notes(found: RoiImport) -> str:
    return " ".join(str(note) for note in found.notes)


def same(found: RoiImport) -> bool:
    return bool(np.array_equal(found.reading.masks["t2-axial"].array, drawn()))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("wrong", ["sform", "qform"])
@pytest.mark.parametrize(("mm", "axis"), [(8.0, 0), (-0.7, 1), (4.0, 2), (0.35, 0)])
def test_of_two_places_the_one_on_the_series_is_taken_with_a_note(
    cohort: Cohort, tmp_path: Path, version: int, wrong: str, mm: float, axis: int
) -> None:
    offsets = list(QFORM)
    if wrong == "qform":
        offsets[3 + axis] += mm
    sform = shifted(mm if wrong == "sform" else 0.0, axis)
    file = write_nifti(tmp_path / "m.nii.gz", drawn(), sform, qform=offsets, version=version)
    found = imported(cohort, file)
    assert same(found)
    taken = "qform" if wrong == "sform" else "sform"
    assert f"{abs(mm):.1f} mm apart; the {taken} was taken" in notes(found)


def test_two_places_of_which_none_lies_on_the_series_are_refused(
    cohort: Cohort, tmp_path: Path
) -> None:
    offsets = [*QFORM[:3], 7.0 + 3.3, 8.0, -14.0]
    file = write_nifti(tmp_path / "m.nii.gz", drawn(), shifted(-1.9), qform=offsets)
    with pytest.raises(IntakeError, match=r"two places .* 5\.2 mm apart"):
        imported(cohort, file)


def test_a_mirrored_place_is_a_contradiction_too(cohort: Cohort, tmp_path: Path) -> None:
    mirrored = affine_of(GRID) @ np.diag([-1.0, 1, 1, 1])
    mirrored[0, 3] -= 19 * 0.7
    file = write_nifti(tmp_path / "m.nii.gz", drawn(), mirrored, qform=QFORM)
    found = imported(cohort, file)
    assert same(found)
    assert "13.3 mm apart; the qform was taken" in notes(found)


def test_agreeing_places_are_not_mentioned(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nifti(tmp_path / "m.nii.gz", drawn(), affine_of(GRID), qform=QFORM)
    found = imported(cohort, file)
    assert same(found)
    assert found.notes == ()


def test_a_contradiction_of_an_image_is_kept_as_a_note(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    array = np.random.default_rng(2).integers(0, 900, GRID.size).astype(np.int16)
    folder = tmp_path / "in"
    folder.mkdir()
    write_nifti(folder / "t2_tra.nii", array, shifted(8.0), qform=QFORM)
    (outcome,) = import_series(cohort, [folder], patient="one").series
    assert outcome.status == "imported"
    assert "8.0 mm apart; the sform was taken" in outcome.reason
    other = np.random.default_rng(3).integers(0, 900, GRID.size).astype(np.int16)
    write_nifti(folder / "t1_tra.nii", other, shifted(8.0), qform=QFORM, codes=(1, 4))
    found = import_series(cohort, [folder / "t1_tra.nii"], patient="two").series
    assert "the qform was taken" in found[0].reason
    assert np.allclose(found[0].shape or (), GRID.size)


@pytest.mark.parametrize("code", [0, -1])
def test_without_any_place_a_file_is_refused(cohort: Cohort, tmp_path: Path, code: int) -> None:
    file = write_nifti(tmp_path / "m.nii", drawn(), affine_of(GRID), qform=QFORM, codes=(code, code))
    with pytest.raises(IntakeError, match=r"orientation of .* is missing"):
        imported(cohort, file)


def test_a_useless_sform_leaves_the_qform_on_the_series_only(cohort: Cohort, tmp_path: Path) -> None:
    steps = (1.0, 0.7, 0.7, 4.0)
    empty = np.zeros((4, 4))
    file = write_nifti(tmp_path / "m.nii", drawn(), empty, qform=QFORM, pixdim=steps)
    found = imported(cohort, file)
    assert same(found)
    assert "sform of the header cannot be used" in notes(found)
    away = (*QFORM[:3], 10.3, 8.0, -14.0)
    file = write_nifti(tmp_path / "m.nii", drawn(), empty, qform=away, pixdim=steps)
    with pytest.raises(IntakeError, match="orientation"):
        imported(cohort, file)


def test_voxel_sizes_against_the_matrix(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nifti(tmp_path / "m.nii", drawn(), affine_of(GRID), pixdim=(1.0, 0.7, 0.7, 5.0))
    found = imported(cohort, file)
    assert same(found)
    assert "voxel size 0.7 × 0.7 × 5 mm" in notes(found)
    wrong = affine_of(GRID) @ np.diag([1, 1, 1.25, 1])
    file = write_nifti(tmp_path / "m.nii", drawn(), wrong, pixdim=(1.0, 0.7, 0.7, 4.0))
    assert same(imported(cohort, file))


@pytest.mark.parametrize(("units", "factor"), [(1, 1e-3), (3, 1e3), (0, 1.0), (2, 1.0)])
def test_lengths_in_other_units(cohort: Cohort, tmp_path: Path, units: int, factor: float) -> None:
    affine = np.diag([factor, factor, factor, 1]) @ affine_of(GRID)
    found = imported(cohort, write_nifti(tmp_path / "m.nii", drawn(), affine, units=units))
    assert same(found)
    assert ("converted to mm" in notes(found)) == (factor != 1.0)


def test_a_unit_that_cannot_be_true_is_refused(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nifti(tmp_path / "m.nii", drawn(), affine_of(GRID), units=1)
    with pytest.raises(IntakeError, match=r"700 × 700 × 4000 mm|impossible"):
        imported(cohort, file)


@pytest.mark.parametrize("qfac", [1.0, -1.0, 0.0])
def test_the_sign_of_the_third_axis(cohort: Cohort, tmp_path: Path, qfac: float) -> None:
    array, offsets = drawn(), list(QFORM)
    if qfac < 0:
        array, offsets[5] = array[::-1].copy(), 14.0
    steps = (qfac, 0.7, 0.7, 4.0)
    file = write_nifti(tmp_path / "m.nii", array, None, qform=offsets, pixdim=steps)
    found = imported(cohort, file)
    assert same(found)
    assert found.notes == ()


def test_small_shear_is_set_to_right_angles_and_real_shear_refused(
    cohort: Cohort, tmp_path: Path
) -> None:
    bent = affine_of(GRID)
    bent[0, 1], bent[1, 2] = bent[0, 1] + 0.0007, bent[1, 2] + 0.004
    found = imported(cohort, write_nifti(tmp_path / "m.nii", drawn(), bent))
    assert same(found)
    assert "right angles" in notes(found)
    bent[0, 1] += 0.07
    with pytest.raises(IntakeError, match=r"not at right angles \(5\.\d\d° off, \d\.\d mm"):
        imported(cohort, write_nifti(tmp_path / "m.nii", drawn(), bent))
    lines = ["space: left-posterior-superior", *vectors(GRID)]
    lines[1] = "space directions: (0.7,0,0) (0.07,0.7,0) (0,0,4)"
    with pytest.raises(IntakeError, match="not at right angles"):
        imported(cohort, write_nrrd(tmp_path / "m.nrrd", drawn(), lines))


@MANY
@given(grids(), st.floats(0, 1), st.integers(0, 2**16), st.sampled_from([1, 2]))
def test_any_grid_with_a_little_shear_is_placed_within_a_tenth_of_a_millimetre(
    tmp_path: Path, grid: Grid, much: float, seed: int, version: int
) -> None:
    draw = np.random.default_rng(seed)
    array = draw.integers(0, 3, grid.size).astype(np.uint8)
    reach = float(np.linalg.norm(np.multiply(grid.size, grid.spacing)))
    bend = draw.normal(size=(3, 3))
    bend *= much * 0.1 / reach / np.linalg.norm(bend)
    affine = affine_of(grid)
    middle = affine[:3, :3] @ ((np.asarray(grid.size[::-1]) - 1) / 2) + affine[:3, 3]
    affine[:3, :3] = (np.eye(3) + bend) @ affine[:3, :3]
    affine[:3, 3] = middle - affine[:3, :3] @ ((np.asarray(grid.size[::-1]) - 1) / 2)
    file = write_nifti(tmp_path / "m.nii", array, affine, version=version)
    found = read_mask(file)
    assert found.grid.close_to(grid, 0.15)
    assert np.array_equal(found.array, array)


@MANY
@given(grids(), st.integers(0, 2**16), st.sampled_from(["<", ">"]))
def test_both_versions_of_nifti_are_read_as_the_library_reads_the_first(
    tmp_path: Path, grid: Grid, seed: int, order: Literal["<", ">"]
) -> None:
    array = np.random.default_rng(seed).integers(-900, 900, grid.size).astype(np.int16)
    sitk.WriteImage(to_sitk(Volume(array, grid)), str(tmp_path / "i.nii.gz"))
    library = sitk.ReadImage(str(tmp_path / "i.nii.gz"))
    ours = read_volume(tmp_path / "i.nii.gz")
    assert np.array_equal(ours.array, sitk.GetArrayFromImage(library))
    for ijk in ((0, 0, 0), (library.GetSize()[0] - 1, 0, 0), (0, 0, library.GetSize()[2] - 1)):
        there = library.TransformIndexToPhysicalPoint(ijk)
        assert np.allclose(ours.grid.index_to_world(ijk[::-1]), there, atol=2e-3)
    for name in ("second.nii", "second.nii.gz"):
        write_nifti(tmp_path / name, array, affine_of(grid), version=2, order=order)
        second = read_volume(tmp_path / name)
        assert second.grid.close_to(grid, 1e-3)
        assert np.array_equal(second.array, array)


def test_values_with_a_slope(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nifti(tmp_path / "m.nii", drawn() * np.uint8(255), affine_of(GRID), scale=(1 / 255, 0))
    assert same(imported(cohort, file))
    file = write_nifti(tmp_path / "m.nii", drawn() + np.uint8(3), affine_of(GRID), scale=(1, -3))
    assert same(imported(cohort, file))
    file = write_nifti(tmp_path / "m.nii", drawn(), affine_of(GRID), scale=(0, 9))
    assert same(imported(cohort, file))


def test_a_fourth_dimension_of_one_and_others(cohort: Cohort, tmp_path: Path) -> None:
    for version in (1, 2):
        file = write_nifti(tmp_path / "m.nii", drawn(), affine_of(GRID), extra=(1, 1), version=version)
        assert same(imported(cohort, file))
    two = np.repeat(drawn(), 2, axis=0).reshape(2, *GRID.size)
    file = tmp_path / "m.nii"
    write_nifti(file, two[0], affine_of(GRID), extra=(2,))
    with file.open("ab") as stream:
        stream.write(two[1].tobytes())
    with pytest.raises(IntakeError, match="three-dimensional"):
        imported(cohort, file)


def test_colour_is_named_as_the_reason(cohort: Cohort, tmp_path: Path) -> None:
    file = tmp_path / "m.nii"
    write_nifti(file, drawn(), affine_of(GRID), datatype=128)
    with file.open("ab") as stream:
        stream.write(drawn().tobytes() * 2)
    with pytest.raises(IntakeError, match="in colour"):
        imported(cohort, file)
    colour = sitk.Compose(*[to_sitk(Mask(drawn(), GRID))] * 3)
    for suffix in (".mha", ".nrrd"):
        sitk.WriteImage(colour, str(tmp_path / f"m{suffix}"))
        with pytest.raises(IntakeError, match="in colour"):
            imported(cohort, tmp_path / f"m{suffix}")


@pytest.mark.parametrize("value", [0.9999999, 1.0000001, 0.9991, 1.0009])
def test_nearly_whole_numbers_are_whole(cohort: Cohort, tmp_path: Path, value: float) -> None:
    array = drawn().astype(np.float32) * np.float32(value)
    found = imported(cohort, write_nifti(tmp_path / "m.nii", array, affine_of(GRID)))
    assert same(found)
    assert "nearly whole" in notes(found)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.998, r"0\.998"), (1.0011, r"1\.0011"), (7.0000001, "“7”"), (np.nan, "NaN"), (-1.0, "“-1”")],
)
def test_other_values_are_named_exactly(
    cohort: Cohort, tmp_path: Path, value: float, said: str
) -> None:
    array = drawn().astype(np.float64) * value
    with pytest.raises(IntakeError, match=said):
        imported(cohort, write_nifti(tmp_path / "m.nii", array, affine_of(GRID)))


def test_probabilities_are_named_as_such(cohort: Cohort, tmp_path: Path) -> None:
    array = np.random.default_rng(4).random(GRID.size).astype(np.float32)
    with pytest.raises(IntakeError, match="map of probabilities"):
        imported(cohort, write_nifti(tmp_path / "m.nii", array, affine_of(GRID)))


def test_a_nearly_whole_outline_is_no_image(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    array = drawn().astype(np.float32) * np.float32(0.9999999)
    write_nifti(tmp_path / "t2_tra.nii", array, affine_of(GRID))
    (outcome,) = import_series(cohort, [tmp_path / "t2_tra.nii"], patient="one").series
    assert outcome.status == "rejected"
    assert "outline" in outcome.reason
    tiny = np.random.default_rng(1).random(GRID.size).astype(np.float32) * np.float32(9e-4)
    write_nifti(tmp_path / "adc.nii", tiny, affine_of(GRID))
    (outcome,) = import_series(cohort, [tmp_path / "adc.nii"], patient="one").series
    assert outcome.status == "imported"


@pytest.mark.parametrize(
    ("space", "signs"),
    [
        ("left-posterior-superior", (1, 1, 1)),
        ("LPS", (1, 1, 1)),
        ("right-anterior-superior", (-1, -1, 1)),
        ("RAS", (-1, -1, 1)),
        ("left-anterior-superior", (1, -1, 1)),
    ],
)
@pytest.mark.parametrize("encoding", ["gzip", "raw", "ascii"])
def test_spaces_of_nrrd(
    cohort: Cohort, tmp_path: Path, space: str, signs: tuple[int, int, int], encoding: str
) -> None:
    lines = [f"space: {space}", "kinds: domain domain domain", *vectors(GRID, signs)]
    found = imported(cohort, write_nrrd(tmp_path / "m.nrrd", drawn(), lines, encoding=encoding))
    assert same(found)
    assert found.notes == ()


def test_a_space_that_is_not_the_patient_or_is_missing(cohort: Cohort, tmp_path: Path) -> None:
    file = tmp_path / "m.nrrd"
    with pytest.raises(IntakeError, match="scanner-xyz"):
        imported(cohort, write_nrrd(file, drawn(), ["space: scanner-xyz", *vectors(GRID)]))
    found = imported(cohort, write_nrrd(file, drawn(), ["space dimension: 3", *vectors(GRID)]))
    assert same(found)
    assert "names no orientation" in notes(found)
    with pytest.raises(IntakeError, match=r"orientation of .* is missing"):
        imported(cohort, write_nrrd(file, drawn(), ["spacings: 0.7 0.7 4"]))
    image = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.int16)
    write_nrrd(tmp_path / "t2_tra.nrrd", image, ["spacings: 0.7 0.7 4"])
    (outcome,) = import_series(cohort, [tmp_path / "t2_tra.nrrd"], patient="two").series
    assert outcome.status == "imported"
    assert "names no orientation" in outcome.reason


def test_a_meta_image_without_a_matrix(cohort: Cohort, tmp_path: Path) -> None:
    head = (
        "ObjectType = Image\nNDims = 3\nBinaryData = True\nOffset = {offset}\n"
        "ElementSpacing = 0.7 0.7 4\nDimSize = 20 24 8\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n"
    )
    file = tmp_path / "m.mha"
    file.write_bytes(head.format(offset="-7 -8 -14").encode() + drawn().tobytes())
    found = imported(cohort, file)
    assert same(found)
    assert "names no orientation" in notes(found)
    file.write_bytes(head.format(offset="-7.3 -8 -14").encode() + drawn().tobytes())
    with pytest.raises(IntakeError, match=r"orientation of .* is missing"):
        imported(cohort, file)


@MANY
@given(grids(), st.permutations([0, 1, 2]), st.tuples(*[st.booleans()] * 3), st.integers(0, 2**16))
def test_axes_of_nrrd_in_any_order_and_direction(
    tmp_path: Path, grid: Grid, order: list[int], flips: tuple[bool, bool, bool], seed: int
) -> None:
    array = np.random.default_rng(seed).integers(0, 3, grid.size).astype(np.uint8)
    stored, affine = array.transpose(order), grid.affine[:, [*order, 3]]
    origin = affine[:3, 3].copy()
    for axis, flip in enumerate(flips):
        if flip:
            origin += affine[:3, axis] * (stored.shape[axis] - 1)
            affine[:3, axis] *= -1
            stored = np.flip(stored, axis)
    written = [f"({','.join(f'{v:.17g}' for v in affine[:3, a])})" for a in (2, 1, 0)]
    lines = [
        "space: LPS",
        f"space directions: {' '.join(written)}",
        f"space origin: ({','.join(f'{v:.17g}' for v in origin)})",
    ]
    file = write_nrrd(tmp_path / "m.nrrd", np.ascontiguousarray(stored), lines)
    found = read_outline(file, (grid,)).mask
    index = np.round(grid.world_to_index(found.grid.index_to_world(np.argwhere(found.array)))).astype(
        int
    )
    back = np.zeros(grid.size, np.uint8)
    back[tuple(index.T)] = found.array[found.array > 0]
    assert np.array_equal(back, array)


def test_the_content_decides_and_not_the_suffix(cohort: Cohort, tmp_path: Path) -> None:
    lines = ["space: LPS", *vectors(GRID)]
    write_nrrd(tmp_path / "m.nii.gz", drawn(), lines)
    assert same(imported(cohort, tmp_path / "m.nii.gz"))
    write_nifti(tmp_path / "n.nii.gz", drawn(), affine_of(GRID))
    (tmp_path / "outline").write_bytes((tmp_path / "n.nii.gz").read_bytes())
    assert same(imported(cohort, tmp_path / "outline"))


def test_a_header_line_twice_is_a_contradiction(cohort: Cohort, tmp_path: Path) -> None:
    lines = ["space: LPS", "space: RAS", *vectors(GRID)]
    with pytest.raises(IntakeError, match="“space” stands there twice"):
        imported(cohort, write_nrrd(tmp_path / "m.nrrd", drawn(), lines))


def test_a_resampled_outline_says_what_became_of_each_label(cohort: Cohort, tmp_path: Path) -> None:
    array = drawn()
    array[2:6, 8:16, 14:16] = 2
    other = RAS @ affine_of(GRID)
    other[0, 3] += 0.3
    found = imported(cohort, write_nifti(tmp_path / "m.nii", array, RAS @ other))
    assert "resampled: 0.50 cm³ became 0.50 cm³" in notes(found)
    assert "infiltration was resampled to another grid: 0.13 cm³ became 0.13 cm³" in notes(found)


def test_the_part_outside_the_series_is_named(cohort: Cohort, tmp_path: Path) -> None:
    found = imported(cohort, write_nifti(tmp_path / "m.nii", drawn(), shifted(16.0, 2)))
    assert "50.0 % of the outline lies outside" in notes(found)

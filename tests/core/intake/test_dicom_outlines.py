"""DICOM segmentations and structure sets on the series they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Polygon
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels.utils import pack_bits
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Volume
from cxstage_core.intake import RoiImport, import_roi
from cxstage_core.intake.exchange import strange_labels
from cxstage_core.intake.masks.polygons import filled
from cxstage_core.intake.masks.reading import read_outline
from tests.core.imaging.test_place_voxels_in_the_world import grids

GRID = Grid.axial((8, 24, 20), (4.0, 0.7, 0.7), (-7.0, -8.0, -14.0))
SEG, RT = UID("1.2.840.10008.5.1.4.1.1.66.4"), UID("1.2.840.10008.5.1.4.1.1.481.3")
LABEL_MAP = UID("1.2.840.10008.5.1.4.1.1.66.7")
MANY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)


def item(**values: Any) -> Dataset:
    found = Dataset()
    for keyword, value in values.items():
        setattr(found, keyword, value)
    return found


def saved(dataset: Dataset, file: Path, sop: UID) -> Path:
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop, generate_uid()
    dataset.SpecificCharacterSet, dataset.PatientName = "ISO_IR 192", "Nobody^Invented"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop, dataset.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta = meta
    dataset.save_as(file, enforce_file_format=True)
    return file


def write_seg(
    file: Path,
    grid: Grid,
    parts: Sequence[tuple[str, np.ndarray]],
    *,
    fraction: int = 0,
    coded: str = "",
    between: float | None = None,
    patient: str = "",
    empty: bool = False,
    shuffle: int = 0,
) -> Path:
    """Write bool arrays with their names, one frame for each slice that holds something."""
    frames, groups = [], []
    for number, (_, inside) in enumerate(parts, start=1):
        for k in range(grid.size[0]):
            if inside[k].any() or empty:
                position = grid.index_to_world((k, 0, 0)).tolist()
                frames.append(inside[k])
                groups.append(
                    item(
                        PlanePositionSequence=[item(ImagePositionPatient=position)],
                        SegmentIdentificationSequence=[item(ReferencedSegmentNumber=number)],
                    )
                )
    order = np.random.default_rng(shuffle).permutation(len(frames))
    found = item(
        Modality="SEG", PatientID=patient, Rows=grid.size[1], Columns=grid.size[2],
        NumberOfFrames=len(frames), SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2",
        PixelRepresentation=0, FrameOfReferenceUID=generate_uid(),
    )  # fmt: skip
    measures = item(PixelSpacing=list(grid.spacing[1:]), SliceThickness=grid.spacing[0])
    if between is not None:
        measures.SpacingBetweenSlices = between
    axes = [*grid.direction[2], *grid.direction[1]]
    found.SharedFunctionalGroupsSequence = [
        item(
            PixelMeasuresSequence=[measures],
            PlaneOrientationSequence=[item(ImageOrientationPatient=axes)],
        )
    ]
    found.PerFrameFunctionalGroupsSequence = [groups[i] for i in order]
    found.SegmentSequence = [
        item(
            SegmentNumber=n, SegmentLabel=name, SegmentAlgorithmType="MANUAL",
            SegmentedPropertyTypeCodeSequence=[
                item(CodeValue="1", CodingSchemeDesignator="99X", CodeMeaning=coded or "Tissue")
            ],
        )
        for n, (name, _) in enumerate(parts, start=1)
    ]  # fmt: skip
    stacked = np.array([frames[i] for i in order])
    if fraction:
        found.SegmentationType, found.SegmentationFractionalType = "FRACTIONAL", "PROBABILITY"
        found.MaximumFractionalValue = fraction
        found.BitsAllocated = found.BitsStored = 8
        found.HighBit = 7
        content = stacked.astype(np.uint8).tobytes()
    else:
        found.SegmentationType = "BINARY"
        found.BitsAllocated = found.BitsStored = 1
        found.HighBit = 0
        content = pack_bits(stacked.astype(np.uint8).ravel())
    found.PixelData = content + b"\0" * (len(content) % 2)
    found["PixelData"].VR = "OB"
    return saved(found, file, SEG)


Contours = Sequence[np.ndarray]


def write_rt(
    file: Path, regions: Sequence[tuple[str, Contours]], *, patient: str = "", **changes: Any
) -> Path:
    """Write regions as contours, each (n, 3) LPS mm."""
    frame = generate_uid()
    found = item(Modality="RTSTRUCT", PatientID=patient)
    found.StructureSetROISequence = [
        item(ROINumber=n, ROIName=name, ReferencedFrameOfReferenceUID=frame)
        for n, (name, _) in enumerate(regions, start=1)
    ]
    found.ROIContourSequence = [
        item(
            ReferencedROINumber=n,
            ContourSequence=[
                item(
                    ContourGeometricType=changes.get("kind", "CLOSED_PLANAR"),
                    NumberOfContourPoints=len(points),
                    ContourData=[f"{v:.10g}" for v in points.ravel()],
                )
                for points in contours
            ],
        )
        for n, (_, contours) in enumerate(regions, start=1)
    ]
    found.RTROIObservationsSequence = [
        item(ObservationNumber=n, ReferencedROINumber=n, RTROIInterpretedType=changes.get("type", ""))
        for n in range(1, len(regions) + 1)
    ]
    return saved(found, file, RT)


def box(grid: Grid, k: float, low: tuple[float, float], high: tuple[float, float]) -> np.ndarray:
    """A rectangle from row, column to row, column on a slice, in mm."""
    (r1, c1), (r2, c2) = low, high
    return grid.index_to_world([(k, r1, c1), (k, r1, c2), (k, r2, c2), (k, r2, c1)])


def up(points: np.ndarray, mm: float) -> np.ndarray:
    """The same points, further to superior."""
    return np.asarray(points + np.array([0.0, 0.0, mm]))


def circle(grid: Grid, k: float, centre: tuple[float, float], mm: float, points: int) -> np.ndarray:
    """A circle around row, column on a slice, in mm."""
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    middle = grid.index_to_world((k, *centre))
    axes = np.asarray(grid.direction)
    return np.asarray(
        middle + mm * (np.cos(angle)[:, None] * axes[1] + np.sin(angle)[:, None] * axes[2])
    )


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """Two patients, the first with one axial T2 series."""
    made = Cohort.create(tmp_path / "c")
    array = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.uint16)
    made.add_series(made.pseudonym("one"), Volume(array, GRID), SeriesInfo("T2"))
    made.pseudonym("two")
    return made


def imported(cohort: Cohort, file: Path, **choices: Label) -> RoiImport:
    return import_roi(cohort, "P0001", "t2-axial", file, "A", dict[int | str, Label](choices.items()))


def labels(found: RoiImport) -> np.ndarray:
    return found.reading.masks["t2-axial"].array


def notes(found: RoiImport) -> str:
    return " ".join(str(note) for note in found.notes)


def parts() -> tuple[np.ndarray, np.ndarray]:
    """Tumour and infiltration; two slices between them are empty."""
    tumour, infiltration = np.zeros(GRID.size, bool), np.zeros(GRID.size, bool)
    tumour[2:4, 8:16, 6:14] = True
    infiltration[6, 8:16, 14:16] = True
    return tumour, infiltration


@pytest.mark.parametrize(
    "names", [("infiltration", "tumour"), ("Parametrium", "GTV"), ("浸润", "肿瘤")]
)
@pytest.mark.parametrize("empty", [True, False])
def test_a_segmentation_by_names_with_slices_left_out(
    cohort: Cohort, tmp_path: Path, names: tuple[str, str], empty: bool
) -> None:
    tumour, infiltration = parts()
    pairs = [(names[0], infiltration), (names[1], tumour)]
    found = imported(cohort, write_seg(tmp_path / "anything", GRID, pairs, empty=empty, shuffle=3))
    assert np.array_equal(labels(found), tumour + 2 * infiltration)
    assert "resampled" not in notes(found)


@MANY
@given(grids(), st.integers(0, 2**16))
def test_a_segmentation_comes_back_in_its_place(tmp_path: Path, grid: Grid, seed: int) -> None:
    draw = np.random.default_rng(seed)
    array = draw.integers(0, 3, grid.size)
    array[draw.random(grid.size[0]) < 0.4] = 0
    array[0, 0, 0] = 1
    pairs = [("Tumour", array == 1), ("infiltration", array == 2)]
    found = read_outline(write_seg(tmp_path / "s.dcm", grid, pairs, shuffle=seed), (grid,)).mask
    points = found.grid.index_to_world(np.argwhere(found.array))
    index = np.round(grid.world_to_index(points)).astype(int)
    back = np.zeros(grid.size, int)
    back[tuple(index.T)] = found.array[found.array > 0]
    assert np.array_equal(back, array)
    assert np.max(np.abs(grid.world_to_index(points) - index)) < 0.01


def test_a_coded_meaning_counts_where_the_name_says_nothing(cohort: Cohort, tmp_path: Path) -> None:
    tumour, _ = parts()
    file = write_seg(tmp_path / "s", GRID, [("Segment_1", tumour)], coded="Neoplasm")
    assert np.array_equal(labels(imported(cohort, file)), tumour)
    file = write_seg(tmp_path / "s", GRID, [("Segment_1", tumour)])
    assert strange_labels(file) == ("Segment_1",)
    with pytest.raises(IntakeError, match="“Segment_1”"):
        imported(cohort, file)
    assert np.array_equal(labels(imported(cohort, file, Segment_1=Label.TUMOUR)), tumour)


def test_fractions(cohort: Cohort, tmp_path: Path) -> None:
    tumour, _ = parts()
    whole = write_seg(tmp_path / "s", GRID, [("tumour", tumour * 200)], fraction=200)
    found = imported(cohort, whole)
    assert np.array_equal(labels(found), tumour)
    assert "fractions" not in notes(found)
    soft = (tumour * 200).astype(int)
    soft[2, 8, 6], soft[2, 8, 7] = 99, 100
    found = imported(cohort, write_seg(tmp_path / "s", GRID, [("tumour", soft)], fraction=200))
    assert labels(found)[2, 8, 6] == 0
    assert labels(found)[2, 8, 7] == 1
    assert "fractions" in notes(found)


def test_a_segmentation_of_another_patient_is_refused(cohort: Cohort, tmp_path: Path) -> None:
    tumour, _ = parts()
    assert notes(imported(cohort, write_seg(tmp_path / "s", GRID, [("tumour", tumour)], patient="one")))
    with pytest.raises(IntakeError, match="P0002"):
        imported(cohort, write_seg(tmp_path / "s", GRID, [("tumour", tumour)], patient="two"))
    found = imported(cohort, write_seg(tmp_path / "s", GRID, [("tumour", tumour)], patient="three"))
    assert "not of this cohort" in notes(found)
    assert "three" not in notes(found)


def test_frames_without_a_place_or_that_do_not_fit_are_refused(cohort: Cohort, tmp_path: Path) -> None:
    import pydicom

    tumour, _ = parts()
    file = write_seg(tmp_path / "s", GRID, [("tumour", tumour)])
    dataset = pydicom.dcmread(file)
    del dataset.PerFrameFunctionalGroupsSequence[0].PlanePositionSequence
    dataset.save_as(tmp_path / "n")
    with pytest.raises(IntakeError, match="have no position"):
        imported(cohort, tmp_path / "n")
    dataset = pydicom.dcmread(file)
    dataset.PerFrameFunctionalGroupsSequence.pop()
    dataset.save_as(tmp_path / "n")
    with pytest.raises(IntakeError, match="damaged"):
        imported(cohort, tmp_path / "n")
    dataset = pydicom.dcmread(file)
    dataset.PixelData = dataset.PixelData[:20]
    dataset.save_as(tmp_path / "n")
    with pytest.raises(IntakeError, match="cut off"):
        imported(cohort, tmp_path / "n")


def test_voxels_of_a_segment_that_is_not_described_are_never_left_out(
    cohort: Cohort, tmp_path: Path
) -> None:
    import pydicom

    tumour, infiltration = parts()
    file = write_seg(tmp_path / "s", GRID, [("tumour", tumour), ("infiltration", infiltration)])
    dataset = pydicom.dcmread(file)
    dataset.SegmentSequence[1].SegmentNumber = 17
    dataset.save_as(tmp_path / "n")
    with pytest.raises(IntakeError, match="as segment 2, which it does not describe"):
        imported(cohort, tmp_path / "n")
    for number in (None, 0):
        dataset.SegmentSequence[1].SegmentNumber = number
        dataset.save_as(tmp_path / "n")
        with pytest.raises(IntakeError, match="damaged"):
            imported(cohort, tmp_path / "n")
    dataset = pydicom.dcmread(file)  # in a label map a frame without a segment holds all of them
    frame = dataset.PerFrameFunctionalGroupsSequence[0]
    frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber = 0
    dataset.save_as(tmp_path / "n")
    with pytest.raises(IntakeError, match="damaged"):
        imported(cohort, tmp_path / "n")


def test_a_label_map(cohort: Cohort, tmp_path: Path) -> None:
    import pydicom

    tumour, infiltration = parts()
    file = write_seg(tmp_path / "s", GRID, [("infiltration", tumour | ~tumour)], fraction=2)
    dataset = pydicom.dcmread(file)
    dataset.SegmentationType = "LABELMAP"
    for group in dataset.PerFrameFunctionalGroupsSequence:
        del group.SegmentIdentificationSequence
    order = np.random.default_rng(0).permutation(GRID.size[0])
    dataset.PixelData = (infiltration + 2 * tumour)[order].astype(np.uint8).tobytes()
    dataset["PixelData"].VR = "OB"
    dataset.SegmentSequence.append(item(SegmentNumber=2, SegmentLabel="tumour"))
    saved(dataset, tmp_path / "m", LABEL_MAP)
    assert np.array_equal(labels(imported(cohort, tmp_path / "m")), tumour + 2 * infiltration)
    del dataset.SegmentSequence[1]
    saved(dataset, tmp_path / "m", LABEL_MAP)
    with pytest.raises(IntakeError, match="as segment 2, which it does not describe"):
        imported(cohort, tmp_path / "m")


@MANY
@given(
    grids(),
    st.floats(0.2, 0.8),
    st.floats(0.2, 0.8),
    st.floats(0.1, 0.6),
    st.integers(3, 60),
    st.integers(0, 9),
)
def test_a_circle_is_filled_as_point_in_polygon_says(
    tmp_path: Path, grid: Grid, row: float, column: float, share: float, points: int, k: int
) -> None:
    k %= grid.size[0]
    centre = (row * (grid.size[1] - 1) + 0.137, column * (grid.size[2] - 1) + 0.291)
    mm = share * min(grid.size[1] * grid.spacing[1], grid.size[2] * grid.spacing[2])
    outline = circle(grid, k, centre, mm, points)
    file = write_rt(tmp_path / "r", [("GTV", [outline])])
    index = grid.world_to_index(outline)[:, 1:]
    centres = np.stack(np.meshgrid(np.arange(grid.size[1]), np.arange(grid.size[2]), indexing="ij"), -1)
    polygon = Polygon(index)
    inside = polygon.contains_points(centres.reshape(-1, 2)).reshape(grid.size[1:])
    if not inside.any():
        with pytest.raises(IntakeError, match=r"smaller than the voxels|outside"):
            read_outline(file, (grid,))
        return
    found = read_outline(file, (grid,)).mask
    assert found.grid.close_to(grid)
    assert np.array_equal(found.array[k], inside)
    assert not np.delete(found.array, k, axis=0).any()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**20), st.integers(3, 12))
def test_any_polygon_is_filled_by_the_even_odd_rule(seed: int, points: int) -> None:
    outline = np.random.default_rng(seed).random((points, 2)) * 14 - 2
    inside = filled(outline, 11, 9)
    for row, column in np.ndindex(11, 9):
        crossings = 0
        for (y1, x1), (y2, x2) in zip(outline, np.roll(outline, -1, 0), strict=True):
            if (y1 > row) != (y2 > row) and column < x1 + (row - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
        assert inside[row, column] == crossings % 2


def test_regions_sharing_a_border_share_no_voxel() -> None:
    left = filled(np.array([(2.0, 1), (2, 5), (8, 5), (8, 1)]), 11, 12)
    right = filled(np.array([(2.0, 5), (2, 9), (8, 9), (8, 5)]), 11, 12)
    assert left.sum() == right.sum() == 24
    assert not (left & right).any()


def test_contours_by_names_with_holes_and_several_parts(cohort: Cohort, tmp_path: Path) -> None:
    outer, hole = box(GRID, 3, (4.5, 3.5), (16.5, 13.5)), box(GRID, 3, (8.5, 6.5), (11.5, 9.5))
    second = box(GRID, 3, (18.5, 14.5), (21.5, 17.5))
    keyhole = np.concatenate([up(outer, 4), up(outer[:1], 4), up(hole, 4), up(hole[:1], 4)])
    infiltration = [box(GRID, 6, (4.5, 3.5), (6.5, 5.5))]
    regions = [("Infiltration", infiltration), ("GTVp", [outer, hole, second, keyhole, outer])]
    found = imported(cohort, write_rt(tmp_path / "RS.1.2.3", regions))
    wanted = np.zeros(GRID.size, np.uint8)
    for k in (3, 4):
        wanted[k, 5:17, 4:14] = 1
        wanted[k, 9:12, 7:10] = 0
    wanted[3, 19:22, 15:18] = 1
    wanted[6, 5:7, 4:6] = 2
    assert np.array_equal(labels(found), wanted)
    assert "9 voxels between them were taken as holes" in notes(found)
    assert "1 contours were there twice" in notes(found)


def test_contours_beside_the_slices_are_laid_into_their_own_planes(
    cohort: Cohort, tmp_path: Path
) -> None:
    contours = [box(GRID, k, (4.5, 3.5), (16.5, 13.5)) for k in np.arange(2.25, 5.0, 0.5)]
    found = imported(cohort, write_rt(tmp_path / "r", [("tumour", contours)]))
    true = 12 * 10 * 0.7 * 0.7 * 12.0 / 1000
    assert found.reading.masks["t2-axial"].volume_cm3() == pytest.approx(true, rel=0.01)
    assert "resampled" in notes(found)
    assert "check that it overlays" in notes(found)
    uneven = [box(GRID, k, (4.5, 3.5), (16.5, 13.5)) for k in (2.25, 2.9, 4.0)]
    with pytest.raises(IntakeError, match="not evenly spaced"):
        imported(cohort, write_rt(tmp_path / "r", [("tumour", uneven)]))


def test_contours_of_a_sagittal_series_on_an_axial_one(cohort: Cohort, tmp_path: Path) -> None:
    sagittal = Grid((20, 30, 30), (0.7, 1.0, 1.0), (-7, -8, 16), ((1, 0, 0), (0, 0, -1), (0, 1, 0)))
    contours = [box(sagittal, k, (9.5, 1.5), (21.5, 13.5)) for k in range(5, 15)]
    found = imported(cohort, write_rt(tmp_path / "r", [("tumour", contours)]))
    true = 10 * 0.7 * 12 * 12 / 1000
    assert found.reading.masks["t2-axial"].volume_cm3() == pytest.approx(true, rel=0.05)
    bent = box(GRID, 3, (4.5, 3.5), (16.5, 13.5))
    bent[0, 2] += 3
    with pytest.raises(IntakeError, match="parallel planes"):
        imported(cohort, write_rt(tmp_path / "r", [("tumour", [bent])]))


def test_contours_that_say_little(cohort: Cohort, tmp_path: Path) -> None:
    contour = box(GRID, 3, (4.5, 3.5), (16.5, 13.5))
    file = write_rt(tmp_path / "r", [("ROI-1", [contour]), ("ROI-2", [])])
    assert strange_labels(file) == ("ROI-1",)
    with pytest.raises(IntakeError, match="“ROI-1”"):
        imported(cohort, file)
    found = imported(cohort, write_rt(tmp_path / "r", [("ROI-1", [contour])], type="GTV"))
    assert (labels(found) == 1).sum() == 120
    with pytest.raises(IntakeError, match="no closed contours"):
        imported(cohort, write_rt(tmp_path / "r", [("GTV", [contour])], kind="OPEN_PLANAR"))
    with pytest.raises(IntakeError, match="entirely outside"):
        imported(cohort, write_rt(tmp_path / "r", [("GTV", [up(contour, 400)])]))
    with pytest.raises(IntakeError, match="entirely outside"):
        imported(cohort, write_rt(tmp_path / "r", [("GTV", [box(GRID, 3, (4.5, 90), (9.5, 99))])]))
    inside = box(GRID, 3, (4.2, 3.2), (4.8, 3.8))
    found = imported(cohort, write_rt(tmp_path / "r", [("GTV", [contour, up(inside, 4)])]))
    assert "1 contours of “GTV” hold no voxel centre" in notes(found)


def test_contours_of_another_length_than_declared(cohort: Cohort, tmp_path: Path) -> None:
    import pydicom

    file = write_rt(tmp_path / "r", [("GTV", [box(GRID, 3, (4.5, 3.5), (16.5, 13.5))])])
    dataset = pydicom.dcmread(file)
    contour = dataset.ROIContourSequence[0].ContourSequence[0]
    contour.NumberOfContourPoints = 5
    dataset.save_as(file)
    with pytest.raises(IntakeError, match="has 4 points, but the file declares 5"):
        imported(cohort, file)
    del contour.NumberOfContourPoints
    dataset.save_as(file)
    found = imported(cohort, file)
    assert (labels(found) == 1).sum() == 120
    assert "1 contours of the file do not state their number of points" in notes(found)


def test_contours_outside_the_slices_are_counted(cohort: Cohort, tmp_path: Path) -> None:
    contours = [box(GRID, k, (4.5, 3.5), (16.5, 13.5)) for k in (6, 7, 8)]
    found = imported(cohort, write_rt(tmp_path / "r", [("GTV", contours)]))
    assert (labels(found) == 1).sum() == 240
    assert "1 contours of “GTV” lie outside the series" in notes(found)
    cut = box(GRID, 3, (4.5, 3.5), (16.5, 30.5))
    found = imported(cohort, write_rt(tmp_path / "r", [("GTV", [cut])]))
    assert (labels(found) == 1).sum() == 12 * 16
    assert "1 contours of “GTV” lie outside the series" in notes(found)


def test_images_are_no_outlines(cohort: Cohort, tmp_path: Path, series: Any) -> None:
    file = series(tmp_path / "in")[0]
    with pytest.raises(IntakeError, match="MR Image"):
        imported(cohort, file)

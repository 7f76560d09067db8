"""Segmentation, report and capture as programs of others read and keep them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest
import SimpleITK as sitk

from cxstage_core.imaging import Label, Mask
from cxstage_core.imaging.resample import grid_of_sitk
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.prediction.dicom import Targets
from cxstage_core.prediction.dicom.codes import GROUP, GROUPS, PROBABILITY, SCHEME
from cxstage_core.staging import Group
from tests.conftest import REAL_DATA
from tests.core.prediction import dicom_peers as peers
from tests.core.prediction.dicom_studies import (
    OBLIQUE,
    Kind,
    Written,
    answer,
    one_label,
    opened,
    picture,
    write,
    written,
)

KINDS = {
    "axial": Kind(),
    "oblique": Kind(orientation=OBLIQUE),
    "descending": Kind(orientation=OBLIQUE, descending=True),
    "gapped": Kind(orientation=OBLIQUE, step=6.6, thickness="4"),
    "rounded positions": Kind(orientation=OBLIQUE, step=3.3333, decimals=2),
    "positions in tenths": Kind(orientation=OBLIQUE, step=5.0, decimals=1),
    "without thickness": Kind(thickness=None),
    "enhanced": Kind(orientation=OBLIQUE, enhanced=True),
    "one volume of an enhanced file": Kind(orientation=OBLIQUE, enhanced=True, further_frames=True),
    "real": Kind(),
}
WRITTEN = list(KINDS)
ROUNDED = ("rounded positions", "positions in tenths")
_ROUNDED_MM = 0.1
_OF_DCMTK = "The VR checker does not support this Specific Character Set"
"""Said of every file in UTF-8: what DCMTK itself cannot check."""


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Written, Targets]]]:
    """Every kind of study with the three objects written from it."""
    root = tmp_path_factory.mktemp("studies")
    found: dict[str, tuple[Written, Targets]] = {}
    for name, kind in KINDS.items():
        if name == "real":
            if not (REAL_DATA / "pelvis_dicom").is_dir():
                continue
            study = opened(REAL_DATA / "pelvis_dicom")
        else:
            study = written(root / name, kind)
        found[name] = study, write(study, root / "out" / name)
    yield found


@pytest.fixture
def study(
    request: pytest.FixtureRequest, studies: dict[str, tuple[Written, Targets]]
) -> tuple[Written, Targets]:
    if request.param not in studies:
        pytest.skip("no real MRI beside this checkout (../shared/data)")
    return studies[request.param]


def segments(mask: Mask) -> dict[int, peers.Points]:
    return {
        number: peers.points(mask.of(label), mask.grid)
        for number, label in enumerate((Label.TUMOUR, Label.INFILTRATION), start=1)
    }


@pytest.mark.parametrize("study", WRITTEN, indirect=True)
def test_the_outline_comes_back_by_our_own_door(study: tuple[Written, Targets]) -> None:
    source, targets = study
    assert targets.seg is not None
    back = read_outline(targets.seg, (source.image.grid,))
    placed, moved = on_series(back.mask, source.image.grid, targets.seg)
    assert moved == ()
    np.testing.assert_array_equal(placed.array, source.outline.array)


@pytest.mark.parametrize("study", WRITTEN, indirect=True)
def test_other_programs_see_the_outline_at_its_place(
    study: tuple[Written, Targets], tmp_path: Path
) -> None:
    source, targets = study
    assert targets.seg is not None
    wanted = segments(source.outline)
    found = hd.seg.segread(targets.seg)
    by_frame: dict[int, peers.Points] = {1: set(), 2: set()}
    for group, pixels in zip(found.PerFrameFunctionalGroupsSequence, found.pixel_array, strict=True):
        first = np.array(group.PlanePositionSequence[0].ImagePositionPatient, float)
        axes = np.array(
            found.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0].ImageOrientationPatient,
            float,
        ).reshape(2, 3)
        spacing = found.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing
        index = np.argwhere(pixels)
        world = first + index[:, :1] * spacing[0] * axes[1] + index[:, 1:] * spacing[1] * axes[0]
        number = group.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        by_frame[number] |= {tuple(np.round(p, 2) + 0.0) for p in world.tolist()}
    by_dcmqi = peers.points_of_dcmqi(targets.seg, tmp_path / "dcmqi")
    for number, places in wanted.items():
        assert peers.apart(by_frame[number], places) < _ROUNDED_MM
        assert peers.apart(by_dcmqi[number], places) < _ROUNDED_MM


@pytest.mark.parametrize("study", [k for k in WRITTEN if k not in ROUNDED], indirect=True)
def test_highdicom_makes_the_same_volume(study: tuple[Written, Targets]) -> None:
    source, targets = study
    assert targets.seg is not None
    found = hd.seg.segread(targets.seg).get_volume(combine_segments=True, skip_overlap_checks=True)
    for number, places in segments(source.outline).items():
        index = np.argwhere(found.array == number)
        world = np.round(found.map_indices_to_reference(index), 2) + 0.0
        assert peers.apart({tuple(p) for p in world.tolist()}, places) < _ROUNDED_MM
    assert found.array.shape[0] == len(source.original.frames)  # empty slices are there


@pytest.mark.parametrize("study", ["axial", "descending", "gapped", "enhanced", "real"], indirect=True)
def test_simpleitk_sees_the_tumour_at_its_place(study: tuple[Written, Targets], tmp_path: Path) -> None:
    """It knows no segments, so that it is given one."""
    source, _ = study
    targets = write(source, tmp_path, one_label(source.outline))
    picture_of = sitk.ReadImage(str(targets.seg))
    grid = grid_of_sitk(picture_of)
    found = peers.points(sitk.GetArrayFromImage(picture_of) > 0, grid)
    assert peers.apart(found, segments(source.outline)[1]) < _ROUNDED_MM


@pytest.mark.parametrize("study", WRITTEN, indirect=True)
def test_places_are_those_of_the_source_to_the_letter(study: tuple[Written, Targets]) -> None:
    source, targets = study
    assert targets.seg is not None
    found = pydicom.dcmread(targets.seg)
    shared = found.SharedFunctionalGroupsSequence[0]
    planes: dict[tuple[str, int], pydicom.Dataset] = {}
    for file in {frame.file for frame in source.original.frames}:
        image = pydicom.dcmread(file, stop_before_pixels=True)
        if "NumberOfFrames" in image:
            common = image.SharedFunctionalGroupsSequence[0]
            for number, group in enumerate(image.PerFrameFunctionalGroupsSequence, start=1):
                plane = pydicom.Dataset()
                plane.update(common.PlaneOrientationSequence[0])
                plane.update(common.PixelMeasuresSequence[0])
                plane.update(group.PlanePositionSequence[0])
                planes[image.SOPInstanceUID, number] = plane
        else:
            planes[image.SOPInstanceUID, 0] = image
    for group in found.PerFrameFunctionalGroupsSequence:
        item = group.DerivationImageSequence[0].SourceImageSequence[0]
        key = (item.ReferencedSOPInstanceUID, int(item.get("ReferencedFrameNumber", 0)))
        image = planes[key]
        place = group.PlanePositionSequence[0]
        assert words(place, "ImagePositionPatient") == words(image, "ImagePositionPatient")
        orientation = shared.PlaneOrientationSequence[0]
        assert words(orientation, "ImageOrientationPatient") == words(image, "ImageOrientationPatient")
        assert words(shared.PixelMeasuresSequence[0], "PixelSpacing") == words(image, "PixelSpacing")
    assert len(found.PerFrameFunctionalGroupsSequence) == 2 * len(source.original.frames)


def words(item: pydicom.Dataset, keyword: str) -> list[str]:
    """Decimal strings as the file has them."""
    return [str(getattr(value, "original_string", value)) for value in item[keyword].value]


@pytest.mark.parametrize("study", WRITTEN, indirect=True)
def test_dicom3tools_finds_no_error(study: tuple[Written, Targets]) -> None:
    _, targets = study
    for file in (targets.seg, targets.sr, targets.capture):
        assert file is not None
        assert peers.errors_of_dciodvfy(file) == []


@pytest.mark.parametrize("study", WRITTEN, indirect=True)
def test_the_report_says_the_same_to_everyone(study: tuple[Written, Targets], tmp_path: Path) -> None:
    source, targets = study
    assert targets.sr is not None and targets.seg is not None
    given, seg = answer(), pydicom.dcmread(targets.seg, stop_before_pixels=True)
    dumped = peers.run(peers.peer("dsrdump"), "+Pl", targets.sr)
    assert dumped.returncode == 0
    assert [line for line in dumped.stderr.splitlines() if _OF_DCMTK not in line] == []
    for said in ("PARTIAL", "PRELIMINARY", "UNVERIFIED", "Research use only.", *given.sentences):
        assert said in dumped.stdout
    by_dcmqi = peers.report_of_dcmqi(targets.sr, tmp_path / "sr.json")
    report = hd.sr.srread(targets.sr)
    tumour, infiltration = report.content.get_volumetric_roi_measurement_groups()
    assert tumour.referenced_segment.referenced_sop_instance_uid == seg.SOPInstanceUID
    groups = by_dcmqi["Measurements"]
    assert isinstance(groups, list)
    for number, (ours, theirs) in enumerate(zip((tumour, infiltration), groups, strict=True), start=1):
        assert theirs["ReferencedSegment"] == number
        assert theirs["segmentationSOPInstanceUID"] == seg.SOPInstanceUID
        assert theirs["TrackingUniqueIdentifier"] == ours.tracking_uid
        assert ours.tracking_uid == seg.SegmentSequence[number - 1].TrackingUID
        assert [
            (one.name.value, one.name.scheme_designator, one.value) for one in ours.get_measurements()
        ] == [
            (
                one["quantity"]["CodeValue"],
                one["quantity"]["CodingSchemeDesignator"],
                float(one["value"]),
            )
            for one in theirs["measurementItems"]
        ]
    own = {m.name.value: m for m in tumour.get_measurements() if m.name.scheme_designator == SCHEME}
    assert own[PROBABILITY.value].value == given.probability
    assert own[PROBABILITY.value].unit.value == "1"
    assert [m["value"] for m in groups[0]["measurementItems"][3:]] == [
        "0.734",
        "0.61",
        "0.83",
        "0.95",
        "0.5",
        "0.9",
    ]
    for item in groups[0]["measurementItems"][3:]:
        by = item["measurementAlgorithmIdentification"]
        assert by["AlgorithmName"] == "CxStage HRNet"
        assert f"sha256={given.model_sha256}" in by["AlgorithmParameters"]
    volume = next(m for m in tumour.get_measurements() if m.name.value == "118565006")
    assert volume.value == pytest.approx(source.outline.volume_cm3(), abs=1e-5)
    evaluations = {
        (e["conceptCode"]["CodeValue"], e["conceptValue"]["CodeValue"])
        for e in groups[0]["qualitativeEvaluations"]
    }
    assert (GROUP.value, GROUPS[Group.CHEMORADIOTHERAPY].value) in evaluations
    listed = set(by_dcmqi["imageLibrary"]) | set(by_dcmqi["compositeContext"])  # type: ignore[call-overload]
    images = {str(one.SOPInstanceUID) for one in source.original.instances}
    assert listed == images | {seg.SOPInstanceUID}
    assert {str(one[2]) for one in report.get_evidence()} == listed
    (scheme,) = report.CodingSchemeIdentificationSequence
    assert scheme.CodingSchemeDesignator == SCHEME


def test_orthanc_takes_all_three_and_gives_them_back(
    studies: dict[str, tuple[Written, Targets]], tmp_path: Path
) -> None:
    peers.peer("Orthanc")
    peers.peer("storescu")
    sent = [
        file
        for name in ("oblique", "enhanced", "real")
        if name in studies
        for file in (studies[name][1].seg, studies[name][1].sr, studies[name][1].capture)
        if file is not None
    ]
    with peers.archive(tmp_path / "orthanc") as archive:
        archive.send(*sent)
        kept = [pydicom.dcmread(io.BytesIO(content)) for content in archive.instances()]
    by_uid = {str(one.SOPInstanceUID): one for one in kept}
    assert len(by_uid) == len(sent)
    for file in sent:
        wanted = pydicom.dcmread(file)
        assert by_uid[str(wanted.SOPInstanceUID)] == wanted


def test_the_capture_shows_the_picture(studies: dict[str, tuple[Written, Targets]]) -> None:
    source, targets = studies["oblique"]
    assert targets.capture is not None
    found = pydicom.dcmread(targets.capture)
    np.testing.assert_array_equal(found.pixel_array, picture())
    assert (found.BurnedInAnnotation, found.ConversionType) == ("NO", "WSD")
    assert found.ImageType[0] == "DERIVED"
    listed = [item.ReferencedSOPInstanceUID for item in found.SourceImageSequence]
    assert listed == [str(one.SOPInstanceUID) for one in source.original.instances]


def test_segments_are_coded_and_said_to_be_drawn_by_hand(
    studies: dict[str, tuple[Written, Targets]],
) -> None:
    found = pydicom.dcmread(studies["oblique"][1].seg)  # type: ignore[arg-type]
    assert [one.SegmentAlgorithmType for one in found.SegmentSequence] == ["MANUAL", "MANUAL"]
    assert [one.SegmentLabel for one in found.SegmentSequence] == ["Tumour", "Possible infiltration"]
    for one in found.SegmentSequence:
        assert one.SegmentedPropertyCategoryCodeSequence[0].CodingSchemeDesignator == "SCT"
        assert one.SegmentedPropertyTypeCodeSequence[0].CodingSchemeDesignator == "SCT"
        assert len(one.RecommendedDisplayCIELabValue) == 3
        assert "drawn by hand" in one.SegmentDescription
    assert re.fullmatch(r"2\.25\.[0-9]+", found.SOPInstanceUID)

"""Segments are taken by their names: 3D Slicer, ITK-SNAP, and what the command line says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Volume
from cxstage_core.intake import RoiImport, import_roi, import_series
from cxstage_core.intake.exchange import incoming_outline, strange_labels
from cxstage_core.intake.labels.names import meaning
from tests.core.cases.running import CXSTAGE
from tests.core.intake.outline_files import affine_of, vectors, write_nifti, write_nrrd

GRID = Grid.axial((8, 24, 20), (4.0, 0.7, 0.7), (-7.0, -8.0, -14.0))
LINES = ["space: LPS", "kinds: domain domain domain", *vectors(GRID)]


def wanted() -> np.ndarray:
    """Tumour 256 voxels, possible infiltration 64."""
    array = np.zeros(GRID.size, np.uint8)
    array[2:6, 8:16, 6:14] = 1
    array[2:6, 8:16, 14:16] = 2
    return array


def segments(*named: tuple[str, int, int]) -> dict[str, str]:
    """Fields of 3D Slicer for segments given as name, value, layer."""
    found = {"Segmentation_MasterRepresentation": "Binary labelmap"}
    for number, (name, value, layer) in enumerate(named):
        found |= {
            f"Segment{number}_ID": f"Segment_{number + 1}",
            f"Segment{number}_Name": name,
            f"Segment{number}_LabelValue": str(value),
            f"Segment{number}_Layer": str(layer),
            f"Segment{number}_Extent": "6 15 8 15 2 5",
        }
    return found


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """One patient with one axial T2 series."""
    made = Cohort.create(tmp_path / "c")
    array = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.uint16)
    made.add_series(made.pseudonym("one"), Volume(array, GRID), SeriesInfo("T2"))
    return made


def imported(cohort: Cohort, file: Path, **choices: Label) -> RoiImport:
    return import_roi(cohort, "P0001", "t2-axial", file, "A", dict[int | str, Label](choices.items()))


def labels(found: RoiImport) -> np.ndarray:
    return found.reading.masks["t2-axial"].array


def notes(found: RoiImport) -> str:
    return " ".join(str(note) for note in found.notes)


@pytest.mark.parametrize("encoding", ["gzip", "raw", "ascii"])
@pytest.mark.parametrize(
    ("tumour", "infiltration"),
    [
        ("tumour", "possible infiltration"),
        ("GTVp", "Parametrium left"),
        ("肿瘤", "可疑浸润"),
        ("Primary_Tumor", "tumour infiltration"),
        ("Lesion 1", "INFILTRATION"),
    ],
)
def test_names_count_and_not_the_numbers(
    cohort: Cohort, tmp_path: Path, tumour: str, infiltration: str, encoding: str
) -> None:
    stored = np.choose(wanted(), [0, 9, 4]).astype(np.uint8)
    fields = segments((infiltration, 4, 0), (tumour, 9, 0))
    found = imported(cohort, write_nrrd(tmp_path / "m.seg.nrrd", stored, LINES, fields, encoding))
    assert np.array_equal(labels(found), wanted())
    assert f"“{tumour}” was imported as tumour" in notes(found)


@pytest.mark.parametrize("first", [True, False])
def test_layers_may_overlap_and_the_tumour_is_kept(cohort: Cohort, tmp_path: Path, first: bool) -> None:
    inside = np.zeros((2, *GRID.size), np.uint8)
    inside[0][wanted() > 0] = 1
    inside[1][wanted() == 1] = 1
    stored = np.moveaxis(inside, 0, -1) if first else inside
    lines = list(LINES)
    lines[1] = "kinds: list domain domain domain" if first else "kinds: domain domain domain list"
    head, vector = lines[2].split(": ")
    lines[2] = f"{head}: none {vector}" if first else f"{head}: {vector} none"
    fields = segments(("infiltration", 1, 0), ("tumour", 1, 1))
    file = write_nrrd(tmp_path / "m.seg.nrrd", np.ascontiguousarray(stored), lines, fields)
    found = imported(cohort, file)
    assert np.array_equal(labels(found), wanted())
    assert "overlap in 256 voxels (0.50 cm³), which were taken as tumour" in notes(found)


def test_a_name_that_does_not_say_is_asked_for(cohort: Cohort, tmp_path: Path) -> None:
    stored = np.choose(wanted(), [0, 1, 2]).astype(np.uint8)
    stored[0, 0, 0] = 3
    fields = segments(("Segment_1", 1, 0), ("infiltration", 2, 0), ("bladder", 3, 0), ("empty", 4, 0))
    file = write_nrrd(tmp_path / "m.seg.nrrd", stored, LINES, fields)
    assert strange_labels(file) == ("Segment_1", "bladder")
    with pytest.raises(IntakeError, match="“Segment_1”, “bladder”"):
        imported(cohort, file)
    assert cohort.readings.get("P0001", "A") is None
    chosen = {"segment_1": Label.TUMOUR, "bladder": Label.BACKGROUND}
    found = imported(cohort, file, **chosen)
    assert np.array_equal(labels(found), wanted())
    assert "“bladder” was omitted" in notes(found)
    assert "“empty” is empty" in notes(found)
    with pytest.raises(IntakeError, match="no segment “rectum”"):
        imported(cohort, file, **chosen, rectum=Label.BACKGROUND)
    window = incoming_outline(file, GRID, meanings=dict[int | str, Label](chosen.items()))
    assert np.array_equal(window.mask.array, wanted())


def test_voxels_that_no_segment_names_are_asked_for(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nrrd(tmp_path / "m.seg.nrrd", wanted(), LINES, segments(("tumour", 1, 0)))
    assert strange_labels(file) == ("2",)
    with pytest.raises(IntakeError, match="“2”"):
        imported(cohort, file)


def test_two_segments_of_one_number_contradict_each_other(cohort: Cohort, tmp_path: Path) -> None:
    fields = segments(("tumour", 1, 0), ("infiltration", 1, 0))
    with pytest.raises(IntakeError, match="contradicts itself"):
        imported(cohort, write_nrrd(tmp_path / "m.seg.nrrd", wanted(), LINES, fields))


def test_two_tumours_are_joined_with_a_note(cohort: Cohort, tmp_path: Path) -> None:
    fields = segments(("tumour 1", 1, 0), ("tumour 2", 2, 0))
    found = imported(cohort, write_nrrd(tmp_path / "m.seg.nrrd", wanted(), LINES, fields))
    assert np.count_nonzero(labels(found) == Label.TUMOUR) == 320
    assert "“tumour 1”, “tumour 2” were joined as tumour" in notes(found)


def test_names_of_itk_snap_count_on_the_command_line_as_in_the_window(
    cohort: Cohort, tmp_path: Path
) -> None:
    write_nifti(tmp_path / "m.nii", np.choose(wanted(), [0, 2, 1]).astype(np.uint8), affine_of(GRID))
    (tmp_path / "m.label").write_text(
        '    1   255    0    0        1  1  1    "Possible infiltration"\n'
        '    2     0  255    0        1  1  1    "Tumour"\n',
        encoding="utf-8",
    )
    assert np.array_equal(labels(imported(cohort, tmp_path / "m.nii")), wanted())


def test_numbers_without_names_stay_as_documented(cohort: Cohort, tmp_path: Path) -> None:
    file = write_nifti(tmp_path / "m.nii", wanted(), affine_of(GRID))
    found = imported(cohort, file)
    assert np.array_equal(labels(found), wanted())
    assert found.notes == ()
    file = write_nifti(tmp_path / "o.nii", wanted() * np.uint8(5), affine_of(GRID))
    found = import_roi(
        cohort, "P0001", "t2-axial", file, "A", {5: Label.TUMOUR, "10": Label.INFILTRATION}
    )
    assert np.array_equal(labels(found), wanted())


def test_a_segmentation_is_no_image(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    stored = np.random.default_rng(1).integers(0, 9, GRID.size).astype(np.uint8)
    file = write_nrrd(tmp_path / "t2.seg.nrrd", stored, LINES, segments(("tumour", 1, 0)))
    (outcome,) = import_series(cohort, [file], patient="one").series
    assert outcome.status == "rejected"
    assert "named segments" in outcome.reason


def test_the_command_line_says_what_a_segment_is(cohort: Cohort, tmp_path: Path) -> None:
    fields = segments(("Segment_1", 1, 0), ("Segment=2", 2, 0))
    write_nrrd(tmp_path / "m.seg.nrrd", wanted(), LINES, fields)

    def run(*more: str) -> dict[str, object]:
        done = subprocess.run(
            [CXSTAGE, "roi", "import", str(cohort.path), "P0001", "t2-axial", "m.seg.nrrd", "--reader", "A", *more,
             "--json"],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return {"rc": done.returncode, **found}

    assert run()["rc"] != 0
    assert "“Segment_1”, “Segment=2”" in str(run())
    assert run("--label", "Segment_1=lesion")["rc"] != 0
    found = run("--label", "Segment_1=tumour", "--label", "Segment=2=infiltration")
    assert found["rc"] == 0
    assert found["volume_cm3"] == pytest.approx(256 * 0.7 * 0.7 * 4 / 1000)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Tumour", 1), ("TUMOR_1", 1), ("gtv", 1), ("GTVp", 1), ("GTV_T2", 1), ("lesion", 1),
        ("cervical cancer", 1), ("宫颈癌", 1), ("肿瘤 1", 1), ("TumourVolume", 1), ("GTVp-2", 1),
        ("infiltration", 2), ("Possible infiltration", 2), ("parametrial invasion", 2), ("宫旁浸润", 2),
        ("tumour infiltration", 2), ("parametrium", 2),
        ("peritumoral oedema", None), ("non-tumour", None), ("no tumor", None), ("GTVn", None),
        ("GTV-N1", None), ("lymph node lesion", None), ("tumour and infiltration", None), ("bladder", None),
        ("CTV", None), ("Segment_1", None), ("", None), ("tumour bed", None), ("瘤周水肿", None),
        ("uterus", None), ("淋巴结转移", None), ("lesions", 1),
    ],
)  # fmt: skip
def test_what_a_name_means(name: str, label: int | None) -> None:
    assert meaning(name) == label

"""Whatever a header holds, only acquisition numbers and technical words come through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.config import IGNORE
from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from cxstage_core.cohort import Cohort
from cxstage_core.intake import import_series, scan
from cxstage_core.intake.allow_list import NUMBERS, kept_tags, technical_words
from cxstage_core.intake.sequences import classify

Writer = Callable[..., list[Path]]

_STRINGS = {"AE", "AS", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UI", "UR", "UT"}
_NUMBERS = {"DS", "IS"}
_STRUCTURE = {
    "SOPClassUID", "SpecificCharacterSet", "SeriesInstanceUID", "ImagePositionPatient", "PixelSpacing",
    "ImageOrientationPatient", "PhotometricInterpretation", "RescaleSlope", "RescaleIntercept",
    "NumberOfFrames", "SOPInstanceUID", "StudyInstanceUID",
}  # fmt: skip
_WHO, _NUMBER = "NGUYEN471147", "4711471147"


def plant(dataset: Dataset) -> int:
    """Put the name into every element that can hold it, nested and private ones too."""
    planted = 0
    for tag, (vr, _, _, _, keyword) in DicomDictionary.items():
        if tag >> 16 in (0x0000, 0x0002, 0x7FE0) or keyword in _STRUCTURE or not keyword:
            continue
        if vr in _STRINGS | _NUMBERS:
            value = _WHO if vr in _STRINGS else _NUMBER
            dataset.add(DataElement(tag, vr, value, validation_mode=IGNORE))
            planted += 1
    inner = Dataset()
    inner.PatientName = inner.CodeMeaning = _WHO
    dataset.RequestAttributesSequence = dataset.OtherPatientIDsSequence = [inner]
    for group, creator in ((0x0009, _WHO), (0x0019, "SIEMENS MR HEADER"), (0x2001, "Philips Imaging")):
        block = dataset.private_block(group, creator, create=True)
        block.add_new(0x0C, "LO", _WHO)
        block.add_new(0x03, "LO", _WHO)
    return planted


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_name_in_every_tag_comes_through_in_none(series: Writer, tmp_path: Path) -> None:
    for file in series(tmp_path / _WHO, slices=2):
        dataset = pydicom.dcmread(file)
        assert plant(dataset) > 1500
        dataset.SOPClassUID, dataset.BurnedInAnnotation = "1.2.840.10008.5.1.4.1.1.4", "NO"
        dataset.preamble = (_WHO * 11)[:128].encode()
        pydicom.dcmwrite(file, dataset)
    cohort = Cohort.create(tmp_path / "c")
    (outcome,) = import_series(cohort, [tmp_path / _WHO]).series
    assert outcome.status == "imported"
    (record,) = cohort.series(outcome.patient)
    stored = b"".join(p.read_bytes() for p in cohort.path.rglob("*") if p.is_file())
    stored += "".join(str(p.relative_to(cohort.path)) for p in cohort.path.rglob("*")).encode()
    for secret in ("NGUYEN", "4711"):
        assert secret not in repr(record.info).upper()
        assert secret.encode() not in stored.upper()
        assert secret.encode("utf-16-le") not in stored


@given(
    st.text(max_size=60), st.sampled_from(["Smith", "Müller", "王芳", "Short", "Field", "Post", "1958"])
)
def test_a_name_in_the_description_never_survives(noise: str, name: str) -> None:
    for description in (f"t2_tse_{name}_{noise}", f"{noise}^{name} T1", f"{name},{noise}"):
        assert name.lower() not in technical_words(description).split()


@given(st.text())
def test_a_description_holds_known_words_only(description: str) -> None:
    kept = technical_words(description)
    assert technical_words(kept) == kept
    assert len(kept) <= 100


@pytest.mark.parametrize("keyword", sorted(NUMBERS))
def test_a_telephone_number_is_no_acquisition_number(keyword: str) -> None:
    assert kept_tags({keyword: "6221567890"}) == {}
    assert kept_tags({keyword: "1e400"}) == {}
    assert kept_tags({keyword: "nan"}) == {}


def test_the_phantom_patients_of_a_scan_are_not_shown_in_messages(
    series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "in")
    (candidate,) = scan([tmp_path / "in"]).candidates
    assert candidate.patient_id == "H-4711"
    assert "4711" not in repr(candidate)


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("t2_tse_sag", "T2"), ("AX T2 FRFSE", "T2"), ("T2W_TSE_FS cor", "T2"), ("Ax T2FS", "T2"),
        ("t2_haste_loc", "other"), ("t2*_gre", "other"), ("T2 MAP", "other"), ("t2_tirm_cor", "other"),
        ("t1_tse_tra", "T1"), ("T1WI Ax", "T1"), ("t1_vibe_fs_tra +C", "T1+C"), ("T1 post Gd", "T1+C"),
        ("t1_vibe_dyn", "other"), ("PD_tse_tra", "PD"), ("ep2d_diff_b50_800", "DWI"), ("DWI b800", "DWI"),
        ("ep2d_diff_ADC", "ADC"), ("dADC map", "other"), ("eADC", "other"), ("3-plane loc", "other"),
        ("", "other"), ("病人 T2 横断", "T2"),
    ],
)  # fmt: skip
def test_the_kind_of_a_series_by_its_words(description: str, kind: str) -> None:
    assert classify(description, {}) == kind


@pytest.mark.parametrize(
    ("echo", "repetition", "sequence", "kind"),
    [
        (100.0, 4500.0, "SE", "T2"), (11.0, 600.0, "SE", "T1"), (20.0, 3000.0, "SE", "PD"),
        (100.0, 4500.0, "GR", "other"), (100.0, 6000.0, "SE\\IR", "other"), (50.0, 3000.0, "SE", "other"),
    ],
)  # fmt: skip
def test_the_kind_of_a_series_by_its_times(
    echo: float, repetition: float, sequence: str, kind: str
) -> None:
    tags = {"EchoTime": echo, "RepetitionTime": repetition, "ScanningSequence": sequence}
    assert classify("series 4", tags) == kind
    assert classify("", {**tags, "ImageType": "DERIVED\\PRIMARY\\ADC"}) == "ADC"


def test_a_contrast_agent_makes_a_t1_a_t1_after_contrast() -> None:
    assert classify("t1 tse tra", {}, contrast=True) == "T1+C"
    assert classify("t2 tse tra", {}, contrast=True) == "T2"

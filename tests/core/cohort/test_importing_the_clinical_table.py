"""A department's table, as departments have them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort import ClinicalRecord, Cohort
from cxstage_core.cohort.clinical.identifier_screen import names_a_person
from cxstage_core.cohort.clinical.importer import import_clinical, read_table
from cxstage_core.cohort.clinical.row_parser import read_date
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.comparison.comparison import radiologist_of
from cxstage_core.staging import Edition, Facts, Nodes, NodesBy, Parametrium, Vagina

HEADER = "patient_id,age,histology,edition,stage,stromal_depth_mm,diameter_mm,mri_date,treatment_date"
GOOD = "MRN-1001,45,squamous,FIGO 2018,IB2,8,31.5,2021-03-05,2021-04-01"
NOTHING_ELSE = {
    "microscopic": "no", "vagina": "none", "parametrium": "none", "hydronephrosis": "no",
    "hydronephrosis_otherwise_explained": "no", "pelvic_nodes": "none", "paraaortic_nodes": "none",
    "bladder_mucosa": "none", "rectal_mucosa": "none", "distant": "no",
}  # fmt: skip
REST, NO_REST = ",".join(NOTHING_ELSE), ",".join(NOTHING_ELSE.values())


def _write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "Tabelle 临床.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


def _refusal(cohort: Cohort, folder: Path, header: str, row: str) -> str:
    found = import_clinical(cohort, _write(folder, header, row))
    assert found.imported == ()
    ((number, patient, reason),) = found.refused
    assert (number, patient) == (2, "")
    assert "MRN" not in str(reason)
    assert cohort.patients() == ()
    return str(reason)


def test_a_good_row_is_staged_and_its_dates_are_moved(cohort: Cohort, tmp_path: Path) -> None:
    found = import_clinical(cohort, _write(tmp_path, f"{HEADER},{REST}", f"{GOOD},{NO_REST}"))
    assert found.imported == ("P0001",)
    assert found.refused == ()
    record = Cohort.open(cohort.path).clinical.records()["P0001"]
    assert (record.age, record.histology, record.edition) == (45.0, "squamous", Edition.FIGO_2018)
    assert (record.entered_stage, record.computed_stage) == ("IB2", "IB2")
    assert record.facts == Facts(stromal_depth_mm=8.0, diameter_mm=31.5)
    assert record.computed_reason.startswith("Confined to the cervix")
    days = timedelta(days=cohort.shift_days("P0001"))
    assert record.mri_date == date(2021, 3, 5) + days
    assert record.treatment_date == date(2021, 4, 1) + days
    assert cohort.find_patient("MRN-1001") == "P0001"
    assert b"MRN-1001" not in (cohort.path / "clinical.h5").read_bytes()
    assert cohort.verify() == ()


def test_all_facts_are_understood(cohort: Cohort, tmp_path: Path) -> None:
    header = (
        "Patient ID,EDITION,Diameter mm,vagina,parametrium,hydronephrosis,hydronephrosis_otherwise_explained,"
        "pelvic_nodes,paraaortic_nodes,nodes_by,perineural_invasion,vascular_emboli,stromal_depth_mm,microscopic,"
        "bladder_mucosa,rectal_mucosa,distant"
    )
    row = "1,2018,45 mm,Upper,Pelvic_Wall,YES,no,Macrometastasis,isolated cells,Imaging,no,是,10,no,无,none,nein"
    import_clinical(cohort, _write(tmp_path, header, row))
    record = cohort.clinical.records()["P0001"]
    assert record.facts == Facts(
        diameter_mm=45.0,
        stromal_depth_mm=10.0,
        vagina=Vagina.UPPER,
        parametrium=Parametrium.PELVIC_WALL,
        hydronephrosis=True,
        pelvic_nodes=Nodes.MACROMETASTASIS,
        paraaortic_nodes=Nodes.ISOLATED_CELLS,
        nodes_by=NodesBy.IMAGING,
    )
    assert record.computed_stage == "IIIC1r"
    assert (record.perineural_invasion, record.vascular_emboli) == (False, True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("MRN-1001,45,squamous,,IB2,8,31.5,,", "FIGO edition of the row is missing or unknown"),
        (
            "MRN-1001,45,squamous,FIGO 2014,IB2,8,31.5,,",
            "FIGO edition of the row is missing or unknown",
        ),
        ("MRN-1001,45,squamous,FIGO 2018,IB3,8,31.5,,", "IB3.*IB2"),
        ("MRN-1001,45,squamous,FIGO 2018,IIIC,8,31.5,,", "IIIC"),
        (",45,squamous,FIGO 2018,IB2,8,31.5,,", "no patient_id"),
        (
            "MRN-1001,old,squamous,FIGO 2018,IB2,8,31.5,,",
            "Column age must contain a number",
        ),
        ("MRN-1001,450,squamous,FIGO 2018,IB2,8,31.5,,", "between 0 and 120"),
        ("MRN-1001,45,squamous,FIGO 2018,IB2,8,31.5,05/03/2021,", "must contain a date"),
        ("MRN-1001,45,squamous,FIGO 2018,IB2,8,31.5,2021-02-30,", "must contain a date"),
        ("MRN-1001,45,see MRN-1001,FIGO 2018,IB2,8,31.5,,", "identifies a person"),
        ("MRN-1001,45,squamous,FIGO 2018,IB2,8,31.5,,,surplus", "more cells"),
        (
            "MRN-1001,45,squamous,FIGO 2018,IB2 MRN-1001 Ada Lovelace of London,8,31.5,,",
            "must contain a FIGO stage",
        ),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    cohort: Cohort, tmp_path: Path, row: str, reason: str
) -> None:
    import re

    assert re.search(reason, _refusal(cohort, tmp_path, HEADER, row))
    assert cohort.clinical.records() == {}


@pytest.mark.parametrize("column", ["hydronephrosis", "distant", "microscopic", "perineural_invasion"])
def test_yes_or_no(cohort: Cohort, tmp_path: Path, column: str) -> None:
    reason = _refusal(cohort, tmp_path, f"patient_id,edition,{column}", "MRN-1,FIGO 2018,maybe")
    assert reason == f"Column {column} must contain yes or no."


def test_the_words_of_a_column_are_listed(cohort: Cohort, tmp_path: Path) -> None:
    reason = _refusal(cohort, tmp_path, "patient_id,edition,vagina", "MRN-1,FIGO 2018,half")
    assert reason == "Column vagina must contain one of: none, upper, lower."


def test_a_bad_row_does_not_stop_the_others(cohort: Cohort, tmp_path: Path) -> None:
    rows = [GOOD, "MRN-1002,1,x,,,,,,", "", GOOD.replace("1001", "1003"), GOOD.replace("45", "x")]
    found = import_clinical(cohort, _write(tmp_path, HEADER, *rows))
    assert found.imported == ("P0001",)
    assert [(number, str(reason)[:30]) for number, _, reason in found.refused] == [
        (2, "The patient is in the table mo"),
        (3, "The FIGO edition of the row is"),
        (6, "The patient is in the table mo"),
    ]
    assert cohort.find_patient("MRN-1003") == "P0001"
    assert cohort.find_patient("MRN-1002") is None


def test_facts_without_a_stage_are_kept_with_the_reason(cohort: Cohort, tmp_path: Path) -> None:
    header = "patient_id,edition,stage,diameter_mm,stromal_depth_mm"
    import_clinical(cohort, _write(tmp_path, header, "a,FIGO 2018,,,8", "b,FIGO 2018,IB1,,"))
    one, two = cohort.clinical.records().values()
    assert one.computed_stage == two.computed_stage == ""
    assert one.computed_reason
    assert "no facts" in two.computed_reason
    assert two.facts is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(
    cohort: Cohort, tmp_path: Path, encoding: str, separator: str
) -> None:
    lines = ["patient_id,edition,histology,hpv", "1,FIGO 2018,鳞状细胞癌（高分化）,阳性"]
    file = _write(tmp_path, *(line.replace(",", separator) for line in lines), encoding=encoding)
    assert read_table(file) == [
        {"patient_id": "1", "edition": "FIGO 2018", "histology": "鳞状细胞癌（高分化）", "hpv": "阳性"}
    ]
    assert import_clinical(cohort, file).imported == ("P0001",)


def test_latin_letters_of_windows_are_not_taken_for_chinese(tmp_path: Path) -> None:
    file = _write(tmp_path, "patient_id;histology", "1;großzellig, Übergang", encoding="cp1252")
    assert read_table(file)[0]["histology"] == "großzellig, Übergang"


def test_columns_that_may_name_a_person_are_left_out(cohort: Cohort, tmp_path: Path) -> None:
    header = (
        "patient_id,edition,Patient Name,birth_date,MRN,姓名,HPV type,follow-up,letter,comments,Telefon"
    )
    rows = [
        "MRN-1001,FIGO 2018,Ada,1970-01-01,17,王芳,16,2022-06-30,sent to ada@example.org,lives in X,1",
        "MRN-1002,FIGO 2018,Eva,1971-01-01,18,李娜,18,,none,,2",
    ]
    found = import_clinical(cohort, _write(tmp_path, header, *rows))
    assert found.dropped == (
        "patient_name",
        "birth_date",
        "mrn",
        "姓名",
        "letter",
        "comments",
        "telefon",
    )
    assert found.kept == ("hpv_type", "follow_up")
    record = cohort.clinical.records()["P0001"]
    moved = date(2022, 6, 30) + timedelta(days=cohort.shift_days("P0001"))
    assert record.extra == {"hpv_type": "16", "follow_up": moved.isoformat()}
    for path in cohort.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in ("Ada", "王芳", "1970-01-01", "ada@"))


@pytest.mark.parametrize(
    "column",
    ["name", "patient_name", "surname", "dob", "date_of_birth", "birthdate", "address", "phone", "e_mail", "mrn",
     "hospital_id", "study_uid", "record_no", "inpatient number", "住院号", "联系电话", "Geburtsdatum", "remarks"],
)  # fmt: skip
def test_names_of_identifying_columns(column: str) -> None:
    assert names_a_person(column)


@pytest.mark.parametrize(
    "column", ["hpv", "ca125", "grade", "parity", "number_of_births", "scc_ag", "tumour_volume"]
)
def test_names_of_harmless_columns(column: str) -> None:
    assert not names_a_person(column)


def test_a_table_by_pseudonym_finds_its_patients(cohort: Cohort, tmp_path: Path) -> None:
    cohort.pseudonyms(["x", "y"])
    found = import_clinical(cohort, _write(tmp_path, "patient_id,edition", "P0002,FIGO 2018"))
    assert found.imported == ("P0002",)
    assert cohort.patients() == ("P0001", "P0002")


def test_hospital_ids_that_look_like_pseudonyms_are_not_mixed_up(
    cohort: Cohort, tmp_path: Path
) -> None:
    cohort.pseudonyms(["P0002", "P0001"])
    found = import_clinical(
        cohort, _write(tmp_path, "patient_id,edition,age", "P0001,FIGO 2018,31", "P0002,FIGO 2018,32")
    )
    assert found.imported == ("P0002", "P0001")
    assert cohort.clinical.records()["P0002"].age == 31


def test_a_second_import_replaces_the_rows_it_has(cohort: Cohort, tmp_path: Path) -> None:
    import_clinical(cohort, _write(tmp_path, HEADER, GOOD, GOOD.replace("1001", "1002")))
    import_clinical(cohort, _write(tmp_path, HEADER, GOOD.replace("45", "46")))
    assert [record.age for record in cohort.clinical.records().values()] == [46.0, 45.0]
    with pytest.raises(CohortError, match="no patient P0077"):
        cohort.clinical.save([ClinicalRecord("P0077")])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "does not contain a table"),
        (b"\r\n\r\n", "does not contain a table"),
        (b"name,age\r\nAda,3\r\n", "no column patient_id"),
        (b"patient_id,age,Age\r\n1,2,3\r\n", "names a column twice: age"),
        (b"\x00\x01\x02PK\x03\x04" * 50, "unsupported text encoding"),
        (b'patient_id,edition\r\n"1,FIGO', "cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_table(cohort: Cohort, tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(CohortError, match=reason):
        import_clinical(cohort, file)
    with pytest.raises(CohortError, match="cannot be read"):
        read_table(tmp_path / "nothing.csv")


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_dates_written_year_first_are_read(day: date, form: str) -> None:
    written = (
        form.replace("%Y", f"{day.year:04d}")
        .replace("%m", f"{day.month:02d}")
        .replace("%d", f"{day.day:02d}")
    )
    assert read_date(written) == day


def test_the_radiologists_group_is_kept_for_the_baseline(cohort: Cohort, tmp_path: Path) -> None:
    """Its name holds a person's profession, its cells a group; a cell that names a person is dropped."""
    header = "patient_id,edition,radiologist_group"
    import_clinical(
        cohort, _write(tmp_path, header, "MRN-1001,FIGO 2018,surgery", "MRN-1002,FIGO 2018,systemic")
    )
    assert radiologist_of(cohort) == {"P0001": 0, "P0002": 1}
    other = Cohort.create(tmp_path / "other")
    other.pseudonym("MRN-77")
    found = import_clinical(other, _write(tmp_path, header, "MRN-77,FIGO 2018,see MRN-77"))
    assert found.dropped == ("radiologist_group",)

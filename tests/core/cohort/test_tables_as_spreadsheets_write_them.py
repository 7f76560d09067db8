"""CSV as spreadsheets write and run it: the line `sep=`, encodings, formulas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxstage_core
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.clinical.choices import ImportChoices
from cxstage_core.cohort.clinical.csv_reader import read_rows
from cxstage_core.cohort.clinical.free_text import free_text
from cxstage_core.cohort.clinical.importer import import_clinical
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.evaluation.report.table_files import write_sheet
from cxstage_core.staging import Facts
from cxstage_core.storage.spreadsheet import csv_text, guarded, restored
from tests.core.cohort.test_importing_the_clinical_table import NO_REST, REST

SOURCES = Path(cxstage_core.__file__).parents[1]
TABLE = "patient_id,edition,diameter_mm\r\nX-1,FIGO 2018,7"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("sep=;", ";"), ("sep=,", ","), ("sep=\t", "\t"), ("SEP=;", ";"), ('"sep=;"', ";"), ("sep=|", "|"),
        ("sep=;;;", ";"), (" sep = ; ", ";"), ("sep=;", ","),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_line_of_the_separator(
    tmp_path: Path, line: str, separator: str, encoding: str, end: str
) -> None:
    text = (line + "\r\n" + TABLE.replace(",", separator)).replace("\r\n", end)
    file = tmp_path / "t.csv"
    file.write_bytes(text.encode(encoding))
    header, (row,) = read_rows(file)
    assert header == ("patient_id", "edition", "diameter_mm")
    assert (row.number, row.cells["diameter_mm"]) == (3, "7")


def test_decimal_commas_beside_semicolons(cohort: Cohort, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        f"sep=;\npatient_id;edition;diameter_mm;{REST.replace(',', ';')}\n"
        f"X-1;FIGO 2018;25,5;{NO_REST.replace(',', ';')}\n",
        encoding="utf-8-sig",
    )
    assert import_clinical(cohort, file).rows[0].stage == "IB2"
    assert cohort.clinical.records()["P0001"].facts == Facts(diameter_mm=25.5)


def test_a_column_called_sep_is_a_column(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("sep,patient_id\n1,2\n", encoding="utf-8")
    assert read_rows(file)[0] == ("sep", "patient_id")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ja", True),
        ("Nein", False),
        ("有", True),
        ("没有", False),
        ("1.0", True),
        ("0", False),
        ("wahr", True),
    ],
)
def test_yes_and_no_in_three_languages(cohort: Cohort, tmp_path: Path, word: str, said: bool) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"patient_id,edition,distant\nX-1,FIGO 2018,{word}\n", encoding="utf-8")
    import_clinical(cohort, file)
    facts = cohort.clinical.records()["P0001"].facts
    assert facts is not None and facts.distant is said


def test_rows_of_one_patient_are_refused_by_their_numbers(cohort: Cohort, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "patient_id,edition\nX-1,FIGO 2018\nX-2,FIGO 2018\nX-1,FIGO 2018\n", encoding="utf-8"
    )
    found = import_clinical(cohort, file)
    assert {str(reason) for _, _, reason in found.refused} == {
        "The patient is in the table more than once: rows 2, 4."
    }


# --- formulas


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "-", "'=1", "''=1", "=\"007\""],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert guarded(cell).startswith("'")
    assert restored(guarded(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-1", "+0.5", "-1,5", "-.5", "1e-9", "-3.2e-05", "-12%", "P0001", "'n", ""]
)
def test_a_number_stays_a_number(cell: str) -> None:
    assert guarded(cell) == cell
    assert restored(cell) == cell


@given(st.text(max_size=12))
def test_what_is_guarded_is_restored(cell: str) -> None:
    assert restored(guarded(cell)) == cell


def test_written_tables_run_nothing_and_read_back(tmp_path: Path) -> None:
    sheet = Sheet(
        "t", ("patient_id", "=head"), (("P0001", "=HYPERLINK(1)"), ("P0002", "-0.5")), (False, True)
    )
    file = tmp_path / "t.csv"
    write_sheet(sheet, file)
    assert ",=" not in file.read_text(encoding="utf-8-sig")
    header, rows = read_rows(file)
    assert header == ("patient_id", "=head")
    assert [row.cells["=head"] for row in rows] == ["=HYPERLINK(1)", "-0.5"]
    assert csv_text([["=1", -1, "x,y"]]) == '\'=1,-1,"x,y"\n'


def test_csv_is_written_in_one_place() -> None:
    writing = re.compile(r"csv\.(?:writer|DictWriter)|\bimport writer|to_csv\(index")
    found = {
        path.relative_to(SOURCES).as_posix()
        for folder in ("cxstage_core", "cxstage_gui", "packaging")
        for path in (SOURCES / folder).rglob("*.py")
        if writing.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"cxstage_core/storage/spreadsheet.py"}


# --- free text


def _imported(
    cohort: Cohort, folder: Path, column: str, *cells: str, keep: tuple[str, ...] = ()
) -> object:
    file = folder / "t.csv"
    lines = [f"X-{n},FIGO 2018,{cell}" for n, cell in enumerate(cells)]
    file.write_text("\n".join([f"patient_id,edition,{column}", *lines]), encoding="utf-8")
    return import_clinical(cohort, file, choices=ImportChoices(keep_text=keep))


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("course", ("well after surgery in spring", "no complaints", "")),
        ("partner", ("Ada Lovelace", "Grace Hopper", "Lise Meitner")),
        ("责任人", ("王芳", "李娜", "赵敏")),
        ("病情", ("患者自述三个月前开始出现不规则出血症状",)),
        ("town", tuple(f"town{chr(97 + n)}" for n in range(12))),
        ("comments", ("short",)),
    ],
)  # fmt: skip
def test_free_text_is_shown_before_it_is_kept(
    cohort: Cohort, tmp_path: Path, column: str, cells: tuple[str, ...]
) -> None:
    found = _imported(cohort, tmp_path, column, *cells)
    assert [(one.column, one.kept) for one in found.texts] == [(column, False)]  # type: ignore[attr-defined]
    assert found.texts[0].examples[0] == cells[0]  # type: ignore[attr-defined]
    assert all(record.extra == {} for record in cohort.clinical.records().values())
    kept = _imported(cohort, tmp_path, column, *cells, keep=(column,))
    assert kept.texts[0].kept and kept.dropped == ()  # type: ignore[attr-defined]
    assert cohort.clinical.records()["P0001"].extra == {column: cells[0]}


@pytest.mark.parametrize(
    "cells",
    [
        ("HPV 16", "HPV 18", "HPV 16"), ("red", "blue", "green"), ("2022-06-30", "2023-01-01"),
        tuple(str(n / 7) for n in range(30)), tuple(f"{n} mg/l" for n in range(30)), ("G1", "G2", "G3"),
        ("高分化", "低分化"), ("positive", "negative"), ("squamous cell", "adeno"),
    ],
)  # fmt: skip
def test_codes_numbers_and_dates_are_no_free_text(cells: tuple[str, ...]) -> None:
    assert free_text(["c"], [{"c": cell} for cell in cells]) == ()


def test_a_column_that_names_a_person_is_never_kept(cohort: Cohort, tmp_path: Path) -> None:
    for column in ("patient_name", "phone_notes"):
        with pytest.raises(CohortError, match="never stored"):
            _imported(cohort, tmp_path, column, "Ada", keep=(column,))
    with pytest.raises(CohortError, match="never stored"):
        _imported(cohort, tmp_path, "comments", "write to ada@example.org", keep=("comments",))
    with pytest.raises(CohortError, match="no further column"):
        _imported(cohort, tmp_path, "comments", "x", keep=("remarks",))

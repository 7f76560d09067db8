"""A clinical column that one row of the table adds is found everywhere; older tables stay sound."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from cxstage_core.cli import main
from cxstage_core.cohort import ClinicalRecord, Cohort
from cxstage_core.cohort.clinical.importer import import_clinical
from cxstage_core.cohort.values.clinical_columns import COLUMNS, ColumnSpec, Kind, Subgroup
from cxstage_core.dataset.leaks import check_inputs
from cxstage_core.errors import LeakError, NewerVersionError
from cxstage_core.evaluation.comparison.subgroups import subgroups_of
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.phantom.patient import draw_patient
from cxstage_core.phantom.table import clinical_csv
from cxstage_core.text import Text

NEXT = KINDS["clinical"].version + 1
ROOT = Path(__file__).resolve().parents[3]
HPV = ColumnSpec(
    "hpv_type",
    Kind.CHOICE,
    Text("HPV type"),
    choices=("HPV 16", "HPV 18", "other"),
    aliases=("hpv", "hpv_genotype"),
    subgroup=Subgroup("hpv"),
    shown=True,
    since=NEXT,
    phantom={"HPV 16": 0.6, "HPV 18": 0.2, "other": 0.2},
)
SURGERY = ColumnSpec("surgery_date", Kind.DATE, Text("Surgery"), after_treatment=True, since=NEXT)
BMI = ColumnSpec("bmi", Kind.NUMBER, Text("BMI"), limits=(10, 80), unit="kg/m²", since=NEXT)


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three columns more, which the clinical table holds from its next version."""
    for column in (HPV, SURGERY, BMI):
        monkeypatch.setitem(COLUMNS, column.name, column)
    monkeypatch.setitem(KINDS, "clinical", replace(KINDS["clinical"], version=NEXT))
    yield
    monkeypatch.undo()


def _imported(cohort: Cohort, folder: Path) -> str:
    file = folder / "table.csv"
    file.write_text(
        "patient_id,edition,HPV,Surgery Date,BMI,follow_up\n"
        'M-1,FIGO 2018,hpv 16,2024-03-01,"22,5",2025-01-01\n'
        "M-2,FIGO 2018,,,,\n"
        "M-3,FIGO 2018,HPV 99,,,\n"
        "M-4,FIGO 2018,,,900,\n",
        encoding="utf-8",
    )
    found = import_clinical(cohort, file)
    assert found.kept == ("follow_up",)
    assert [str(reason) for _, _, reason in found.refused] == [
        "Column hpv_type must contain one of: HPV 16, HPV 18, other.",
        "Column bmi must contain a number between 10 and 80.",
    ]
    return found.imported[0]


def test_a_column_of_the_table_is_imported_stored_and_compared(
    tmp_path: Path, more: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del more
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    patient = _imported(cohort, tmp_path)
    record = Cohort.open(cohort.path).clinical.records()[patient]
    surgery = record.values["surgery_date"]
    assert dict(record.values) == {"hpv_type": "HPV 16", "surgery_date": surgery, "bmi": 22.5}
    assert str(surgery) != "2024-03-01", "dates are moved by the patient's secret number of days"
    assert cohort.verify() == ()
    assert subgroups_of(cohort) == {"hpv": {patient: "HPV 16"}}
    with pytest.raises(LeakError):
        check_inputs(["surgery_date"])
    monkeypatch.undo()  # a program that knows today's version only
    with pytest.raises(NewerVersionError):
        cohort.clinical.records()


def test_the_command_line_prints_it(
    tmp_path: Path,
    more: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del more
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    patient = _imported(cohort, tmp_path)

    def printed(*options: str) -> str:
        monkeypatch.setattr("sys.argv", ["cxstage", "cohort", "info", str(cohort.path), *options])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        return capsys.readouterr().out

    rows = {row["patient"]: row["clinical"] for row in json.loads(printed("--json"))["patients"]}
    assert rows[patient]["hpv_type"] == "HPV 16"
    assert rows[patient]["bmi"] == 22.5
    monkeypatch.setenv("COLUMNS", "200")
    shown = printed()
    assert "hpv type" in shown
    assert "HPV 16" in shown


def test_a_phantom_table_has_it(more: None) -> None:
    before = [column for column in COLUMNS if column not in {"hpv_type", "surgery_date", "bmi"}]
    del more
    header, *rows = clinical_csv(draw_patient(3, number) for number in range(1, 9)).splitlines()
    names = header.split(",")
    assert set(names) == {"patient_id", *(name for name in before if COLUMNS[name].imported),
                          "hpv_type", "surgery_date", "bmi"}  # fmt: skip
    drawn = {row.split(",")[names.index("hpv_type")] for row in rows}
    assert drawn <= set(HPV.choices) and len(drawn) > 1


def test_the_table_of_the_documentation_has_it(more: None) -> None:
    del more
    lines = _tables().clinical_columns().splitlines()
    assert any(line.startswith("| `hpv_type` | choice |") and "HPV 18" in line for line in lines)


def test_the_window_shows_it(tmp_path: Path, more: None) -> None:
    del more
    pytest.importorskip("PySide6")
    from cxstage_gui.pages.cohort.columns import patient_columns
    from cxstage_gui.session.current.patient_table import read_overview

    cohort = Cohort.create(tmp_path / "c.cxcohort")
    _imported(cohort, tmp_path)
    column = next(c for c in patient_columns() if c.title == "HPV type")
    assert [column.text(row) for row in read_overview(cohort)] == ["HPV 16", "–"]


def test_an_older_table_opens_without_the_columns_and_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    first, second = cohort.pseudonyms(["M-1", "M-2"])
    cohort.clinical.save([ClinicalRecord(first, age=50, histology="squamous")])
    before = (cohort.path / "clinical.h5").read_bytes()
    for column in (HPV, SURGERY, BMI):
        monkeypatch.setitem(COLUMNS, column.name, column)
    monkeypatch.setitem(KINDS, "clinical", replace(KINDS["clinical"], version=NEXT))
    again = Cohort.open(cohort.path)
    (record,) = again.clinical.records().values()
    assert (record.age, record.histology, dict(record.values)) == (50.0, "squamous", {})
    assert again.verify() == ()
    assert (cohort.path / "clinical.h5").read_bytes() == before
    again.clinical.save([ClinicalRecord(second, values={"bmi": 21})])
    assert again.clinical.records()[second].values == {"bmi": 21.0}
    assert again.clinical.records()[first].histology == "squamous"
    assert again.verify() == ()


def _tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "packaging" / "tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

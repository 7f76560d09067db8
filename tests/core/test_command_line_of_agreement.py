"""The agreement of readers as a script asks for it, and the files that it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.readers.reader_agreement import ReaderPair
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.evaluation.report.reader_export import export_agreement
from cxstage_core.evaluation.report.reader_figures import write_distribution, write_limits
from cxstage_core.imaging import Volume
from cxstage_core.reading.comparison.definitions import Measure, Region
from tests.core.cohort.department import GRID, reading
from tests.core.test_command_line import run


@pytest.fixture
def both_read(tmp_path: Path) -> Cohort:
    """Five patients, read by two; a sixth is not finished, a seventh was read once."""
    import numpy as np

    cohort = Cohort.create(tmp_path / "Köln 宫颈")
    for number in range(7):
        patient = cohort.pseudonym(f"SECRET-{number}")
        array = np.full(GRID.size, number, np.int16)
        cohort.add_series(patient, Volume(array, GRID), SeriesInfo("T2"))
        cohort.save_reading(reading(patient, "A", 5 + number, complete=True))
        if number < 6:
            cohort.save_reading(reading(patient, "B", 6 + number * 2, complete=number < 5))
    return cohort


def test_everything_as_json(both_read: Cohort) -> None:
    found = run("agreement", both_read.path)
    assert (found["waiting"], found["read_once"]) == (1, 1)
    assert {(one["first"], one["second"]) for one in found["agreement"]} == {("A", "B")}
    tumour = next(one for one in found["agreement"] if one["region"] == "tumour")
    assert tumour["patients"] == 5 and tumour["marked"]["both"] == 5
    dice = tumour["measures"]["dice"]
    assert dice["n"] == 5 and dice["mean"]["interval"][0] < dice["mean"]["value"]
    volume = tumour["measures"]["volume_difference_cm3"]
    assert volume["bias"]["value"] == pytest.approx(3 * 2 * 7 * 2.45 / 1000)
    assert volume["icc_a1"]["n"] == 5 and len(volume["limits"]) == 2
    assert [case["patient"] for case in tumour["cases"]] == [f"P000{n}" for n in range(1, 6)]
    assert "linear interpolation" in found["definitions"]["hd95_mm"]
    one = run("agreement", both_read.path, "--patient", "P0002")
    assert one["agreement"][0]["patients"] == 1
    refused = run("agreement", both_read.path, "--patient", "P0007", expect=1)
    assert "two complete readings" in refused["error"]


def test_the_exported_folder_holds_tables_figures_and_no_identifier(
    both_read: Cohort, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    found = run("agreement", both_read.path, "--export", folder)
    files = {Path(name).name: Path(name) for name in found["files"]}
    assert {"agreement.csv", "agreement-by-patient.csv", "agreement.json"} <= set(files)
    assert "pair-1-tumour-volume-limits.svg" in files and "pair-1-tumour-dice.svg" in files
    assert not any("infiltration" in name for name in files)
    for file in files.values():
        assert "SECRET" not in file.name and b"SECRET" not in file.read_bytes()
    rows = list(csv.DictReader(files["agreement-by-patient.csv"].open(encoding="utf-8-sig")))
    assert len(rows) == 5 * 3
    first = rows[0]
    assert first["Dice"] == f"{2 * 5 / (5 + 6):.3f}" and first["Patient"] == "P0001"
    summary = list(csv.DictReader(files["agreement.csv"].open(encoding="utf-8-sig")))
    assert len(summary) == 3 * len(Measure)
    assert summary[0]["n"] == "5" and "–" in summary[0]["Mean"]
    stored = json.loads(files["agreement.json"].read_text(encoding="utf-8"))
    assert stored["agreement"] == found["agreement"]


def test_figures_have_the_suffix_s_form_and_other_names_are_refused(
    both_read: Cohort, tmp_path: Path
) -> None:
    summary = compare_readers(both_read).of(ReaderPair("A", "B"), Region.TUMOUR)
    for name, start in (("a.svg", b"<?xml"), ("b.pdf", b"%PDF"), ("c.png", b"\x89PNG")):
        write_limits(summary, Measure.VOLUME, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    write_distribution(summary, Measure.SLICES, tmp_path / "d.svg")
    with pytest.raises(CohortError, match="svg"):
        write_distribution(summary, Measure.DICE, tmp_path / "a.bmp")
    with pytest.raises(ValueError, match="dice"):
        write_limits(summary, Measure.DICE, tmp_path / "e.svg")
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(CohortError):
        export_agreement(compare_readers(both_read), blocked)

"""The PDF report: tables with intervals and n, figures, one notice per page, no patient."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.comparison.dashboard import Dashboard, dashboard
from cxstage_core.evaluation.report.comparison_reports import COMPARISON_REPORTS
from cxstage_core.evaluation.report.formats import ReportFormat, ReportSpec, write_report
from cxstage_core.evaluation.report.pdf import ENGLISH_ONLY, choose_wording, compose_pdf
from cxstage_core.text import Text
from tests.core.evaluation.results import folded_experiment, made_experiment

REPORT = COMPARISON_REPORTS["report"]


@pytest.fixture(scope="module")
def board() -> Dashboard:
    return dashboard(made_experiment())


def text_of(file: Path) -> str:
    """All strings of a PDF's pages, glyph numbers replaced by characters."""
    content = file.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    plain = []
    for stream in streams:
        try:
            plain.append(zlib.decompress(stream))
        except zlib.error:
            plain.append(stream)
    return b"\n".join(plain).decode("latin-1")


def test_the_report_is_whole_and_names_no_patient(board: Dashboard, tmp_path: Path) -> None:
    file = write_report(REPORT, board, tmp_path / "报告.pdf")
    content = file.read_bytes()
    assert content.startswith(b"%PDF-") and b"CxStage" in content
    assert len(re.findall(rb"/Type /Page\b", content)) == 3 + 4 + 1
    assert b"CreationDate" not in content and str(Path.home()).encode() not in content
    shown = text_of(file)
    assert not any(one.patient in shown for one in board.patients)
    again = write_report(REPORT, board, tmp_path / "again.pdf")
    assert again.read_bytes() == content


def test_it_states_every_figure_with_interval_and_n(board: Dashboard) -> None:
    wording = compose_pdf(board).english
    table, pairs, _networks = wording.sheets
    assert table.head[:3] == ("Network", "n", "Accuracy")
    found = board.rows[0].evaluation.estimates["accuracy"]
    assert found.interval is not None
    assert table.rows[0][1] == "33"
    assert table.rows[0][2] == (
        f"{found.value:.3f} ({found.interval.low:.3f}–{found.interval.high:.3f})"
    )
    assert len(pairs.rows) == len(board.pairs)
    assert "Research use only" in wording.research_only
    cells = [cell for sheet in wording.sheets for row in sheet.rows for cell in row]
    assert not any(one.patient in cell for one in board.patients for cell in cells)


def test_without_a_chinese_font_it_is_english_and_states_why(board: Dashboard) -> None:
    report = compose_pdf(board, lambda sentence: f"中文 {sentence}")
    assert choose_wording(report, ()) == (report.english, ENGLISH_ONLY)
    assert choose_wording(report, ("Noto Sans CJK SC",)) == (report.localized, "")
    assert choose_wording(compose_pdf(board), ()) == (compose_pdf(board).localized, "")


def test_many_networks_fill_several_pages(board: Dashboard, tmp_path: Path) -> None:
    rows = tuple(replace(board.rows[0], name=f"Network {place}") for place in range(40))
    many = replace(board, rows=rows, curves=board.curves[:1] * 40)
    file = write_report(REPORT, many, tmp_path / "many.pdf")
    assert len(re.findall(rb"/Type /Page\b", file.read_bytes())) == 3 + 1 + 1 + 4 + 1


def test_folds_have_no_empty_pages(tmp_path: Path) -> None:
    file = write_report(REPORT, dashboard(folded_experiment()), tmp_path / "folds.pdf")
    assert len(re.findall(rb"/Type /Page\b", file.read_bytes())) == 2 + 2 + 2


def test_another_suffix_is_refused(board: Dashboard, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"\.pdf"):
        write_report(REPORT, board, tmp_path / "report.doc")
    assert list(tmp_path.iterdir()) == []


def write_lines(content: str, file: Path) -> None:
    file.write_text(content, encoding="utf-8")


def test_one_more_report_is_one_row(
    board: Dashboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ReportSpec(
        "names",
        Text("Names"),
        (ReportFormat(".txt", Text("Text")),),
        lambda one, localized: "\n".join(localized(row.name) for row in one.rows),
        write_lines,
    )
    monkeypatch.setitem(COMPARISON_REPORTS, "names", names)
    for report in COMPARISON_REPORTS.values():
        write_report(report, board, report.file_in(tmp_path, "E0001-"))
    assert (tmp_path / "E0001-names.txt").read_text("utf-8").startswith("HRNet\n")
    assert len(list(tmp_path.iterdir())) == len(COMPARISON_REPORTS)

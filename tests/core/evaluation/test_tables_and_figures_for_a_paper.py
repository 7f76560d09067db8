"""Tables as CSV, LaTeX and DOCX, figures as SVG, PDF and PNG of 600 dpi."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.comparison.dashboard import Dashboard, dashboard
from cxstage_core.evaluation.report.figures import FIGURES, figure_words, write_figure
from cxstage_core.evaluation.report.table_cells import comparison_sheet, paired_sheet, patients_sheet
from cxstage_core.evaluation.report.table_files import to_latex, write_sheet
from tests.core.evaluation.results import made_experiment


@pytest.fixture(scope="module")
def board() -> Dashboard:
    return dashboard(made_experiment())


def test_a_csv_holds_every_figure_with_its_interval(board: Dashboard, tmp_path: Path) -> None:
    file = tmp_path / "表 2.csv"
    write_sheet(comparison_sheet(board), file)
    head, *rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert head[:3] == ["Network", "n", "Accuracy"]
    assert [row[0] for row in rows] == [row.name for row in board.rows]
    found = board.rows[0].evaluation.estimates["accuracy"]
    assert found.interval is not None
    assert rows[0][2] == f"{found.value:.3f} ({found.interval.low:.3f}–{found.interval.high:.3f})"
    assert rows[0][1] == "33"


def test_the_notes_count_labels_that_do_not_rest_on_stated_facts(board: Dashboard) -> None:
    assert not any("Labels of" in note for note in comparison_sheet(board).notes)
    origins = {
        "train": {"computed from stated facts": 70, "entered stage, not computed": 7},
        "test": {"computed from stated facts": 30, "computed, empty cells meaning none": 3},
    }
    config = ExperimentConfig({**board.experiment.config.to_dict(), "label_origins": origins})
    counted = replace(board, experiment=replace(board.experiment, config=config))
    notes = [note for note in comparison_sheet(counted).notes if "Labels of" in note]
    assert notes == [
        "Labels of 0 training and 3 test patients: computed, empty cells meaning none.",
        "Labels of 7 training and 0 test patients: entered stage, not computed.",
    ]


def test_latex_escapes_what_would_break_it(board: Dashboard) -> None:
    words = to_latex(paired_sheet(board))
    assert words.count(r"\\") == len(board.pairs) + 1
    assert words.count("{") == words.count("}")
    sheet = comparison_sheet(board)
    risky = to_latex(
        type(sheet)("50 % & more_of {it}", ("a", "b"), (("x\\y", "#1 ~ $"),), (False, True))
    )
    assert r"50 \% \& more\_of \{it\}" in risky
    assert r"x\textbackslash{}y & \#1 \textasciitilde{} \$ \\" in risky
    assert r"\begin{tabular}{lr}" in risky


def test_a_word_file_has_the_same_cells(board: Dashboard, tmp_path: Path) -> None:
    sheet = patients_sheet(board)
    write_sheet(sheet, tmp_path / "patients.docx")
    document = Document(str(tmp_path / "patients.docx"))
    cells = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]
    assert cells == [sheet.head, *sheet.rows]
    assert document.core_properties.author == "CxStage"
    assert any(note in p.text for p in document.paragraphs for note in sheet.notes)


@pytest.mark.parametrize("kind", FIGURES)
def test_a_bitmap_has_600_dpi(board: Dashboard, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"{kind}.png"
    write_figure(board, kind, file)
    with Image.open(file) as picture:
        assert [round(v) for v in picture.info["dpi"]] == [600, 600]
        assert min(picture.size) > 1000
        assert len(set(picture.convert("L").resize((64, 64)).tobytes())) > 3


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_vector_files_are_whole_and_say_nothing_of_the_computer(
    board: Dashboard, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"roc.{suffix}"
    write_figure(board, "roc", file)
    again = tmp_path / f"again.{suffix}"
    write_figure(board, "roc", again)
    content = file.read_bytes()
    assert b"CxStage" in content
    assert str(Path.home()).encode() not in content
    assert b"CreationDate" not in content


def test_figures_speak_the_readers_language(board: Dashboard, tmp_path: Path) -> None:
    words = figure_words(lambda sentence: f"«{sentence}»")
    assert words["hit"] == "«sensitivity»"
    write_figure(board, "roc", tmp_path / "roc.svg", words, [row.name for row in board.rows])
    assert (tmp_path / "roc.svg").stat().st_size > 1000


def test_an_unknown_suffix_is_refused_and_nothing_written(board: Dashboard, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"\.svg, \.pdf or \.png"):
        write_figure(board, "roc", tmp_path / "roc.gif")
    with pytest.raises(CohortError, match=r"\.csv, \.tex or \.docx"):
        write_sheet(comparison_sheet(board), tmp_path / "table.xls")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said(board: Dashboard, tmp_path: Path) -> None:
    with pytest.raises(CohortError):
        write_figure(board, "roc", tmp_path / "gone" / "roc.svg")

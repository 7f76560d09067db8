"""Outlines to files and back on the Read page: verified, asked for, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label, Volume
from cxstage_core.intake import read_mask, write_volume
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.import_export import ImportExportSection
from tests.gui.reading_room import LEFT, WAIT_MS, Reader

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def part(reader: Reader) -> ImportExportSection:
    found = reader.page.parts["ImportExportSection"]
    assert isinstance(found, ImportExportSection)
    return found


def labels(reader: Reader) -> np.ndarray:
    return reader.page.drawing.editor.labels(reader.page.context.case.first)


@pytest.mark.parametrize("suffix", [".nii.gz", ".mha", ".nrrd"])
def test_out_and_in_again_with_undo(
    reader: Reader, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"轮廓{suffix}"
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    drawn = labels(reader).copy()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    reader.key(Qt.Key.Key_E, CTRL)
    reader.qtbot.waitUntil(lambda: "Saved" in reader.page.notice.text, timeout=WAIT_MS)
    assert np.array_equal(read_mask(file).array, drawn)
    assert (tmp_path / "轮廓.label").is_file()
    reader.key(Qt.Key.Key_Backspace, CTRL)
    assert not labels(reader).any()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    reader.key(Qt.Key.Key_E, CTRL | SHIFT)
    reader.qtbot.waitUntil(lambda: labels(reader).any(), timeout=WAIT_MS)
    assert np.array_equal(labels(reader), drawn)
    reader.key(Qt.Key.Key_Z, CTRL)
    assert not labels(reader).any()


def test_numbers_that_nothing_explains_are_asked_for(reader: Reader, tmp_path: Path) -> None:
    grid = reader.page.context.case.study.volumes["t2-axial"].grid
    array = np.zeros(grid.size, np.int16)
    array[5, 50:60, 50:60], array[6, 50:60, 50:60] = 11, 12
    write_volume(Volume(array, grid), tmp_path / "odd.mha")
    part(reader).import_outline(tmp_path / "odd.mha")
    reader.qtbot.waitUntil(lambda: part(reader).dialog is not None, timeout=WAIT_MS)
    dialog = part(reader).dialog
    assert set(dialog.choices) == {11, 12}
    dialog.choices[12].setCurrentIndex(1)
    QTest.mouseClick(dialog.decide, LEFT)
    reader.qtbot.waitUntil(lambda: labels(reader).any(), timeout=WAIT_MS)
    assert (labels(reader)[5, 55, 55], labels(reader)[6, 55, 55]) == (Label.TUMOUR, Label.INFILTRATION)


def test_a_file_that_is_none_is_refused_in_one_sentence(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "no.nii.gz").write_bytes(b"nothing")
    part(reader).import_outline(tmp_path / "no.nii.gz")
    reader.qtbot.waitUntil(lambda: "no.nii.gz" in reader.page.notice.text, timeout=WAIT_MS)
    assert not labels(reader).any()


def test_all_complete_readings_are_written(reader: Reader, tmp_path: Path) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.complete(5)
    reader.wait_until_saved()
    part(reader).export_all(tmp_path / "all")
    reader.qtbot.waitUntil(lambda: "1 outlines" in part(reader).report.toPlainText(), timeout=WAIT_MS)
    (file,) = (tmp_path / "all").glob("*.nii.gz")
    assert file.name.startswith("P0001_t2-axial_")
    assert np.array_equal(read_mask(file).array, labels(reader))

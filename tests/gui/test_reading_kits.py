"""A kit in the window: exported by the coordinator, opened by the reader, packed, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.cohort.kit_dialogs import ExportKitDialog, KitReportDialog
from tests.core.cohort.department import Department, reading, words

WAIT_MS = 60_000


def enter(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Sign in, and put the offer to change the passphrase off."""
    qtbot.waitUntil(lambda: window.session.waiting is not None, timeout=WAIT_MS)
    window.session.sign_in(name, words(name), lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: window.session.user.principal.name == name, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: any(row.sequences for row in window.session.patients), timeout=WAIT_MS)
    qtbot.wait(200)
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def test_a_kit_goes_out_and_comes_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    department = Department.found(tmp_path / "c", patients=2)
    department.assign()
    window.session.open_cohort(department.path)
    enter(window, qtbot, "Kim")
    answers: list[Path] = [tmp_path / "B.cxkit"]
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(answers.pop(0)), ""))
    assert not window.actions_table["kit.pack"].isEnabled()
    window.actions_table["kit.export"].trigger()
    dialog = window.findChild(ExportKitDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.reader.count() == 2, timeout=WAIT_MS)
    dialog.reader.setCurrentText("B")
    QTest.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "B.cxkit").exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "B.cxkit" in window.status.message, timeout=WAIT_MS)

    answers[:] = [tmp_path / "B.cxkit", tmp_path / "away.cxcohort"]
    window.actions_table["kit.open"].trigger()
    qtbot.waitUntil(lambda: window.session.waiting is not None, timeout=WAIT_MS)
    enter(window, qtbot, "B")
    assert window.session.is_kit
    assert {row.case[0] for row in window.session.patients} == {"C"}
    for name in ("kit.export", "kit.import"):
        assert not window.actions_table[name].isVisible()
    away = Cohort.open(window.session.path, window.session.cohort.token)
    patient = away.patients()[0]
    away.save_reading(reading(patient, "B", 5, complete=True))
    answers[:] = [tmp_path / "back.cxkit"]
    window.actions_table["kit.pack"].trigger()
    qtbot.waitUntil((tmp_path / "back.cxkit").exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.session._tasks.shown, timeout=WAIT_MS)

    window.session.open_cohort(department.path)
    enter(window, qtbot, "Kim")
    answers[:] = [tmp_path / "back.cxkit"]
    window.actions_table["kit.import"].trigger()
    qtbot.waitUntil(lambda: window.findChild(KitReportDialog) is not None, timeout=WAIT_MS)
    assert f"{patient}: taken over" in window.findChild(KitReportDialog).lines.toPlainText()
    assert department.enter("Kim").readings.get(patient, "B") is not None

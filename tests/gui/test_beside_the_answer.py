"""The panels beside the answer: maps over the images, checks of the input, uncertainty."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cxstage_core.phantom import PhantomCohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.predict.panels.heat_overlay import coloured
from tests.gui.conftest import LONG_MS
from tests.gui.test_predict_a_study import (
    Open,
    answered,
    choose_patient,
    drop,
    elsewhere,
    model,
    predict_page,
    wait_pictures,
)

__all__ = ["elsewhere", "model"]


def test_a_map_is_painted_on_request_and_read_by_a_click(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path
) -> None:
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    made = elsewhere.patients[0]
    drop(page, made.folder, made.masks["truth"])
    wait_pictures(page, qtbot)
    answered(window, page, qtbot)
    beside = page.beside_answer
    panel = beside.explanation
    qtbot.waitUntil(lambda: panel.explanation is not None, timeout=LONG_MS)
    found = panel.explanation
    assert not beside.overlay.shown
    assert len(panel._without.rows) == len(found.occlusion) > 1

    page.results.show_panel("explanation")
    at = panel.map.findData("additive")
    panel.map.setCurrentIndex(at)
    panel.map.activated.emit(at)
    qtbot.waitUntil(lambda: beside.overlay.shown, timeout=LONG_MS)
    low, high = panel.bar.limits
    assert high == pytest.approx(float(np.abs(found.additive.cells).max())) and low == -high
    page.panes.first.show_slice(found.additive.slice_indices[0])
    pane = page.panes.first
    places = found.additive.cells[0]
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=pane.rect().center())
    words = panel.cell.text().replace("−", "-")
    value = float(words.split(":")[1].split()[0])
    assert np.isclose(places, value, atol=5.1e-4).any()
    qtbot.waitUntil(lambda: beside.uncertainty.uncertainty is not None, timeout=LONG_MS)
    assert beside.uncertainty.repeats.repeats == beside.uncertainty.uncertainty.repeats
    assert not beside.uncertainty.outlines.isVisible()
    if folder := os.environ.get("CXSTAGE_PICTURES"):
        window.resize(1366, 768)
        qtbot.wait(300)
        for key in ("explanation", "checks", "uncertainty"):
            page.results.show_panel(key)
            qtbot.wait(200)
            window.grab().save(f"{folder}/{key}.png")
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(2, pane.height() // 2))
    assert "nothing" in panel.cell.text()

    # another study: neither map nor numbers stay
    drop(page, elsewhere.patients[1].folder)
    qtbot.waitUntil(lambda: window.session.prediction.answer is None, timeout=LONG_MS)
    assert panel.explanation is None and not beside.overlay.shown
    assert not beside.checks.model.rows


def test_outlines_of_others_are_looked_at_on_request_alone(
    opened: Open, ready_cohort: Path, qtbot: QtBot, model: Path
) -> None:
    window = opened(ready_cohort)
    page = predict_page(window)
    choose_patient(page, qtbot, "P0001")
    window.session.prediction.add_model_file(model)
    answered(window, page, qtbot)
    panel = page.beside_answer.uncertainty
    qtbot.waitUntil(lambda: panel.uncertainty is not None, timeout=LONG_MS)
    alone = panel.uncertainty
    assert not [one for one in alone.repeats if one.key.startswith("outline of")]

    page.results.show_panel("uncertainty")
    qtbot.mouseClick(panel.outlines, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.uncertainty is not alone, timeout=LONG_MS)
    assert [one for one in panel.uncertainty.repeats if one.key.startswith("outline of")]


def test_an_abstention_shows_its_checks_and_no_number(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path, tmp_path: Path
) -> None:
    import SimpleITK as sitk

    made = elsewhere.patients[0]
    mask = sitk.ReadImage(str(made.masks["truth"]))
    moved = sitk.GetImageFromArray(np.roll(sitk.GetArrayFromImage(mask), (85, 85), axis=(1, 2)))
    moved.CopyInformation(mask)
    file = tmp_path / "elsewhere.nii.gz"
    sitk.WriteImage(moved, str(file))
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    drop(page, made.folder, file)
    wait_pictures(page, qtbot)
    qtbot.waitUntil(page.predict.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(page.predict, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.prediction.abstention is not None, timeout=LONG_MS)
    checks = page.beside_answer.checks
    assert window.session.prediction.answer is None
    assert page.results.panel_shown("checks") and checks.table.isVisible()
    assert checks.model.rows[0].verdict == "stop"
    tabs = page.results.tabs
    assert [tabs.isTabVisible(n) for n in range(tabs.count())].count(True) == 1
    assert page.despite.isVisible()


def test_both_directions_of_a_map_have_colours_of_their_own() -> None:
    values = np.array([[0.5, -0.5, np.nan]], dtype=np.float32)
    found = coloured(values, 1.0, positive=1)[0]
    assert tuple(found[0, :3]) != tuple(found[1, :3])
    assert list(found[:, 3]) == [127, 127, 0]
    assert tuple(coloured(values, 1.0, positive=-1)[0][0, :3]) == tuple(found[1, :3])

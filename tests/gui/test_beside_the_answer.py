"""The panels beside the answer: maps over the images, checks of the input, uncertainty."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cxstage_core.phantom import PhantomCohort
from cxstage_core.prediction.explanation import InputPlace
from cxstage_core.prediction.uncertainty import Uncertainty
from cxstage_gui.main_window import MainWindow
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
    places: list[InputPlace] = []
    window.session.prediction.seen.connect(places.append)
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
    drawn = found.additive.at(places[-1]).array[pane.index]
    assert len(np.unique(drawn[np.isfinite(drawn)])) > 1
    for away in (-40, 40):
        at = pane.rect().center() + QPoint(away, away)
        row, column = (round(v) for v in pane.transform.to_image(at.x(), at.y()))
        qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=at)
        words = panel.cell.text().replace("−", "-")
        assert f"{drawn[row, column]:+.3g} " in words
    panel.opacity.setValue(0)
    bare = pane.grab().toImage()
    panel.opacity.setValue(100)
    assert pane.grab().toImage() != bare
    at = panel.map.findData(None)
    panel.map.setCurrentIndex(at)
    panel.map.activated.emit(at)
    assert pane.grab().toImage() == bare
    at = panel.map.findData("additive")
    panel.map.setCurrentIndex(at)
    panel.map.activated.emit(at)
    qtbot.waitUntil(lambda: beside.overlay.shown, timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(page.reporting.panel.repeats.sentences), timeout=LONG_MS)
    assert not page.reporting.panel.outlines.isVisibleTo(page.reporting.panel)
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
    heard: list[Uncertainty] = []
    window.session.prediction.uncertain.connect(heard.append)
    page = predict_page(window)
    choose_patient(page, qtbot, "P0001")
    window.session.prediction.add_model_file(model)
    answered(window, page, qtbot)
    panel = page.reporting.panel
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LONG_MS)
    assert not [one for one in heard[0].repeats if one.key.startswith("outline of")]

    page.results.show_panel("uncertainty")
    qtbot.mouseClick(panel.outlines, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=LONG_MS)
    of_others = [one for one in heard[1].repeats if one.key.startswith("outline of")]
    assert of_others
    assert any(str(of_others[0].title) in one for one in panel.repeats.sentences)


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

"""A network of another cohort is tested on the open one from the Compare page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.training import run_experiment
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.compare.external_dialog import ExternalDialog
from cxstage_gui.pages.compare.page import ComparePage
from tests.core.dataset.cohorts import fill
from tests.core.training.test_external_cohort import _elsewhere
from tests.core.training.toy import quick_recipe
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cohort = fill(tmp_path_factory.mktemp("外") / "trainiert.cxcohort", 12, step_mm=2.0)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    run_experiment(
        cohort,
        ["ShuffleNet"],
        preprocessing=Preprocessing(size_px=32),
        recipe=quick_recipe(epochs=1),
    )
    return cohort.path


def compare_page(window: MainWindow) -> ComparePage:
    window.show_page("compare")
    page = window.shown_page()
    assert isinstance(page, ComparePage)
    return page


def ask(page: ComparePage, folder: Path, qtbot: QtBot) -> ExternalDialog:
    button = page.external if page.external.isVisible() else page.external_too
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ExternalDialog)
    assert dialog is not None
    assert not dialog.decide.isEnabled()
    dialog.folder.path = folder  # as a drop does; QTest types no letters beyond Latin 1
    return dialog


def test_every_patient_is_judged_and_the_result_is_shown(
    opened: Open, trained: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = _elsewhere(tmp_path / "b.cxcohort")
    window = opened(other.path)
    page = compare_page(window)
    qtbot.waitUntil(page.external_too.isVisible, timeout=LONG_MS)
    dialog = ask(page, trained, qtbot)
    qtbot.waitUntil(dialog.decide.isEnabled, timeout=LONG_MS)
    assert "ShuffleNet" in dialog.models.currentText()
    assert "32 px" in dialog.models.currentText()
    with qtbot.waitSignal(window.session.external_test.ended, timeout=LONG_MS) as ended:
        qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    assert ended.args[1] == "good"
    assert "6 patients predicted" in ended.args[0]
    qtbot.waitUntil(lambda: page.shown is not None, timeout=LONG_MS)
    (experiment,) = Cohort.open(other.path).experiments.all()
    assert experiment.config.to_dict()["protocol"]["kind"] == "external"
    assert page.shown is not None
    assert page.shown.experiment.id == experiment.id
    words = " ".join(shown.text() for shown in page.view.findChildren(QLabel))
    own = experiment.config.to_dict()["protocol"]["against_own_test"]
    assert f"test patients of its own cohort {own['own_auc']:.3f} (" in words


def test_what_is_no_cohort_or_the_same_one_is_refused_in_words(
    opened: Open, trained: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(trained)
    page = compare_page(window)
    qtbot.waitUntil(page.external.isVisible, timeout=LONG_MS)
    dialog = ask(page, tmp_path, qtbot)
    qtbot.waitUntil(dialog.notice.isVisible, timeout=LONG_MS)
    assert not dialog.decide.isEnabled()
    dialog.folder.path = trained
    qtbot.waitUntil(dialog.decide.isEnabled, timeout=LONG_MS)
    with qtbot.waitSignal(window.session.external_test.ended, timeout=LONG_MS) as ended:
        qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    assert ended.args[1] == "error"
    assert "trained in this very cohort" in ended.args[0]
    assert len(Cohort.open(trained).experiments.all()) == 1

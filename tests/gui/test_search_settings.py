"""A search from the window: trials on validation patients, lines and table, the best into the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.training.experiment.search_cohort import read_search, searches
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.train import TrainPage
from cxstage_gui.pages.train.search_window import SearchWindow
from cxstage_gui.widgets.parallel import ParallelCoordinates

WAIT_MS = 240_000
LEFT = Qt.MouseButton.LeftButton
HORIZONTAL = Qt.Orientation.Horizontal


def test_two_trials_and_the_better_one_into_the_form(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    page = window.shown_page()
    assert isinstance(page, TrainPage)
    page.form.input_size.setCurrentIndex(page.form.input_size.findData(64))
    page.form.epochs.setValue(1)
    QTest.mouseClick(page.search, LEFT)
    search = page.findChild(SearchWindow)
    assert search is not None
    search.network.setCurrentIndex(search.network.findData("shufflenet_v2_x1_0"))
    for name, box in search.over.items():
        box.setChecked(name in ("lr", "batch"))
    search.method.setCurrentIndex(search.method.findData("random"))
    search.trials.setValue(2)
    search.folds.setValue(1)
    QTest.mouseClick(search.start, LEFT)
    assert not search.start.isEnabled()
    qtbot.waitUntil(lambda: len(search.model.rows) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(search.start.isEnabled, timeout=WAIT_MS)
    assert "best of 2" in search.notice.text
    cohort = Cohort.open(ready_cohort)
    assert len(searches(cohort)) == 1
    best = next(row for row in search.model.rows if row["best"])
    QTest.mouseClick(search.use, LEFT)
    recipe = page.form.request.recipe
    assert recipe.lr == best["lr"] or abs(recipe.lr / best["lr"] - 1) < 1e-3
    assert recipe.batch == best["batch"]

    heads = [search.table.model().headerData(i, HORIZONTAL) for i in range(search.model.columnCount())]
    assert "Failed because" not in heads
    (known,) = (read_search(cohort, one) for one in searches(cohort))
    other = 1 - known.best
    trials = list(known.trials)
    trials[other] = replace(
        trials[other], failed="No patient fits.", loss=None, auc=None, objective=None
    )
    window.session.search.found.emit(replace(known, trials=tuple(trials)))
    last = search.model.columnCount() - 1
    assert search.table.model().headerData(last, HORIZONTAL) == "Failed because"
    cells = {search.model.index(row, last).data() for row in range(2)}
    assert cells == {"", "No patient fits."}


def test_lines_lie_by_logarithm_order_and_value(qtbot: QtBot) -> None:
    lines = ParallelCoordinates("lines")
    qtbot.addWidget(lines)
    rows = [
        {"lr": 0.001, "aug": "off", "loss": 0.5},
        {"lr": 0.01, "aug": "paper", "loss": 0.75},
        {"lr": 0.1, "aug": "off", "loss": None},
    ]
    lines.show_rows([("lr", "lr"), ("aug", "aug"), ("loss", "loss")], rows, 0)
    assert [round(lines.place("lr", row["lr"]), 9) for row in rows] == [0.0, 0.5, 1.0]
    assert [lines.place("aug", row["aug"]) for row in rows] == [0.0, 1.0, 0.0]
    assert [lines.place("loss", row["loss"]) for row in rows] == [0.0, 1.0, None]
    assert lines.ends("lr") == ("0.001", "0.1")
    lines.resize(400, 260)
    assert not lines.grab().isNull()

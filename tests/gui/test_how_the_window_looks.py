"""Contrast of icons in both themes, the first place of the window, and columns that end at the edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_gui import theme
from cxstage_gui.main_window import MainWindow
from cxstage_gui.main_window.first_geometry import first_geometry
from cxstage_gui.pages import registry
from cxstage_gui.pages.train.curves import Curves
from cxstage_gui.widgets.column_fit import ColumnFit
from tests.core.evaluation.results import made_experiment
from tests.gui.conftest import LONG_MS


@pytest.fixture(autouse=True)
def _dark_again() -> Iterator[None]:
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application, "dark")


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    parts = []
    for value in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def icon_contrast(button: QPushButton) -> float:
    """Contrast of the icon with the ground of the button, as painted."""
    picture = button.icon().pixmap(64, 64).toImage()
    full = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 240
    ]
    painted: QImage = button.grab().toImage()
    middle = painted.height() // 2
    seen = Counter(
        painted.pixelColor(x, y).name()
        for x in range(3, painted.width() - 3)
        for y in (middle - 9, middle, middle + 9)
        if 0 <= y < painted.height()
    )
    ground = QColor(seen.most_common(1)[0][0])
    return min(contrast(colour, ground) for colour in full)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_icons_on_buttons_can_be_read(
    look: str, opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, look)
    seen = 0
    for spec in (registry.find("start"), *registry.listed()):
        window.show_page(spec.key)
        if spec.key == "start":
            window.stack.setCurrentWidget(window.shown_page())
        qtbot.wait(200)
        for button in window.shown_page().findChildren(QPushButton):
            if button.isVisible() and button.isEnabled() and not button.icon().isNull():
                seen += 1
                assert icon_contrast(button) >= 3, (look, spec.key, button.text())
    assert seen > 5


@pytest.mark.parametrize(
    "work_area",
    [
        QRect(0, 0, 1366, 768),
        QRect(0, 0, 1366, 728),
        QRect(0, 27, 1366, 741),
        QRect(1920, 0, 1280, 720),
        QRect(0, 0, 1920, 1040),
        QRect(0, 0, 3840, 2120),
    ],
)
def test_the_first_window_lies_inside_the_work_area_with_its_frame(work_area: QRect) -> None:
    place = first_geometry(work_area)
    assert work_area.contains(place.adjusted(-8, -40, 8, 8))
    assert place.width() >= 1120
    assert place.height() >= 640
    assert abs((place.center() - work_area.center()).x()) <= 1


def whole_columns(note: ColumnFit) -> None:
    """No column is cut by the right edge of the table."""
    view = note._view
    width = view.viewport().width()
    for column in range(view.model().columnCount()):
        left = view.columnViewportPosition(column)
        right = left + view.columnWidth(column)
        assert right <= width or left >= width - 1, (column, left, right, width)
    beyond = sum(
        view.columnViewportPosition(c) + view.columnWidth(c) > width
        for c in range(view.model().columnCount())
    )
    assert len(note.hidden_columns) == beyond
    assert note.isVisible() == (beyond > 0)
    if beyond:
        assert str(beyond) in note.text()


@pytest.mark.parametrize("width", [1120, 1366, 1920])
def test_columns_of_compare_end_at_the_edge(
    width: int, opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    Cohort.open(ready_cohort).experiments.save(replace(made_experiment(seed=3), id="E0001"))
    window = opened(ready_cohort)
    window.resize(width, 768)
    window.show_page("compare")
    page = window.shown_page()
    qtbot.waitUntil(lambda: page.shown is not None, timeout=LONG_MS)
    page.view.show_board(dashboard(replace(made_experiment(seed=3), id="E0001")))
    qtbot.wait(100)
    whole_columns(page.view.beyond)
    assert width > 1500 or page.view.beyond.isVisible()
    bar = page.view.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert page.view.table.columnViewportPosition(page.view.model.columnCount() - 1) < width


@pytest.mark.parametrize("width", [420, 700, 1100])
def test_columns_of_train_end_at_the_edge(width: int, qtbot: QtBot, window: MainWindow) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.resize(width, 500)
    curves.begin(["DenseNet", "A network of timm with a long name"], 100)
    curves.show()
    qtbot.waitExposed(curves)
    qtbot.wait(100)
    whole_columns(curves.beyond)

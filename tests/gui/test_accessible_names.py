"""Whatever takes the focus has a name for a screen reader, which holds the text on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages import registry
from tests.core.evaluation.results import made_experiment
from tests.gui.conftest import LONG_MS

DIALOGS = (
    *("cohort.outline", "cohort.freeze", "accounts.show", "kit.export"),
    *("help.manual", "help.keys", "help.about"),
)


def shown_text(widget: QWidget) -> str:
    """The text on a button or box, as it is read."""
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&").strip()
    return widget.title() if isinstance(widget, QGroupBox) else ""


def nameless(root: QWidget) -> list[str]:
    """What under a widget takes the focus without a right name."""
    wrong = []
    for widget in (root, *root.findChildren(QWidget)):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.window() is not root.window():
            continue
        if widget is root.window() or isinstance(widget.parent(), QAbstractSpinBox | QComboBox):
            continue  # a window has its title, an inner field the name of the outer
        if widget.objectName().startswith("qt_"):
            continue  # Qt's own parts
        empty = isinstance(widget, QLabel | QAbstractButton) and not widget.text()
        if empty and not widget.isVisibleTo(root):
            continue  # it gets its name with its words
        if widget.focusProxy() is not None and widget.focusProxy() in root.findChildren(QWidget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = "" if interface is None else interface.text(QAccessible.Text.Name).strip()
        text = shown_text(widget)
        if not name or text.casefold() not in name.casefold():
            parent = widget.parent()
            wrong.append(f"{type(widget).__name__} {name!r} {text!r} in {type(parent).__name__}")
    return wrong


@pytest.fixture
def cohort(ready_cohort: Path) -> Path:
    """A cohort with an experiment to compare."""
    Cohort.open(ready_cohort).experiments.save(replace(made_experiment(seed=3), id="E0001"))
    return ready_cohort


def test_every_page_has_names_for_what_takes_the_focus(
    opened: Callable[[Path], MainWindow], cohort: Path, qtbot: QtBot
) -> None:
    window = opened(cohort)
    wrong: dict[str, list[str]] = {}
    for spec in registry.listed():
        window.show_page(spec.key)
        page = window.shown_page()
        if hasattr(page, "case"):
            qtbot.waitUntil(lambda page=page: page.case is not None, timeout=LONG_MS)
        qtbot.wait(300)
        if spec.key == "compare":
            page.view.show_board(dashboard(replace(made_experiment(seed=3), id="E0001")))
        wrong[spec.key] = nameless(page)  # with the tabs and sections that are not in front
    wrong["window"] = [*nameless(window.rail), *nameless(window.status), *nameless(window.menuBar())]
    assert {key: sorted(set(found)) for key, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_has_names_for_what_takes_the_focus(
    name: str, opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    before = set(window.findChildren(QDialog))
    window.actions_table[name].trigger()
    qtbot.waitUntil(
        lambda: any(d.isVisible() for d in set(window.findChildren(QDialog)) - before), timeout=LONG_MS
    )
    made = next(d for d in set(window.findChildren(QDialog)) - before if d.isVisible())
    QApplication.processEvents()
    assert made.windowTitle()
    assert nameless(made) == []
    made.close()


def test_the_first_pages_have_names(window: MainWindow) -> None:
    assert nameless(window.shown_page()) == []
    window.show_page("predict")
    assert nameless(window.shown_page()) == []

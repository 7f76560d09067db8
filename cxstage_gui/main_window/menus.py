"""The menus, from the actions table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from cxstage_gui.actions import Actions
from cxstage_gui.pages import registry
from cxstage_gui.settings import Settings


def fill(
    bar: QMenuBar, actions: Actions, settings: Settings, open_path: Callable[[Path], None]
) -> None:
    """Fill the menu bar."""
    translate = QCoreApplication.translate
    file = bar.addMenu(translate("menus", "&File"))
    _add(file, actions, "cohort.create", "cohort.open")
    recent = file.addMenu(translate("menus", "Recent cohorts"))
    recent.aboutToShow.connect(lambda: _fill_recent(recent, settings, open_path))
    _add(file, actions, "demo.open", "kit.open", "", "kit.pack", "cohort.close", "", "quit")
    _add(
        bar.addMenu(translate("menus", "&Cohort")),
        actions,
        *("cohort.import", "cohort.clinical", "cohort.outline", ""),
        *("cohort.freeze", "cohort.split", "", "cohort.verify", ""),
        *(
            "accounts.show",
            "assignments.show",
            "",
            "kit.export",
            "kit.import",
            "",
            "accounts.passphrase",
            "accounts.out",
        ),
    )
    view = bar.addMenu(translate("menus", "&View"))
    _add(view, actions, *(f"page.{page.key}" for page in registry.listed()), "")
    _choice(view.addMenu(translate("menus", "Theme")), actions, "view.", settings.theme)
    _choice(view.addMenu(translate("menus", "Language")), actions, "language.", settings.language)
    help_ = bar.addMenu(translate("menus", "&Help"))
    _add(help_, actions, "help.manual", "help.keys", "help.tour", "", "help.log", "help.about")
    for menu in bar.findChildren(QMenu):
        menu.setToolTipsVisible(True)  # they say why an entry is off


def _add(menu: QMenu, actions: Actions, *names: str) -> None:
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def _choice(menu: QMenu, actions: Actions, prefix: str, chosen: str) -> None:
    group = QActionGroup(menu)
    for name in actions.names:
        if name.startswith(prefix):
            action = actions[name]
            action.setCheckable(True)
            action.setChecked(name == prefix + chosen)
            group.addAction(action)
            menu.addAction(action)


def _fill_recent(menu: QMenu, settings: Settings, open_path: Callable[[Path], None]) -> None:
    menu.clear()
    for path in settings.recent:
        action = menu.addAction(path.stem)
        action.setToolTip(str(path))
        action.triggered.connect(lambda _=False, chosen=path: open_path(chosen))
    if menu.isEmpty():
        nothing = menu.addAction(QCoreApplication.translate("menus", "No cohort was opened yet"))
        nothing.setEnabled(False)

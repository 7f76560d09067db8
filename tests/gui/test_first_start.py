"""What a new user meets: three doors, settings that are remembered, errors that are told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import SIGNAL, QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui import theme
from cxstage_gui.actions import CONDITIONS, TABLE, ActionButton
from cxstage_gui.main_window import MainWindow
from cxstage_gui.main_window.entries import all_entries
from cxstage_gui.main_window.handlers.folders import FolderOf, LastFolder
from cxstage_gui.pages.start.recent import RecentCohort
from cxstage_gui.session import Executor
from cxstage_gui.settings import Settings
from tests.gui.cohorts import build_small_cohort
from tests.gui.conftest import LONG_MS
from tests.gui.test_bring_a_cohort_together import drop
from tests.gui.work import endless


def button(window: MainWindow, name: str) -> QPushButton:
    """The visible button with this accessible name."""
    return next(
        b for b in window.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()
    )


def test_three_doors_stand_open(window: MainWindow) -> None:
    assert window.page == "start"
    for name in ("Open the demo cohort", "New cohort…", "Open cohort…", "Predict one study"):
        assert button(window, name).isEnabled()
    assert "Research use only" in window.windowTitle()


def test_the_third_door_needs_no_cohort(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(window, "Predict one study"), Qt.MouseButton.LeftButton)
    assert window.page == "predict"
    page = window.shown_page()
    assert page.study.patient.isHidden()
    assert "Drop a study here" in page.hint.text()
    assert not page.predict.isEnabled()


def test_a_cohort_is_made_and_remembered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, settings: Settings
) -> None:
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        window.session.create_cohort(tmp_path / "子宫颈 2024")
    made = tmp_path / "子宫颈 2024.cxcohort"
    assert made.is_dir()
    assert window.windowTitle() == "CxStage — 子宫颈 2024 — Research use only"
    assert settings.recent == (made,)
    assert window.page == "cohort"
    assert button(window, "Import images…").isEnabled()


def test_what_is_no_cohort_is_refused_in_place(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.session.failed, timeout=LONG_MS):
        window.session.open_cohort(tmp_path)
    assert window.shown_page().notice.text
    assert window.status.message == window.shown_page().notice.text
    assert window.session.cohort is None


def test_closing_a_cohort_leads_back_to_the_doors(
    opened: Callable[[Path], MainWindow], bare_cohort: Path
) -> None:
    window = opened(bare_cohort)
    window.actions_table["cohort.close"].trigger()
    assert window.page == "start"
    assert not window.actions_table["page.read"].isEnabled()
    assert [b for b in window.findChildren(QPushButton) if b.accessibleName() == "Open Small"]


def rows_of(window: MainWindow) -> list[RecentCohort]:
    """The recent cohorts on the start page."""
    return [row for row in window.findChildren(RecentCohort) if row.isVisible()]


def test_recent_cohorts_show_progress_and_open_with_a_click(
    window: MainWindow, qtbot: QtBot, settings: Settings, ready_cohort: Path, tmp_path: Path
) -> None:
    damaged = Cohort.create(tmp_path / "Damaged").path
    for name in ("settings.json", "cohort.h5", "audit.log"):
        (damaged / name).write_bytes(b"damaged")
    for path in (damaged, ready_cohort):
        settings.add_recent(path)
    window.show_page("cohort")
    window.show_page("start")
    window.shown_page().showEvent(QShowEvent())  # shown again with other recent cohorts
    qtbot.waitUntil(lambda: all(row.progress.text() for row in rows_of(window)), timeout=LONG_MS)
    first, second = rows_of(window)
    assert "10 patients" in first.progress.text()
    assert "10 references" in first.progress.text()
    assert "cannot be read" in second.progress.text()
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(60, 30))
    assert window.session.path == ready_cohort


def test_a_dropped_cohort_is_opened_and_dropped_data_needs_one(
    window: MainWindow, qtbot: QtBot, bare_cohort: Path, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("patient_id\n", encoding="utf-8")
    with qtbot.waitSignal(window.session.failed) as told:
        drop(window, table)
    assert "create a cohort first" in told.args[0]
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        drop(window, bare_cohort)
    assert window.session.path == bare_cohort


def test_a_new_cohort_is_offered_where_cohorts_lie(settings: Settings, tmp_path: Path) -> None:
    patient = tmp_path / "patient"
    patient.mkdir()
    LastFolder(settings).remember(patient)
    settings.add_recent(Cohort.create(tmp_path / "cohorts" / "one").path)
    assert LastFolder(settings, FolderOf.COHORTS).path == tmp_path / "cohorts"
    assert LastFolder(settings).path == patient


def test_the_theme_changes_at_once_and_is_remembered(window: MainWindow, settings: Settings) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window.actions_table["view.light"].trigger()
    assert settings.theme == "light"
    assert theme.current() is theme.LIGHT
    assert application.palette().window().color().name() == theme.LIGHT.window
    window.actions_table["view.dark"].trigger()
    assert theme.current() is theme.DARK


def test_every_action_has_its_handler_and_known_conditions(window: MainWindow) -> None:
    table = all_entries()
    assert {entry.id for entry in TABLE} < {entry.id for entry in table}
    assert len({entry.id for entry in table}) == len(table)
    shortcuts = [entry.shortcut for entry in table if entry.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    for entry in table:
        assert window.actions_table[entry.id].receivers(SIGNAL("triggered(bool)")) > 0, entry.id
        assert set(entry.when) <= set(CONDITIONS)


def test_everything_to_press_has_a_name_and_room(
    opened: Callable[[Path], MainWindow], ready_cohort: Path
) -> None:
    window = opened(ready_cohort)
    for name in ("cohort", "train", "compare", "predict"):
        window.show_page(name)
        QApplication.processEvents()
        for kind in (QPushButton, QToolButton):
            for made in window.shown_page().findChildren(kind):
                if made.isVisible() and made.objectName() != "qt_toolbar_ext_button":
                    assert made.accessibleName() or made.text(), f"{name}: {made}"
                    assert made.height() >= 28, f"{name}: {made.text()} {made.height()}"


def test_an_unexpected_failure_is_told_logged_and_survived(
    window: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    with qtbot.waitSignal(window.session.failed, timeout=LONG_MS) as told:
        try:
            int("Doe^Jane, born 1970")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert "ValueError" in told.args[0]
    log = settings.log_file.read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_first_start.py" in log
    assert "Doe" not in log
    assert window.isVisible()


def test_importing_the_window_loads_no_network_or_image_library() -> None:
    import subprocess

    code = (
        "import sys, cxstage_gui.app, cxstage_gui.main_window, cxstage_gui.session, cxstage_gui.pages.cohort; "
        "print([m for m in ('torch','timm','SimpleITK','pydicom','scipy','pyqtgraph','pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_demo_door_opens_the_demo_made_before(
    window: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    """The demo is made in minutes; here it lies there already, with the settings of an earlier version."""
    import json

    folder = settings.folder / "demo"
    folder.mkdir(parents=True)
    Cohort.create(folder / "demo.cxcohort", name="Demo")
    found = {
        "settings": {"patients": 16, "epochs": 4, "seed": 1},
        "comparison": {"experiment": "E0001"},
        "prediction": {},
    }
    (folder / "demo.json").write_text(json.dumps(found), encoding="utf-8")
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        qtbot.mouseClick(button(window, "Open the demo cohort"), Qt.MouseButton.LeftButton)
    assert window.session.title == "Demo"


def test_every_action_that_is_off_says_why(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    def off(window: MainWindow) -> dict[str, str]:
        table = window.actions_table
        found = {}
        for entry in all_entries():
            action = table[entry.id]
            lines = action.toolTip().split("\n")
            assert (len(lines) > 1) == (not action.isEnabled()), entry.id
            if not action.isEnabled():
                found[entry.id] = lines[-1]
        for made in window.findChildren(ActionButton):
            assert made.toolTip() == table[made.action.objectName()].toolTip()
        return found

    window = opened(ready_cohort)
    assert "locked" in off(window)["cohort.split"]
    assert "reading kit" in off(window)["kit.pack"]
    bare = build_small_cohort(tmp_path / "bare", patients=1, ready=False)
    window.session.open_cohort(bare)
    qtbot.waitUntil(
        lambda: window.session.path == bare and any(row.sequences for row in window.session.patients),
        timeout=LONG_MS,
    )
    assert "reading" in off(window)["cohort.freeze"]
    window.actions_table["cohort.close"].trigger()
    assert "no cohort is open" in off(window)["cohort.import"]
    menus = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title()]
    assert menus
    assert all(menu.toolTipsVisible() for menu in menus)


def test_images_can_be_imported_while_readings_are_compared(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    names = tuple(row.patient for row in window.session.patients)
    with qtbot.waitSignal(window.session.work_changed, timeout=LONG_MS):
        window.session.review.load_figures(names, lambda _: None)
    assert window.session.occupant(Executor.STUDY) == ""
    assert window.actions_table["cohort.import"].isEnabled()


def test_an_action_that_must_wait_names_what_runs(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(bare_cohort)
    task = window.session.run_in_background(
        endless, watched=True, executor=Executor.STUDY, title="Import"
    )
    assert not window.actions_table["cohort.import"].isEnabled()
    assert "“Import” is running" in button(window, "Images: Import…").toolTip()
    task.cancel()
    qtbot.waitUntil(window.actions_table["cohort.import"].isEnabled, timeout=LONG_MS)
    assert "running" not in button(window, "Images: Import…").toolTip()

"""A page is one row of a table, a language is one file: both are found wherever they are shown."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui import app, languages
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages import registry
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.pages.review.page import ReviewPage
from cxstage_gui.settings import Settings
from tests.gui.cohorts import build_small_cohort
from tests.gui.conftest import LONG_MS

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"cxstage_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def menus(window: MainWindow) -> dict[str, QMenu]:
    return {menu.title(): menu for menu in window.findChildren(QMenu)}


@pytest.fixture
def ninth(monkeypatch: pytest.MonkeyPatch) -> registry.PageSpec:
    """One more page than the program has."""
    page = registry.PageSpec(
        "notes",
        "Notes",
        lambda *_: QLabel("Notes of the department"),
        icon="note",
        shortcut="Ctrl+9",
        needs_cohort=False,
        about="Notes of the department",
    )
    monkeypatch.setattr(registry, "PAGES", (*registry.PAGES, page))
    return page


def test_a_ninth_page_is_found_everywhere(
    ninth: registry.PageSpec, window: MainWindow, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    button = window.findChild(QToolButton, "rail.page.notes")
    assert button is not None
    assert button.isVisible()
    assert button.accessibleName() == "Notes"
    assert "Notes" in menu_texts(menus(window)["&View"])
    assert window.actions_table["page.notes"].shortcut().toString() == "Ctrl+9"

    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "notes"
    assert isinstance(window.shown_page(), QLabel)
    assert window.actions_table["page.notes"].isChecked()
    assert window.session.settings.page == "notes"

    with pytest.raises(SystemExit) as ended:
        app.main(["--help"])
    assert ended.value.code == 0
    assert "notes" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        app.main(["--page", "nowhere"])
    assert "'notes'" in capsys.readouterr().err

    lines = script("tables").TABLES["pages"]().splitlines()
    assert [line for line in lines if line.startswith("| Notes | Ctrl+9 |")]


def test_every_listed_page_can_be_named_at_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app.main(["--help"])
    shown = capsys.readouterr().out
    for page in registry.listed():
        assert page.key in shown
    assert "review" in shown


def test_a_page_that_is_not_permitted_is_not_shown(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page that is permitted stands in for it."""
    window.actions_table["page.predict"].setVisible(False)
    window.session.show_page("predict")
    assert window.page != "predict"


@pytest.mark.parametrize(
    "first", [page.key for page in registry.listed() if page.key not in ("read", "review")]
)
def test_nothing_is_loaded_or_logged_before_a_page_is_shown(
    first: str, window: MainWindow, qtbot: QtBot, ready_cohort: Path
) -> None:
    before = len(Cohort.open(ready_cohort).audit.entries())
    window.open_first(ready_cohort, first)

    def built(kind: type[QWidget]) -> bool:
        return window.findChild(kind) is not None

    qtbot.waitUntil(lambda: built(ReadPage) and built(ReviewPage), timeout=LONG_MS)
    assert window.page == first
    read, review = window.findChild(ReadPage), window.findChild(ReviewPage)
    qtbot.wait(500)
    assert (read.context.case, read.context.wanted) == (None, "")
    assert review.case is None
    assert review.cases.rows == ()
    assert len(Cohort.open(ready_cohort).audit.entries()) == before

    window.session.show_page("read")
    qtbot.waitUntil(lambda: read.context.case is not None, timeout=LONG_MS)
    window.session.show_page("review")
    qtbot.waitUntil(lambda: review.case is not None, timeout=LONG_MS)


def test_another_cohort_is_not_read_behind_another_page(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = build_small_cohort(tmp_path / "other", patients=1, ready=False)
    window = opened(ready_cohort)
    window.session.show_page("read")
    read = window.shown_page()
    qtbot.waitUntil(lambda: read.context.case is not None, timeout=LONG_MS)
    window.session.show_page("predict")
    opened(other)
    qtbot.wait(300)
    assert window.page == "predict"
    assert read.context.case is None
    window.session.show_page("read")
    qtbot.waitUntil(lambda: read.context.case is not None, timeout=LONG_MS)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogues in a folder of their own, and an empty one more."""
    folder = tmp_path / "translations"
    folder.mkdir()
    for file in languages.FOLDER.glob("*.ts"):
        shutil.copyfile(file, folder / file.name)
    (folder / "cxstage_de.ts").write_text("", encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", folder)
    return folder


def test_a_third_language_is_one_file(german: Path, window: MainWindow, settings: Settings) -> None:
    shown = menu_texts(menus(window)["Language"])
    assert shown == ["System language", "English", "Deutsch", "简体中文"]
    window.actions_table["language.de"].trigger()
    assert settings.language == "de"


def test_a_third_language_is_filled_from_the_sources(
    german: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translations = script("translations")
    if not (translations.TOOLS / "pyside6-lupdate").exists():
        pytest.skip("PySide6's tools are not next to this Python")
    missing = translations.main(german)
    assert missing > 1000
    assert "de: MainWindow" in capsys.readouterr().out
    filled = (german / "cxstage_de.ts").read_text(encoding="utf-8")
    assert 'language="de' in filled
    assert "Research use only" in filled
    assert (german / "cxstage_de.qm").is_file()


def test_a_language_without_a_catalogue_is_not_taken(settings: Settings) -> None:
    settings.language = "xx"
    assert settings.language == "system"


def test_plural_forms_are_english(window: MainWindow) -> None:
    problem = window.session.imports
    assert problem.tr("%n problem(s) were found.", "", 1) == "1 problem was found."
    assert problem.tr("%n problem(s) were found.", "", 3) == "3 problems were found."


def test_rows_of_the_registry_name_each_page_once() -> None:
    keys = [page.key for page in registry.PAGES]
    assert len(set(keys)) == len(keys)
    assert [page.key for page in registry.PAGES if page.home] == ["cohort"]

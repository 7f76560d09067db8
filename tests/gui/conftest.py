"""The window over isolated settings, and small cohorts to open in it."""

from __future__ import annotations

import multiprocessing
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxstage_gui.app import log_failures, make_application, make_window
from cxstage_gui.main_window import MainWindow
from cxstage_gui.settings import Settings
from tests.gui.cohorts import build_small_cohort

LONG_MS = 240_000


@pytest.fixture(scope="session")
def _ready_cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small_cohort(tmp_path_factory.mktemp("ready"), patients=10)


@pytest.fixture(scope="session")
def _bare_cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small_cohort(tmp_path_factory.mktemp("bare"), patients=2, ready=False)


@pytest.fixture
def ready_cohort(_ready_cohort: Path, tmp_path: Path) -> Path:
    """Ten patients with readings, reference and split: a copy of its own for each test."""
    return Path(shutil.copytree(_ready_cohort, tmp_path / _ready_cohort.name))


@pytest.fixture
def bare_cohort(_bare_cohort: Path, tmp_path: Path) -> Path:
    """Two patients with images and clinical rows, nothing read yet."""
    return Path(shutil.copytree(_bare_cohort, tmp_path / _bare_cohort.name))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of their own."""
    return Settings(tmp_path / "home")


@pytest.fixture
def window(qtbot: QtBot, settings: Settings) -> Iterator[MainWindow]:
    """The window as `main` builds it; closed afterwards, with nothing left running."""
    import sys

    hook = sys.excepthook
    before = set(threading.enumerate())
    make_application(settings)
    made = make_window(settings)
    log_failures(made, settings)
    made.show_page("cohort")
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.session.training.cancel()
    made.session.close()
    made.close()
    made.deleteLater()
    sys.excepthook = hook
    assert not multiprocessing.active_children()
    assert not [t for t in threading.enumerate() if t not in before and t.name.startswith("cxstage")]


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Callable[[Path], MainWindow]:
    """Opens a cohort in the window and waits for its patient table."""

    def open_it(path: Path) -> MainWindow:
        window.session.open_cohort(path)
        qtbot.waitUntil(lambda: any(row.sequences for row in window.session.patients), timeout=LONG_MS)
        return window

    return open_it

"""Starts the window: everything is built here, once, and handed on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication

    from cxstage_gui.main_window import MainWindow
    from cxstage_gui.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """`cxstage-gui [COHORT]`; returns the exit code."""
    import multiprocessing

    multiprocessing.freeze_support()
    options = _options(sys.argv[1:] if argv is None else argv)

    if options.cohort is not None:
        # Before Qt: once PySide6 is loaded, it looks into the source of every module imported later.
        import_module("cxstage_core.cohort")
    from cxstage_gui.settings import Settings

    settings = Settings(options.home)
    application = make_application(settings)
    window = make_window(settings)
    log_failures(window, settings)
    if settings.refused is not None:
        from cxstage_gui.session import Level
        from cxstage_gui.strings import error_message

        window.session.notify(error_message(settings.refused), Level.ERROR)
    if options.report_first_image:
        report_first_image(application, window)
    page = options.page or settings.page
    cohort = window.session.interrupted() if options.cohort is None else options.cohort
    if cohort is None:
        window.show_page(page)
    else:
        window.open_first(cohort, page)
    window.show()
    return application.exec()


def make_application(settings: Settings) -> QApplication:
    """The Qt application with its name, language and theme."""
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from cxstage_gui import theme

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("CxStage")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("cxstage")
    application.setWindowIcon(QIcon(str(theme.ASSETS / "icons" / "cxstage.svg")))
    for translator in translators(settings, application):
        application.installTranslator(translator)
    theme.apply(application, settings.theme)
    return application


def make_window(settings: Settings) -> MainWindow:
    """The window over a new session."""
    from cxstage_gui.main_window import MainWindow
    from cxstage_gui.session import Session
    from cxstage_gui.tasks import Tasks

    tasks = Tasks()
    window = MainWindow(Session(settings, tasks), tasks)
    tasks.setParent(window)
    window.session.setParent(window)
    return window


def log_failures(window: MainWindow, settings: Settings) -> None:
    """Write unexpected failures to the log file, show them, and keep the session."""
    import logging
    from logging.handlers import RotatingFileHandler
    from types import TracebackType

    from cxstage_gui.session import Level
    from cxstage_gui.strings import error_message
    from cxstage_gui.tasks.failure import describe

    settings.folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(settings.log_file, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("cxstage")
    log.setLevel(logging.INFO)
    for old in tuple(log.handlers):
        log.removeHandler(old)
        old.close()
    log.addHandler(file)
    log.propagate = False

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        log.error(describe(error.with_traceback(trace)))
        window.session.notify(error_message(error), Level.ERROR)

    sys.excepthook = caught


def report_first_image(application: QApplication, window: MainWindow) -> None:
    """Print the seconds from process start to the first painted MRI slice, then quit; 1 on a failure."""
    from cxstage_gui.main_window.first_image import FirstImage

    watcher = FirstImage(application)
    application.installEventFilter(watcher)

    def fail(sentence: str) -> None:
        sys.stderr.write(sentence + "\n")
        window.session.close()
        application.exit(1)

    window.session.failed.connect(fail)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    from cxstage_gui.pages import registry

    parser = argparse.ArgumentParser(prog="cxstage-gui", description="The CxStage window.")
    parser.add_argument("cohort", nargs="?", type=Path, help="a folder NAME.cxcohort to open")
    parser.add_argument(
        "--page",
        choices=tuple(page.key for page in registry.listed()),
        help="the page to show first",
    )
    parser.add_argument("--home", type=Path, help="folder for settings and log instead of the usual")
    parser.add_argument("--report-first-image", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def translators(settings: Settings, application: QApplication) -> list[QTranslator]:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    from cxstage_gui import languages

    code = languages.in_use(settings.language)
    found = []
    for name, folder in (
        (f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"{languages.PREFIX}{languages.SOURCE}", str(languages.FOLDER)),  # plural forms
        (f"{languages.PREFIX}{code}", str(languages.FOLDER)),  # asked first
    ):
        translator = QTranslator(application)
        if translator.load(name, folder):
            found.append(translator)
    return found


if __name__ == "__main__":
    raise SystemExit(main())

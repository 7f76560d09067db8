"""Write every page of the window, dark and light, from a demo cohort into a folder.

    xvfb-run -a python packaging/screenshots.py DEMO OUT [--language zh_CN]

The demo's cohort is copied first: a short training is started for the Train page and then cancelled,
and the copy is thrown away.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from cxstage_gui import theme
from cxstage_gui.app import make_application, make_window
from cxstage_gui.main_window import MainWindow
from cxstage_gui.settings import Settings

SIZE = (1440, 900)
DICE = 2
"""Column of the case list."""


def wait_for(condition: Callable[[], bool], seconds: float = 240) -> None:
    """Run the event loop until the condition holds."""
    deadline = QDeadlineTimer(round(seconds * 1000))
    while not condition():
        if deadline.hasExpired():
            raise SystemExit("The window did not get to the state to be shown.")
        rest(0.05)


def rest(seconds: float) -> None:
    """Run the event loop for a while, so that everything is painted."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def shoot(window: MainWindow, out: Path, name: str) -> None:
    """One picture of the whole window in each theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for look in ("dark", "light"):
        theme.apply(application, look)
        rest(0.7)
        window.grab().save(str(out / f"{name}-{look}.png"))


def tour(window: MainWindow, cohort: Path, out: Path) -> None:
    """Walk through the pages as a user does."""
    window.show_page("start")
    shoot(window, out, "start")
    window.session.open_cohort(cohort)
    wait_for(lambda: bool(window.session.patients))
    window.show_page("cohort")
    shoot(window, out, "cohort")
    _read(window, out)
    _review(window, out)
    _compare(window, out)
    _predict(window, out)
    _train(window, out)


def _read(window: MainWindow, out: Path) -> None:
    window.session.reader = "A"
    window.show_page("read")
    rest(3)
    shoot(window, out, "read")


def _review(window: MainWindow, out: Path) -> None:
    from cxstage_gui.pages.review.page import ReviewPage
    from cxstage_gui.pages.review.panes import Mode

    window.show_page("review")
    page = window.shown_page()
    assert isinstance(page, ReviewPage)
    wait_for(lambda: page.case is not None)
    patient = page.cases.rows[4].patient
    page.open_case(patient)
    wait_for(lambda: page.case is not None and page.case.patient == patient)
    page.bar.choose(Mode.DIFFERENCE)
    page.disagreements.view.selectRow(0)
    listed = page.cases.view.model()
    wait_for(lambda: all(listed.index(row, DICE).data() for row in range(listed.rowCount())))
    rest(1)
    shoot(window, out, "review")
    page.tabs.setCurrentIndex(1)
    page.agreement.compute()
    wait_for(lambda: page.agreement.found is not None)
    shoot(window, out, "agreement")
    page.tabs.setCurrentIndex(0)


def _compare(window: MainWindow, out: Path) -> None:
    window.show_page("compare")
    page = window.shown_page()
    wait_for(lambda: getattr(page, "shown", None) is not None)
    shoot(window, out, "compare")


def _predict(window: MainWindow, out: Path) -> None:
    window.show_page("predict")
    page = window.shown_page()
    part = {row.patient: row.part for row in window.session.patients}
    box = page.study.patient  # type: ignore[attr-defined]
    wait_for(lambda: box.count() > 0)
    test = next(i for i in range(box.count()) if part.get(box.itemData(i)) == "test")
    box.setCurrentIndex(test)
    box.activated.emit(test)
    wait_for(page.predict.isEnabled)  # type: ignore[attr-defined]
    page.predict.click()  # type: ignore[attr-defined]
    wait_for(lambda: window.session.prediction.answer is not None)
    shoot(window, out, "predict")


def _train(window: MainWindow, out: Path) -> None:
    window.show_page("train")
    page = window.shown_page()
    form = page.form  # type: ignore[attr-defined]
    form.networks.choose(("shufflenet_v2_x1_0",))
    form.input_size.setCurrentIndex(form.input_size.findData(64))
    form.epochs.setValue(40)
    page.start.click()  # type: ignore[attr-defined]
    courses = page.curves.courses  # type: ignore[attr-defined]
    wait_for(lambda: "ShuffleNet" in courses and len(courses["ShuffleNet"].epoch) >= 12)
    shoot(window, out, "train")
    page.cancel.click()  # type: ignore[attr-defined]
    wait_for(lambda: not window.session.training.running)


def _people(window: MainWindow, cohort: Path, folder: Path, out: Path) -> None:
    """A department with accounts and the demo's images, not read yet."""
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.double_reading.worklist import Draw
    from cxstage_core.cohort.values.permissions import Role
    from cxstage_gui.pages.cohort.assignments_dialog import AssignmentsDialog

    demo = Cohort.open(cohort)
    made = Cohort.create(folder / "Cervix 2026")
    for patient in demo.patients()[:8]:
        record = demo.series(patient)[0]
        name = made.pseudonym(f"demo {patient}")
        made.add_series(name, demo.volume(patient, record.id), record.info)
    words = "four plain words here"
    made.accounts.add("Kim", {Role.COORDINATOR}, words)
    kim = made.sign_in("Kim", words)
    for reader in ("Chen", "Novak"):
        kim.accounts.add(reader, {Role.READER}, words)
    kim.worklist.assign(Draw(("Chen", "Novak")))
    kim.worklist.assign_repeats(0.25, 28)
    window.session.open_cohort(made.path)
    wait_for(lambda: window.page == "sign in")
    shoot(window, out, "sign-in")
    window.session.sign_in("Kim", words, lambda error: sys.exit(str(error)))
    wait_for(window.actions_table["assignments.show"].isEnabled)
    window.actions_table["assignments.show"].trigger()
    dialog = window.findChild(AssignmentsDialog)
    assert dialog is not None
    wait_for(lambda: bool(dialog.model.rows))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for look in ("dark", "light"):
        theme.apply(application, look)
        rest(0.7)
        dialog.grab().save(str(out / f"assignments-{look}.png"))
    dialog.reject()


def main() -> int:
    """Parse the arguments and take the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        cohort = Path(shutil.copytree(options.demo / "demo.cxcohort", Path(folder) / "Demo.cxcohort"))
        settings = Settings(Path(folder) / "home")
        settings.language = options.language
        settings.theme = "dark"
        make_application(settings)
        window = make_window(settings)
        window.resize(*SIZE)
        window.show()
        window.resize(*SIZE)
        tour(window, cohort, options.out)
        _people(window, cohort, Path(folder), options.out)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

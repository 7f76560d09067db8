"""Which two series lie beside each other on the Read page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.phantom import draw_patient, render
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.session.current.study import read_study
from cxstage_gui.viewer.models.contents import Content
from tests.gui.reading_room import WAIT_MS, Reader


def shown(page: ReadPage) -> tuple[str, str]:
    """Ids of the series on screen."""
    assert page.context.case is not None
    return page.context.case.first, page.context.case.second


def test_a_study_without_t1_shows_its_t2_in_two_planes(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "Few.cxcohort")
    volumes = render(draw_patient(5, 1))
    patient = cohort.pseudonym("someone")
    cohort.add_series(patient, volumes["t2_sagittal"], SeriesInfo("T2"))
    assert tuple(read_study(cohort, patient, "A").volumes) == ("t2-sagittal",)
    cohort.add_series(patient, volumes["t2_axial"], SeriesInfo("T2"))
    assert tuple(read_study(cohort, patient, "A").volumes) == ("t2-axial", "t2-sagittal")
    cohort.add_series(patient, volumes["t1_axial"], SeriesInfo("T1"))
    assert tuple(read_study(cohort, patient, "A").volumes) == ("t2-axial", "t1-axial")


def test_a_pane_that_takes_the_others_series_changes_places_with_it(
    qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path
) -> None:
    page = Reader(qtbot, opened, bare_cohort).page
    choice = page.panes.choices[1]
    before = shown(page)
    choice.setCurrentIndex(
        next(k for k in range(choice.count()) if choice.itemData(k) == Content(before[0]))
    )
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: shown(page) == before[::-1], timeout=WAIT_MS)
    assert page.panes.second.isVisible()


def test_a_single_pane_has_all_the_room(
    qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path
) -> None:
    page = Reader(qtbot, opened, bare_cohort).page
    half = page.panes.first.width()
    page.panes.toggle_maximised()
    qtbot.waitUntil(lambda: page.panes.first.width() > 1.9 * half, timeout=WAIT_MS)
    page.panes.toggle_maximised()
    qtbot.waitUntil(lambda: page.panes.first.width() == half, timeout=WAIT_MS)

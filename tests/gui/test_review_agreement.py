"""The agreement of the readers: computed when looked at, by pair and region, marks open their case."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.evaluation.readers.reader_agreement import Kind
from cxstage_core.imaging import Volume
from cxstage_core.reading.comparison.definitions import DEFINITIONS, Measure, Region
from cxstage_gui.app import make_application
from cxstage_gui.pages.review.agreement import EMPTY_PAGE, SHOWN_PAGE, AgreementView
from cxstage_gui.session import Session
from cxstage_gui.settings import Settings
from cxstage_gui.tasks import Tasks
from cxstage_gui.widgets.case_plot import CasePlot
from tests.core.cohort.department import GRID, Department, reading, words

WAIT_MS = 60_000


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    make_application(settings)
    made = Session(settings, Tasks())
    yield made
    made.close()


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> AgreementView:
    """The view as the Review page holds it, on screen before a cohort is open."""
    made = AgreementView(session)
    qtbot.addWidget(made)
    made.resize(1160, 690)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def read_twice(tmp_path: Path) -> Path:
    """Six patients read by A and B, one of them unfinished; A read the first three again."""
    cohort = Cohort.create(tmp_path / "宫颈")
    for number in range(6):
        patient = cohort.pseudonym(f"X{number}")
        array = np.full(GRID.size, number, np.int16)
        cohort.add_series(patient, Volume(array, GRID), SeriesInfo("T2"))
        cohort.save_reading(reading(patient, "A", 4 + number, complete=True))
        cohort.save_reading(reading(patient, "B", 6 + 2 * number, complete=number < 5))
        if number < 3:
            cohort.save_reading(reading(patient, "A#2", 5 + number, complete=True))
    return cohort.path


def shown(view: AgreementView, qtbot: QtBot, path: Path) -> AgreementView:
    view._session.open_cohort(path)
    qtbot.waitUntil(lambda: view.found is not None, timeout=WAIT_MS)
    return view


def cell(view: AgreementView, measure: Measure, title: str) -> str:
    titles = [column.title for column in view.model.columns]
    row = tuple(Measure).index(measure)
    return str(view.model.index(row, titles.index(title)).data())


def choose(view: AgreementView, qtbot: QtBot, measure: Measure) -> None:
    index = view.model.index(tuple(Measure).index(measure), 0)
    place = view.table.visualRect(index).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def place_of(plot: CasePlot, name: str) -> QPoint:
    """Where a patient's mark is on screen."""
    spot = plot._points.points()[plot.names.index(name)]
    scene = plot.plot.getPlotItem().getViewBox().mapViewToScene(QPointF(spot.pos()))
    return plot.plot.mapFromScene(scene)


def test_it_is_computed_when_it_is_looked_at(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    assert view._stack.currentIndex() == EMPTY_PAGE and view.found is None
    shown(view, qtbot, read_twice)
    assert view._stack.currentIndex() == SHOWN_PAGE
    assert [view.pair.itemData(k).kind for k in range(2)] == [Kind.INTER, Kind.INTRA]
    assert cell(view, Measure.DICE, "n") == "5"
    mean = np.mean([2 * (4 + n) / (10 + 3 * n) for n in range(5)])
    assert cell(view, Measure.DICE, "Mean").startswith(f"{mean:.3f} (")
    bias = np.mean([2 + n for n in range(5)]) * 2 * 7 * 2.45 / 1000
    assert cell(view, Measure.VOLUME, "Bias").startswith(f"{bias:.2f} (")
    assert cell(view, Measure.DICE, "Bias") == ""
    assert "5 patients" in view.facts.text() and "1 not finished" in view.facts.text()
    assert "P0006" not in view.against_size.names


def test_pair_and_region_are_chosen_with_the_keyboard(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    shown(view, qtbot, read_twice)
    view.pair.setFocus()
    qtbot.keyClick(view.pair, Qt.Key.Key_Down)
    assert view.summary is not None and str(view.summary.pair) == "A – A#2"
    assert cell(view, Measure.DICE, "n") == "3"
    qtbot.keyClick(view.region, Qt.Key.Key_Down)
    assert view.summary.region is Region.INFILTRATION
    assert cell(view, Measure.DICE, "n") == "0" and cell(view, Measure.DICE, "Mean") == "–"
    assert view.spread.names == () and view.against_size.names == ()


def test_the_definition_of_the_chosen_measure_stands_below(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    shown(view, qtbot, read_twice)
    for measure in (Measure.HD95, Measure.SLICES, Measure.VOLUME):
        choose(view, qtbot, measure)
        assert view.definition.text() == str(DEFINITIONS[measure])
        assert len(view.spread.names) == 5
    assert "Student's t" in view.methods.text()


@pytest.mark.parametrize("plot", ["against_size", "spread"])
def test_a_click_on_a_mark_opens_its_case(
    view: AgreementView, qtbot: QtBot, read_twice: Path, plot: str
) -> None:
    shown(view, qtbot, read_twice)
    choose(view, qtbot, Measure.VOLUME)
    drawn: CasePlot = getattr(view, plot)
    qtbot.wait(50)
    for name in ("P0001", "P0004"):
        with qtbot.waitSignal(view.case_wanted) as wanted:
            qtbot.mouseClick(
                drawn.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(drawn, name)
            )
        assert wanted.args == [name]


def test_the_worst_case_is_found_by_sorting_and_opened_with_enter(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    shown(view, qtbot, read_twice)
    head = view.cases.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(1) + 20, 10)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    if head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder:
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    worst = view.cases.model().index(0, 0)
    assert worst.data() == "P0005"
    qtbot.mouseClick(
        view.cases.viewport(), Qt.MouseButton.LeftButton, pos=view.cases.visualRect(worst).center()
    )
    with qtbot.waitSignal(view.case_wanted) as wanted:
        qtbot.keyClick(view.cases, Qt.Key.Key_Return)
    assert wanted.args == ["P0005"]


def test_tables_numbers_and_figures_are_written(
    view: AgreementView,
    qtbot: QtBot,
    read_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown(view, qtbot, read_twice)
    choose(view, qtbot, Measure.VOLUME)
    for place, name in enumerate(("a.csv", "b.csv", "c.json", "", "d.svg", "e.png")):
        if not name:
            continue
        monkeypatch.setattr(
            QFileDialog,
            "getSaveFileName",
            lambda *_, f=name: (str(tmp_path / f), f"kind (*{Path(f).suffix})"),
        )
        view.notice.clear()
        view.export.menu().actions()[place].trigger()
        qtbot.waitUntil(lambda n=name: n in view.notice.text, timeout=WAIT_MS)
    rows = list(csv.DictReader((tmp_path / "b.csv").open(encoding="utf-8-sig")))
    assert len(rows) == (5 + 3) * 3
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["waiting"] == 1
    assert (tmp_path / "d.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "e.png").read_bytes().startswith(b"\x89PNG")
    choose(view, qtbot, Measure.DICE)
    assert not view.export.entries["limits"].isEnabled()


def test_a_completed_reading_is_compared_without_being_asked(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    shown(view, qtbot, read_twice)
    choose(view, qtbot, Measure.ASSD)
    Cohort.open(read_twice).save_reading(reading("P0006", "B", 16, complete=True))
    view._session.refresh()
    qtbot.waitUntil(lambda: cell(view, Measure.DICE, "n") == "6", timeout=WAIT_MS)
    assert view.chosen_measure is Measure.ASSD


def test_another_cohort_is_opened_while_the_first_is_compared(
    view: AgreementView, qtbot: QtBot, read_twice: Path, bare_cohort: Path
) -> None:
    session = view._session
    with qtbot.waitSignal(session.cohort_opened, timeout=WAIT_MS):
        session.open_cohort(bare_cohort)
    assert view._task is not None
    shown(view, qtbot, read_twice)
    assert len(view.found.pairs) == 2 and view.again.isEnabled()
    qtbot.waitUntil(lambda: session._tasks.shown == (), timeout=WAIT_MS)
    assert cell(view, Measure.DICE, "n") == "5"


def test_whoever_stops_it_can_start_it_again(
    view: AgreementView, qtbot: QtBot, read_twice: Path
) -> None:
    session = view._session
    view.hide()
    session.open_cohort(read_twice)
    qtbot.waitUntil(lambda: any(row.sequences for row in session.patients), timeout=WAIT_MS)
    assert session._tasks.shown == ()
    with qtbot.waitSignal(session._tasks.started, timeout=WAIT_MS) as started:
        view.show()
    started.args[0].cancel()
    qtbot.waitUntil(lambda: view._task is None, timeout=WAIT_MS)
    assert view.found is None and view.start.isVisible()
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.found is not None, timeout=WAIT_MS)


def test_a_cohort_with_nothing_to_compare_says_what_to_do(
    view: AgreementView, qtbot: QtBot, bare_cohort: Path
) -> None:
    view._session.open_cohort(bare_cohort)
    qtbot.waitUntil(lambda: "two complete readings" in view.nothing._text.text(), timeout=WAIT_MS)
    assert view._stack.currentIndex() == EMPTY_PAGE
    assert view.start.isVisible() and not view.export.isEnabled()


def test_a_reader_sees_nothing_of_it_and_a_reviewer_does(
    view: AgreementView, qtbot: QtBot, tmp_path: Path
) -> None:
    department = Department.found(tmp_path / "c", 2)
    department.assign()
    for name in ("A", "B"):
        cohort = department.enter(name)
        for patient in cohort.patients():
            cohort.save_reading(reading(patient, name, complete=True))
    session = view._session
    for name in ("A", "Roe"):
        with qtbot.waitSignal(session.sign_in_wanted, timeout=WAIT_MS):
            session.open_cohort(department.path)
        with qtbot.waitSignal(session.cohort_opened, timeout=WAIT_MS):
            session.sign_in(name, words(name), pytest.fail)
        if name == "A":
            qtbot.wait(100)
            assert view.found is None and session._tasks.shown == ()
            assert not view.start.isVisible()
            assert "Reviewers and coordinators" in view.nothing._text.text()
            view.compute()
            assert session._tasks.shown == ()
    qtbot.waitUntil(lambda: view.found is not None, timeout=WAIT_MS)
    session.close_cohort()
    assert view.found is None and view._stack.currentIndex() == EMPTY_PAGE

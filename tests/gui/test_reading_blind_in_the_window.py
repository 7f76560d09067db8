"""Reader B works in the window before the case is complete: no page, list, log or setting holds anything of A."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import ClinicalRecord
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.pages.read.sections.outlines import OutlinesSection
from cxstage_gui.pages.sign_in import SignInPage
from cxstage_gui.viewer.slice_view import SliceView
from tests.core.cohort.department import Department, outline, reading, words

WAIT_MS = 20_000
COMMENT, STAGE, OUTCOME, READER = "left parametrium, says A", "IIB", "relapse", "Anselm"


@pytest.fixture
def blind(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> Iterator[tuple[MainWindow, ReadPage, Department]]:
    """B has signed in; A ("Anselm") has read the first patient, and a reference exists."""
    made = Department.found(tmp_path / "c", patients=2)
    kim = made.enter("Kim")
    kim.accounts.add(READER, {"reader"}, words(READER))
    from cxstage_core.cohort.double_reading.worklist import Draw

    kim.worklist.assign(Draw((READER, "B")))
    patient = kim.patients()[0]
    kim.clinical.save(
        [ClinicalRecord(p, entered_stage=STAGE, extra={"o": OUTCOME}) for p in kim.patients()]
    )
    done = dataclasses.replace(reading(patient, READER, 9, complete=True), comment=COMMENT)
    made.enter(READER).save_reading(done)
    kim.references.freeze(patient, {"t2-axial": outline(9)}, origin="x")
    window.session.open_cohort(made.path)
    qtbot.waitUntil(lambda: window.session.waiting is not None, timeout=WAIT_MS)
    window.session.sign_in("B", words("B"), lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: window.session.user.principal.name == "B", timeout=WAIT_MS)
    window.show_page("read")
    page = window.shown_page()
    assert isinstance(page, ReadPage)
    page.context.open(patient)
    qtbot.waitUntil(
        lambda: page.context.case is not None and page.context.case.patient == patient, timeout=WAIT_MS
    )
    yield window, page, made


def test_every_page_and_list_says_nothing_of_the_other_reader(
    blind: tuple[MainWindow, ReadPage, Department], qtbot: QtBot
) -> None:
    window, page, _ = blind
    for name in ("cohort", "read", "train", "compare", "predict", "start"):
        window.show_page(name)
        qtbot.wait(50)
    window.show_page("read")
    for section in page.side._pages:
        page.side.show_section(section)
    qtbot.wait(200)
    said = list(_words_of(window))
    assert any("C" in word for word in said)  # the list is among what was looked at
    for secret in (READER, COMMENT, OUTCOME, "P0001", "P0002"):
        assert [word for word in said if secret in word] == []
    assert STAGE not in said


def test_no_pane_shows_an_outline_and_none_is_offered(
    blind: tuple[MainWindow, ReadPage, Department],
) -> None:
    _, page, _ = blind
    part = page.parts["OutlinesSection"]
    assert isinstance(part, OutlinesSection)
    assert part._others == {}
    for view in page.findChildren(SliceView):
        if view.model is not None:
            assert view.model._others == ()
            colour = view.model.picture
            assert np.array_equal(colour & 255, colour >> 8 & 255)  # grey alone


def test_nothing_of_the_other_reader_is_kept_beside_the_cohort(
    blind: tuple[MainWindow, ReadPage, Department],
) -> None:
    window, page, department = blind
    page.context.save()
    window.session.settings._store.sync()
    home = window.session.settings.folder
    files = [file for file in home.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        for secret in (READER, COMMENT, OUTCOME, words("B"), words(READER)):
            assert secret.encode() not in content, file.name
    journals = list((department.path / "journal").rglob("*.journal"))
    assert {file.parent.name.split("-")[0] for file in journals} == {"b"}


def _words_of(window: QWidget) -> Iterator[str]:
    """Every text of every widget, shown or not: titles, tips, lists, tables."""
    door = window.findChild(SignInPage)  # who has an account is no secret: one chooses one's name
    names = set() if door is None else {door, *door.findChildren(QWidget)}
    for widget in {window, *window.findChildren(QWidget)} - names:
        for property_ in (b"text", b"toolTip", b"windowTitle", b"accessibleName", b"title"):
            value = widget.property(property_.decode())
            if isinstance(value, str) and value:
                yield value
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(n) for n in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _cells(widget.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            for role in (
                Qt.ItemDataRole.DisplayRole,
                Qt.ItemDataRole.ToolTipRole,
                Qt.ItemDataRole.AccessibleTextRole,
            ):
                value = index.data(role)
                if isinstance(value, str):
                    yield value

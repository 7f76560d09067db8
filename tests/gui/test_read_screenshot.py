"""A screenshot: the part and size that were asked for, nobody's name, and no "saved" that is not true."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cxstage_core.errors import CxStageError
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.behaviour.screenshot import Screenshot
from cxstage_gui.viewer.screenshot import folder_of, write_picture
from tests.gui.reading_room import LEFT, Reader


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


@pytest.mark.parametrize(("part", "scale"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_f12_writes_the_picture_that_was_asked_for(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int, scale: int
) -> None:
    offered: list[str] = []
    target = tmp_path / "Bilder 图" / "view.png"
    target.parent.mkdir()

    def choose(*arguments: object) -> tuple[str, str]:
        offered.append(str(arguments[2]))
        return str(target.with_suffix("")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    said: list[str] = []
    reader.window.session.message.connect(lambda sentence, _: said.append(sentence))
    reader.key(Qt.Key.Key_F12)
    own = reader.page.parts["Screenshot"]
    assert isinstance(own, Screenshot) and own.dialog is not None
    own.dialog.part.setCurrentIndex(part)
    own.dialog.scale.setCurrentIndex(scale)
    QTest.mouseClick(own.dialog.decide, LEFT)
    reader.qtbot.waitUntil(lambda: any("saved" in words for words in said), timeout=30_000)
    image = QImage(str(target))
    whole = reader.page.panes if part else reader.view
    assert image.size() == whole.size() * (scale + 1)
    assert [key for key in image.textKeys() if image.text(key)] == []
    assert re.fullmatch(r"cxstage-[\d-]+\.png", Path(offered[0]).name)
    assert b"tEXt" not in target.read_bytes() and b"iTXt" not in target.read_bytes()
    assert folder_of(reader.window.session.settings.text("screenshot/folder")) == target.parent
    assert sorted(p.name for p in target.parent.iterdir()) == ["view.png"]
    at = reader.at(60, 60)
    at = reader.view.mapTo(whole, at) if part else at
    seen = image.pixelColor(at * (scale + 1)).red()
    assert abs(seen - reader.view.grab().toImage().pixelColor(reader.at(60, 60)).red()) <= 30


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.setText("Patient", "Somebody")
    with pytest.raises(CxStageError):
        write_picture(image, tmp_path / "missing" / "a.png")
    folder = tmp_path / "taken.png"
    folder.mkdir()
    with pytest.raises(CxStageError):
        write_picture(image, folder)
    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]
    written = write_picture(image, tmp_path / "b.png")
    assert b"Somebody" not in written.read_bytes()
    assert QImage(str(written)).pixelColor(5, 5).red() == 255


def test_without_a_remembered_folder_it_is_the_home_folder(tmp_path: Path) -> None:
    assert folder_of("") == Path.home()
    assert folder_of(str(tmp_path / "gone")) == Path.home()

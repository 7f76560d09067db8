"""Sentences made from what a file holds, figures and Qt's own dialogs are in the window's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QTreeView
from pytestqt.qtbot import QtBot

from cxstage_core.cohort.values.records import Reference
from cxstage_gui.app import translators
from cxstage_gui.pages.review.provenance import provenance
from cxstage_gui.settings import Settings
from cxstage_gui.strings import figures


@pytest.fixture
def chinese(qtbot: QtBot, settings: Settings) -> Iterator[None]:
    application = QCoreApplication.instance()
    assert application is not None
    settings.language = "zh_CN"
    loaded: list[QTranslator] = translators(settings, application)
    for one in loaded:
        application.installTranslator(one)
    yield
    for one in loaded:
        application.removeTranslator(one)


def _reference(origin: str, rule: str = "") -> Reference:
    return Reference("P0001", {}, origin, 1, "0" * 64, "2026-01-01T00:00:00+00:00", rule)


ORIGINS = [
    (
        _reference("review of A, B by demo"),
        "Outline from demo's review of the readings of A, B.",
        "由 demo 复核 A、B 的阅片后得出的轮廓。",
    ),
    (
        _reference("reader A (no review)"),
        "Outline of reader A, not reviewed.",
        "阅片者 A 的轮廓，未经复核。",
    ),
    (
        _reference("review of A, B by Roe", "74 x border 1.5 mm: first"),
        "Outline from Roe's review of the readings of A, B.\n"
        "Border up to 1.5 mm decided as one group (74): A.",
        "由 Roe 复核 A、B 的阅片后得出的轮廓。\n边缘（不超过 1.5 mm）74 处整组裁定：A。",
    ),
    (_reference("written by hand"), "written by hand", "written by hand"),
]


@pytest.mark.parametrize(("reference", "english", "_"), ORIGINS)
def test_provenance_is_a_sentence(qtbot: QtBot, reference: Reference, english: str, _: str) -> None:
    assert provenance(reference) == english


@pytest.mark.parametrize(("reference", "_", "words"), ORIGINS)
def test_provenance_is_a_chinese_sentence(
    chinese: None, reference: Reference, _: str, words: str
) -> None:
    assert provenance(reference) == words


def test_a_rule_is_told_in_words(chinese: None) -> None:
    shown = provenance(_reference("review of A, B by Roe", "intersection"))
    assert "规则：全部阅片者标记之处" in shown


def test_figures_have_a_true_minus_and_a_range(qtbot: QtBot) -> None:
    assert figures("-1.68 (-2.49 to -0.87)") == "−1.68 (−2.49 to −0.87)"
    assert figures("0.697 (0.527–0.826)") == "0.697 (0.527–0.826)"
    assert figures("+0.031\np 0.020") == "+0.031\np 0.020"
    assert figures("t2-axial-4") == "t2-axial-4"


def test_figures_in_chinese(chinese: None) -> None:
    assert figures("-1.68 (-2.49 to -0.87)") == "−1.68 (−2.49 至 −0.87)"


def test_qts_own_file_dialog_is_chinese(chinese: None, qtbot: QtBot) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilter("NIfTI (*.nii.gz)")
    left = [
        words
        for widget in (*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton))
        if (words := widget.text().strip()) and not re.search("[\u4e00-\u9fff]", words)
    ]
    assert left == []
    table = dialog.findChild(QTreeView)
    assert table is not None
    heads = [table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert heads == ["名称", "大小", "类型", "修改日期"]

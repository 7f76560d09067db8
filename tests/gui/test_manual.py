"""The manual beside the window: every link leads somewhere, and what it quotes is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cxstage_gui import languages
from cxstage_gui.main_window import MainWindow
from cxstage_gui.main_window.entries import all_entries
from cxstage_gui.main_window.manual import Manual
from cxstage_gui.main_window.manual_pages import FIRST, FOLDER, reachable, read_page, slug
from cxstage_gui.pages import registry

LANGUAGES = ("en", "zh_CN")
TRANSLATED = [file.name for file in FOLDER.glob("*.zh_CN.md")]


class Outside(QObject):
    """Takes what would be opened by another program."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Keep an address."""
        self.opened.append(url)


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Other programs."""
    taker = Outside()
    schemes = ("http", "https", "mailto", "file")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield taker
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def manual(qtbot: QtBot, window: MainWindow) -> Manual:
    """The manual as F1 opens it while no cohort is open."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    made = window.help.manual
    assert made is not None
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_page_leads_somewhere(
    language: str, qtbot: QtBot, outside: Outside
) -> None:
    manual = Manual(language)
    qtbot.addWidget(manual)
    followed = 0
    for page in reachable(language):
        for link in page.links:
            manual.open_page(page.name)
            before = len(outside.opened)
            manual.follow(QUrl(link))
            followed += 1
            assert not manual.notice.text, (page.name, link, manual.notice.text)
            if "://" in link:
                assert len(outside.opened) == before + 1
            elif link.partition("#")[0].endswith(".md") or link.startswith("#"):
                _, _, anchor = link.partition("#")
                assert manual.section == anchor, (page.name, link)
            else:
                assert manual.page.endswith(Path(link).name) or len(outside.opened) > before, link
            assert manual.text.toPlainText().strip()
    assert followed > 15


def test_pictures_and_headings_of_every_page_are_there() -> None:
    for language in LANGUAGES:
        for page in reachable(language):
            assert page.sections, page.name
            anchors = [one.anchor for one in page.sections]
            assert len(set(anchors)) == len(anchors), page.name
            for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.markdown):
                assert (page.file.parent / picture).is_file(), (page.name, picture)


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translated_page_has_the_sections_of_the_english_one(name: str) -> None:
    english = read_page(name.replace(".zh_CN", ""))
    translated = read_page(name.replace(".zh_CN", ""), "zh_CN")
    assert english is not None
    assert translated is not None
    assert translated.file.name == name
    assert [(one.level, one.anchor) for one in translated.sections] == [
        (one.level, one.anchor) for one in english.sections
    ]
    assert translated.links == english.links
    assert not re.search(r"[\u4e00-\u9fff]\n *[\u4e00-\u9fff]", translated.markdown)
    for one in translated.sections:
        assert bool(one.text) == bool(english.sections[english.place(one.anchor)].text), one.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_the_window_has_its_section(language: str) -> None:
    page = read_page(FIRST, language)
    assert page is not None
    for spec in registry.PAGES:
        assert not spec.manual or page.place(spec.manual) > 0, spec.key
        assert spec.manual or spec.key == "start"


def test_f1_opens_the_section_of_the_page_in_front(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    for spec in registry.listed():
        window.show_page(spec.key)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_F1)
        manual = window.help.manual
        assert manual is not None
        assert manual.section == spec.manual
        assert manual.text.section_in_view() >= 0
        assert len(window.findChildren(Manual)) == 1
        manual.close()


def test_a_source_file_is_shown_as_text_and_back_leads_from_it(manual: Manual, qtbot: QtBot) -> None:
    assert not manual.back.isEnabled()
    manual.follow(QUrl("#people"))
    manual.text.anchorClicked.emit(QUrl("../cxstage_core/cohort/values/permissions.py"))
    assert "class Permission" in manual.text.toPlainText()
    qtbot.mouseClick(manual.back, Qt.MouseButton.LeftButton)
    assert manual.page == FIRST
    assert "Assignments" in manual.text.toPlainText()
    qtbot.mouseClick(manual.back, Qt.MouseButton.LeftButton)
    assert not manual.back.isEnabled()
    assert manual.text.verticalScrollBar().value() == 0


def test_a_page_that_is_missing_is_reported_and_the_present_one_stays(manual: Manual) -> None:
    manual.follow(QUrl("statistics.md"))
    assert "DeLong" in manual.text.toPlainText()
    manual.follow(QUrl("nowhere.md"))
    assert "nowhere.md" in manual.notice.text
    assert "DeLong" in manual.text.toPlainText()
    manual.follow(QUrl("staging.md"))
    assert manual.notice.text == ""


def test_contents_list_every_section_and_a_click_opens_it(manual: Manual, qtbot: QtBot) -> None:
    top = manual.contents.topLevelItem(0)
    sections = reachable()[0].sections
    listed = [top.child(n).text(0) for n in range(top.childCount())]
    assert listed == [one.title for one in sections if one.level == 2]
    wanted = next(top.child(n) for n in range(top.childCount()) if top.child(n).text(0) == "Review")
    manual.contents.scrollToItem(wanted)
    box = manual.contents.visualItemRect(wanted)
    qtbot.mouseClick(manual.contents.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert manual.section == "review"
    place = manual.text.section_in_view()
    assert sections[place].title == "Review"


def test_words_are_found_in_every_page(manual: Manual) -> None:
    manual.search.setFocus()
    QTest.keyClicks(manual.search, "wash-out")
    assert manual.found.isVisible()
    assert manual.found.topLevelItemCount() >= 1
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.section == "people"
    assert manual.text.extraSelections()
    QTest.keyClick(manual.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(manual.search, "Wilson")
    titles = [manual.found.topLevelItem(n).text(0) for n in range(manual.found.topLevelItemCount())]
    assert any("statistic" in title.casefold() for title in titles)
    manual.search.clear()
    assert manual.contents.isVisible()
    assert not manual.text.extraSelections()


@pytest.mark.parametrize("width", [640, 1000, 1500])
def test_no_picture_is_wider_than_the_text(width: int, manual: Manual, qtbot: QtBot) -> None:
    manual.resize(width, 600)
    for page in reachable():
        if "![" not in page.markdown:
            continue
        manual.open_page(page.name)
        qtbot.wait(120)
        shown = manual.text.pictures
        assert shown
        for name, pixels in shown.items():
            assert 60 < pixels <= manual.text.viewport().width(), name


# -- what the manual quotes

QUOTED = re.compile(r"\b(File|Cohort|View|Help) → ([^\n]+)")


def test_every_menu_entry_that_the_documents_quote_is_in_the_window(window: MainWindow) -> None:
    entries: dict[str, list[str]] = {}
    for menu in window.menuBar().findChildren(QMenu):
        texts = [action.text() for action in menu.actions() if action.text()]
        entries.setdefault(menu.title().replace("&", ""), []).extend(texts)
    quoted = 0
    for file in (*FOLDER.glob("*.md"), FOLDER.parent / "README.md"):
        if ".zh_CN" in file.name:
            continue
        for menu, rest in QUOTED.findall(file.read_text(encoding="utf-8").replace("**", "")):
            quoted += 1
            assert any(rest.startswith(text) for text in entries[menu]), (file.name, menu, rest)
    assert quoted >= 6
    QApplication.processEvents()


def test_the_anchor_of_a_heading_is_githubs() -> None:
    assert slug("When something goes wrong") == "when-something-goes-wrong"
    assert slug("HD95, ASSD & co.") == "hd95-assd--co"


EMPHASIS = re.compile(r"(?<!\*)\*\*?([^*\n]{2,40}?)\*\*?(?!\*)")


def catalogue() -> dict[str, str]:
    """Every sentence of the window in English, with its Chinese."""
    found = {}
    for message in ElementTree.parse(languages.FOLDER / "cxstage_zh_CN.ts").getroot().iter("message"):
        source, translation = message.findtext("source") or "", message.findtext("translation") or ""
        found[source.replace("&", "")] = translation
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_the_manual_quotes_is_in_the_window(language: str) -> None:
    page = read_page(FIRST, language)
    assert page is not None
    words = set(catalogue()) if language == "en" else set(catalogue().values())
    quoted = {phrase for phrase in EMPHASIS.findall(page.markdown) if phrase.endswith("…")}
    assert len(quoted) >= 8
    missing = {phrase for phrase in quoted if phrase.rpartition(" → ")[2] not in words}
    assert missing == set()


def test_every_menu_entry_that_the_chinese_manual_quotes_is_in_the_window() -> None:
    page = read_page(FIRST, "zh_CN")
    assert page is not None
    chinese = catalogue()
    menus = {chinese[name].partition("(")[0] for name in ("File", "Cohort", "View", "Help")}
    entries = {chinese[entry.text] for entry in all_entries() if entry.text in chinese}
    quoted = list(re.finditer(rf"({'|'.join(menus)}) → ", page.markdown))
    assert len(quoted) >= 6
    for found in quoted:
        rest = page.markdown[found.end() :]
        assert any(rest.startswith(text) for text in entries), (found.group(), rest[:20])

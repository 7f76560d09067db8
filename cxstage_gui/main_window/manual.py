"""The manual in a window of its own: contents, search, back, and its text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.main_window.manual_pages import FIRST, FOLDER, Page, page_name, reachable
from cxstage_gui.main_window.manual_text import ManualText
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

PLACE = int(Qt.ItemDataRole.UserRole)
LIST_WIDTH = 280
AROUND = 36
"""Characters of the text that are shown on each side of a word that was found."""
SHOWN_AS_TEXT = frozenset(
    {"", ".py", ".toml", ".sh", ".yml", ".yaml", ".json", ".txt", ".md", ".csv", ".ts", ".qss"}
)
LARGEST_TEXT = 1_000_000


class Manual(QDialog):
    """Shows the pages of the manual; every link leads somewhere, and Back leads from there.

    Args:
        language: code of the language in which pages are shown, where they exist in it.
    """

    def __init__(self, language: str = "en", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._pages = {page.name: page for page in reachable(language)}
        self._shown: tuple[str, int] = ("", -1)
        self._behind: list[tuple[str, int]] = []
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(self.go_back)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the manual"))
        self.search.setAccessibleName(self.tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._find())
        self.search.returnPressed.connect(self._open_first_found)
        self.contents = self._tree(self.tr("Contents"))
        self.found = self._tree(self.tr("Places found"))
        self.found.hide()
        self._count = label("", "muted")
        self._count.hide()
        self.notice = Notice()
        self.text = ManualText()
        self.text.anchorClicked.connect(self.follow)
        self._lay_out()
        self._list_contents()
        for keys, call in (("Alt+Left", self.go_back), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        self.open_page(FIRST)
        self._behind.clear()
        self._offer_back()

    @property
    def page(self) -> str:
        """The name of the page on screen, or of the file that is shown as text."""
        return self._shown[0]

    @property
    def section(self) -> str:
        """The anchor of the section that was opened, "" for the top of a page."""
        name, number = self._shown
        return self._pages[name].sections[number].anchor if number >= 0 else ""

    def open_page(self, name: str, anchor: str = "") -> None:
        """Show a page at a section; a page that is missing is reported and the present one stays."""
        page = self._pages.get(name)
        if page is None:
            self._report(
                self.tr("The manual was not found next to the program: {page} is missing.").format(
                    page=name
                )
            )
            return
        self._go((name, page.place(anchor)))

    def follow(self, link: QUrl) -> None:
        """Open what a link leads to: a page, a source file as text, or something outside."""
        if link.scheme() not in ("", "file"):
            QDesktopServices.openUrl(link)
            return
        here = self._pages.get(self.page)
        if not link.path():
            self.open_page(self.page, link.fragment())
            return
        base = FOLDER if here is None else here.file.parent
        target = Path(link.toLocalFile() if link.scheme() else base / link.path()).resolve()
        name = page_name(target)
        if name in self._pages:
            self.open_page(name, link.fragment())
        elif not target.exists():
            self._report(self.tr("{file} is not part of this installation.").format(file=target.name))
        elif target.suffix in SHOWN_AS_TEXT and _is_text(target):
            self._go((str(target), -1))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def go_back(self) -> None:
        """Show what was shown before."""
        if self._behind:
            self._show(self._behind.pop())
            self._offer_back()

    # -- what is shown

    def _go(self, place: tuple[str, int]) -> None:
        if self._shown[0] and place != self._shown:
            name = self._shown[0]
            number = self.text.section_in_view() if name in self._pages else -1
            self._behind.append((name, number if self.text.verticalScrollBar().value() else -1))
        self._show(place)
        self._offer_back()

    def _show(self, place: tuple[str, int]) -> None:
        name, number = place
        self.notice.clear()
        if name not in self._pages:
            self.text.show_file(Path(name).read_text(encoding="utf-8", errors="replace"))
        elif name != self._shown[0]:
            self.text.show_page(self._pages[name])
        self._shown = place
        self.text.mark(self._words())
        if number < 0:
            self.text.go_to_top()
        elif self._words():
            self.text.go_to_word(number)
        else:
            self.text.go_to_section(number)
        self._choose(self.contents, place)

    def _offer_back(self) -> None:
        self.back.setEnabled(bool(self._behind))
        self.back.setToolTip(
            self.tr("Back to the place before (Alt+Left)")
            if self._behind
            else self.tr("Nothing before")
        )

    def _report(self, sentence: str) -> None:
        self.notice.show_message(sentence, "warning")

    # -- contents and search

    def _list_contents(self) -> None:
        for page in self._pages.values():
            above: dict[int, QTreeWidgetItem] = {}
            for number, one in enumerate(page.sections):
                parents = [level for level in above if level < one.level]
                item = QTreeWidgetItem([one.title])
                item.setToolTip(0, one.title)
                item.setData(0, PLACE, (page.name, number if number else -1))
                if parents:
                    above[max(parents)].addChild(item)
                else:
                    self.contents.addTopLevelItem(item)
                above = {level: kept for level, kept in above.items() if level < one.level}
                above[one.level] = item
        first = self.contents.topLevelItem(0)
        if first is not None:
            first.setExpanded(True)

    def _words(self) -> list[str]:
        return [
            word
            for word in self.search.text().casefold().split()
            if len(word) > 1 or not word.isascii()
        ]

    def _find(self) -> None:
        words = self._words()
        self.found.clear()
        self.found.setVisible(bool(words))
        self._count.setVisible(bool(words))
        self.contents.setVisible(not words)
        self.text.mark(words)
        if not words:
            return
        for page in self._pages.values():
            for number, one in enumerate(page.sections):
                whole = f"{one.title} {one.text}"
                if all(word in whole.casefold() for word in words):
                    self.found.addTopLevelItem(self._hit(page, number, whole, words[0]))
        self._count.setText(self.tr("%n place(s) found", "", self.found.topLevelItemCount()))

    def _hit(self, page: Page, number: int, whole: str, word: str) -> QTreeWidgetItem:
        one = page.sections[number]
        at = max(0, one.text.casefold().find(word))
        around = one.text[max(0, at - AROUND) : at + len(word) + AROUND].strip()
        title = one.title if one.level == 1 else f"{page.title} · {one.title}"
        item = QTreeWidgetItem([f"{title}\n… {around} …" if around else title])
        item.setToolTip(0, whole[:400])
        item.setData(0, PLACE, (page.name, number))
        return item

    def _open_first_found(self) -> None:
        first = self.found.topLevelItem(0)
        if first is not None:
            self._open(first)

    def _open(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            name, number = item.data(0, PLACE)
            self._go((name, number))

    def _choose(self, tree: QTreeWidget, place: tuple[str, int]) -> None:
        waiting = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is None:
                continue
            if tuple(item.data(0, PLACE)) == place:
                tree.setCurrentItem(item)
                return
            waiting += [item.child(n) for n in range(item.childCount())]

    def _tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(name)
        tree.setHeaderHidden(True)
        tree.setWordWrap(True)
        tree.setIndentation(14)
        tree.itemClicked.connect(lambda item, _: self._open(item))
        tree.itemActivated.connect(lambda item, _: self._open(item))
        return tree

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.search, 1)
        left = QWidget()
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.addLayout(top)
        lists.addWidget(self._count)
        lists.addWidget(self.contents, 1)
        lists.addWidget(self.found, 1)
        right = QWidget()
        page = QVBoxLayout(right)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.notice)
        page.addWidget(self.text, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, 760])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(split)
        self.back.setAutoDefault(False)
        screen = self.screen().availableGeometry()
        self.resize(min(1080, screen.width() - 80), min(760, screen.height() - 80))


def _is_text(file: Path) -> bool:
    if not file.is_file() or file.stat().st_size > LARGEST_TEXT:
        return False
    with file.open("rb") as opened:
        return b"\0" not in opened.read(4096)

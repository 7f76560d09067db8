"""Shows a page of the manual: pictures fit its width, headings and words are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from cxstage_gui.main_window.manual_pages import Page
from cxstage_gui.theme import current

MARGIN_PX = 24
WAIT_MS = 60
CELL_PX = 4
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"


class ManualText(QTextBrowser):
    """One page of Markdown, or a file as it is; links are handed on, not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("Text of the manual"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._page: Page | None = None
        self._put: int | None = 0
        """The block that was scrolled to, None once the reader went on from there."""
        self.verticalScrollBar().actionTriggered.connect(lambda _: self._forget())
        self._words: tuple[str, ...] = ()
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(WAIT_MS)
        self._fit.timeout.connect(self._fit_pictures)

    def show_page(self, page: Page) -> None:
        """Show a page from its top."""
        self._page = page
        document = self.document()
        document.clear()
        document.setDefaultStyleSheet("")
        document.setBaseUrl(QUrl.fromLocalFile(f"{page.file.parent}/"))
        document.setMarkdown(page.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setDocumentMargin(MARGIN_PX)
        self._space()
        self._fit_pictures()
        self.go_to_top()

    def go_to_top(self) -> None:
        """Scroll to the beginning."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)
        self._put = 0

    def show_file(self, text: str) -> None:
        """Show a source file as text."""
        self._page = None
        self.document().clear()
        form = QTextCharFormat()
        form.setFontFamilies(["monospace"])
        form.setFontStyleHint(QFont.StyleHint.Monospace)
        cursor = self.textCursor()
        cursor.insertText(text, form)
        self.document().setDocumentMargin(MARGIN_PX)
        self.go_to_top()

    def go_to_section(self, number: int) -> None:
        """Scroll to a heading by its number on the page."""
        headings = [block for block in self._blocks() if block.blockFormat().headingLevel() > 0]
        if 0 <= number < len(headings):
            self._scroll_to(headings[number])

    def section_in_view(self) -> int:
        """The number of the last heading at or above the middle of the view, -1 without one."""
        middle = self.cursorForPosition(self.viewport().rect().center()).block().blockNumber()
        found = -1
        for block in self._blocks():
            if block.blockFormat().headingLevel() > 0:
                if block.blockNumber() > middle:
                    break
                found += 1
        return found

    def mark(self, words: Sequence[str]) -> None:
        """Mark every place with one of these words; none when there are no words."""
        self._words = tuple(words)
        ground = QTextCharFormat()
        ground.setBackground(QColor(current().warning))
        ground.setForeground(QColor(current().window))
        marks = []
        for word in self._words:
            place = self.document().find(word)
            while not place.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = place, ground
                marks.append(mark)
                place = self.document().find(word, place)
        self.setExtraSelections(marks)

    def go_to_word(self, section: int) -> None:
        """Scroll to the first marked place in a section, or to its heading."""
        headings = [block for block in self._blocks() if block.blockFormat().headingLevel() > 0]
        if not 0 <= section < len(headings):
            return
        start = headings[section].position()
        after = headings[section + 1].position() if section + 1 < len(headings) else 2**31
        places = [
            place
            for place in (self.document().find(word, start) for word in self._words)
            if not place.isNull() and place.position() < after
        ]
        first = min(places, key=QTextCursor.position, default=None)
        self._scroll_to(headings[section] if first is None else first.block())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the reader go on from the place that was opened."""
        self._forget()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the reader go on from the place that was opened."""
        self._forget()
        super().keyPressEvent(event)

    def _forget(self) -> None:
        self._put = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pictures follow the width."""
        super().resizeEvent(event)
        self._fit.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_page"):
            self.mark(self._words)
        super().changeEvent(event)

    @property
    def pictures(self) -> dict[str, int]:
        """The width in pixels at which each picture of the page is shown, by its address."""
        document, images = self.document(), QTextDocument.ResourceType.ImageResource
        return {
            name: document.resource(images, self._address(name)).width()
            for name in self._picture_names()
        }

    def _address(self, name: str) -> QUrl:
        return self.document().baseUrl().resolved(QUrl(name))

    def _scroll_to(self, block: QTextBlock) -> None:
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        bar = self.verticalScrollBar()
        bar.setValue(round(top) - MARGIN_PX // 2)
        self._put = block.blockNumber()

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def _picture_names(self) -> list[str]:
        names = []
        for block in self._blocks():
            part = block.begin()
            while not part.atEnd():
                form = part.fragment().charFormat()
                if form.isImageFormat():
                    names.append(form.toImageFormat().name())
                part += 1
        return list(dict.fromkeys(names))

    def _fit_pictures(self) -> None:
        """Put each picture, at most as wide as the view, in place of its file."""
        if self._page is None:
            return
        room = max(80, self.viewport().width() - 2 * MARGIN_PX)
        document, bar = self.document(), self.verticalScrollBar()
        block = self._put
        if block is None:
            block = self.cursorForPosition(self.viewport().rect().center()).blockNumber()
        for name in self._picture_names():
            picture = QImage(str(Path(self._page.file.parent, name)))
            if picture.width() > room:
                picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            document.addResource(QTextDocument.ResourceType.ImageResource, self._address(name), picture)
        document.markContentsDirty(0, document.characterCount())
        if bar.value() or self._put:
            self._scroll_to(document.findBlockByNumber(block))

    def _space(self) -> None:
        """Give paragraphs and tables the room that Markdown leaves to the reader."""
        cursor = QTextCursor(self.document())
        for block in self._blocks():
            form = block.blockFormat()
            if form.headingLevel() > 1:
                form.setTopMargin(18)
            if not block.textList() and not QTextCursor(block).currentTable():
                form.setBottomMargin(8)
            if OBJECT not in block.text():  # a picture has its own height
                form.setLineHeight(120, 1)
            QTextCursor(block).setBlockFormat(form)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setCellPadding(CELL_PX)
                table.setCellSpacing(0)
                table.setBorder(1)
                table.setBorderCollapse(True)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(self.palette().brush(QPalette.ColorRole.Mid))
                frame.setFormat(table)
        cursor.clearSelection()

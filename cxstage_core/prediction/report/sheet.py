"""Laying out an A4 report: paragraphs, tables, pictures, and page breaks, with the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cxstage_core.prediction.report.fonts import Fonts
from cxstage_core.prediction.report.pictures import Pixels

WIDTH, HEIGHT = A4
MARGIN = 45.0
COLUMN = WIDTH - 2 * MARGIN
BOTTOM = 48.0
BLACK, GREY, LIGHT = "#111111", "#5F5F5F", "#D0D0D0"
ALERT, ALERT_FILL = "#A01010", "#FDECEA"
ACCENT = "#0B5394"
_NO_LINE_START = "，。、；：？！）》」』】〕％·,.;:!?)%°"


def breakable(words: str) -> list[str]:
    """Split words into parts between which a line may end: at blanks, and around each Chinese character."""
    parts: list[str] = []
    for sign in words:
        joins = parts and not (parts[-1].endswith(" ") or _wide(sign) or _wide(parts[-1][-1]))
        if parts and (joins or sign == " " or sign in _NO_LINE_START):
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def _wide(sign: str) -> bool:
    return "\u2e80" <= sign <= "\uffef" or ord(sign) > 0xFFFF


@dataclass(slots=True)
class Sheet:
    """The page that is being written.

    Args:
        canvas: of reportlab.
        fonts: for every word.
        footer: draws what stands on every page; gets the sheet and the number of the page.
        counting: the pages are only counted.
    """

    canvas: Any
    fonts: Fonts
    footer: Callable[[Sheet, int], None]
    y: float = HEIGHT - MARGIN
    page: int = 1
    counting: bool = False
    _head: Callable[[], None] | None = field(default=None)

    def room(self, height: float) -> None:
        """Begin another page if less room is left."""
        if self.y - height < BOTTOM + 8:
            self.next_page()

    def next_page(self) -> None:
        """Begin another page."""
        self.footer(self, self.page)
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - MARGIN
        if self._head is not None:
            self._head()

    def close(self) -> int:
        """Finish the last page; return the number of pages."""
        self.footer(self, self.page)
        self.canvas.showPage()
        return self.page

    def line(
        self, x: float, y: float, words: str, size: float, *, bold: bool = False, colour: str = BLACK
    ) -> None:
        """Write one line that begins at x, with its baseline at y."""
        self.canvas.setFillColor(colour)
        for font, part in self.fonts.runs(words, bold=bold):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, part)
            x += self.canvas.stringWidth(part, font, size)

    def wrapped(self, words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Split words into lines of at most that width."""
        lines, now = [], ""
        for part in breakable(words):
            if now and self.fonts.width((now + part).rstrip(), size, bold=bold) > width:
                lines.append(now.rstrip())
                now = ""
            now += part
            while self.fonts.width(now.rstrip(), size, bold=bold) > width and len(now) > 1:
                fits = max(
                    1,
                    next(
                        n
                        for n in range(len(now), 0, -1)
                        if n == 1 or self.fonts.width(now[:n], size, bold=bold) <= width
                    ),
                )
                lines.append(now[:fits])
                now = now[fits:]
        return [*lines, now.rstrip()] if now.strip() or not lines else lines

    def paragraph(
        self,
        words: str,
        size: float = 9.0,
        *,
        bold: bool = False,
        colour: str = BLACK,
        indent: float = 0.0,
        after: float = 4.0,
    ) -> None:
        """Write a paragraph over the width of the page."""
        for one in self.wrapped(words, COLUMN - indent, size, bold=bold):
            self.room(size * 1.35)
            self.y -= size * 1.35
            self.line(MARGIN + indent, self.y, one, size, bold=bold, colour=colour)
        self.y -= after

    def heading(self, words: str, keep: float = 60.0) -> None:
        """Write a heading that stays with what follows.

        Args:
            keep: room for what must stand on the same page.
        """
        self.room(28 + keep)
        self.y -= 22
        self.line(MARGIN, self.y, words, 12.5, bold=True, colour=ACCENT)
        self.y -= 5
        self.rule(LIGHT)
        self.y -= 5

    def rule(self, colour: str = LIGHT, width: float = 0.6) -> None:
        """Draw a line across the page."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(MARGIN, self.y, WIDTH - MARGIN, self.y)

    def box(
        self, lines: Sequence[str], size: float = 11.0, *, edge: str = ALERT, fill: str = ALERT_FILL
    ) -> None:
        """Write sentences into a coloured box."""
        rows = [one for words in lines for one in self.wrapped(words, COLUMN - 24, size, bold=True)]
        height = len(rows) * size * 1.4 + 14
        self.room(height)
        self.canvas.setFillColor(fill)
        self.canvas.setStrokeColor(edge)
        self.canvas.setLineWidth(1.2)
        self.canvas.rect(MARGIN, self.y - height, COLUMN, height, fill=1, stroke=1)
        at = self.y - 5
        for one in rows:
            at -= size * 1.4
            self.line(MARGIN + 12, at + 2, one, size, bold=True, colour=edge)
        self.y -= height + 8

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        size: float = 8.0,
    ) -> None:
        """Write a table; its head stands again on each page that it goes on.

        Args:
            shares: of the page's width, one for each column.
        """
        total = sum(shares)
        widths = [COLUMN * share / total for share in shares]

        def write_head() -> None:
            if any(head):
                self._row(head, widths, size, bold=True)

        self.room(size * 4)
        self.y -= 2
        write_head()
        self._head = write_head
        for row in rows:
            self._row(row, widths, size)
        self._head = None
        self.y -= 6

    def _row(
        self, cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False
    ) -> None:
        split = [
            self.wrapped(words, width - 6, size, bold=bold)
            for words, width in zip(cells, widths, strict=True)
        ]
        height = max(len(lines) for lines in split) * size * 1.3 + 4
        self.room(height)
        x = MARGIN
        for lines, width in zip(split, widths, strict=True):
            at = self.y
            for one in lines:
                at -= size * 1.3
                self.line(x + 3, at, one, size, bold=bold, colour=GREY if bold else BLACK)
            x += width
        self.y -= height
        self.rule(GREY if bold else "#E6E6E6", 0.5)

    def image(self, pixels: Pixels, x: float, y: float, width: float, height: float) -> None:
        """Draw an image whose lower left corner is at (x, y); nothing while pages are counted."""
        if self.counting:
            return
        self.canvas.drawImage(ImageReader(Image.fromarray(pixels)), x, y, width, height)

    def gallery(self, pictures: Sequence[tuple[Pixels, str]], columns: int) -> None:
        """Draw pictures in rows, each with a caption below, in their true proportions."""
        gap = 8.0
        self.y -= 4
        width = (COLUMN - gap * (columns - 1)) / columns
        for start in range(0, len(pictures), columns):
            row = pictures[start : start + columns]
            heights = [width * one.shape[0] / one.shape[1] for one, _ in row]
            captions = [self.wrapped(words, width, 7.5) for _, words in row]
            below = max(len(lines) for lines in captions) * 10.0
            self.room(max(heights) + below + 8)
            for number, ((pixels, _), lines) in enumerate(zip(row, captions, strict=True)):
                x = MARGIN + number * (width + gap)
                self.image(pixels, x, self.y - heights[number], width, heights[number])
                for place, one in enumerate(lines):
                    self.line(x, self.y - heights[number] - 10 - place * 10, one, 7.5, colour=GREY)
            self.y -= max(heights) + below + 8


def new_canvas(target: Any, fonts: Fonts, title: str, subject: str) -> Any:
    """Return a canvas that writes the same bytes for the same content, without a date or a name."""
    first = fonts.regular[0]  # otherwise every page names Helvetica, which is not embedded
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1, initialFontName=first)
    canvas.setTitle(title)
    canvas.setAuthor("CxStage")
    canvas.setSubject(subject)
    canvas.setCreator("CxStage")
    canvas.setProducer("CxStage")
    return canvas

"""The report of a prediction as PDF, in English or Chinese: the same bytes for the same record, pictures and language."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.language import SOURCE, localizer_of
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.prediction.report.answer_page import write_answer
from cxstage_core.prediction.report.evidence_pages import (
    write_explanation,
    write_glance,
    write_pictures,
    write_slices,
)
from cxstage_core.prediction.report.fonts import NO_CHINESE_FONT, Fonts, fonts_for
from cxstage_core.prediction.report.limits_pages import write_gate, write_provenance, write_uncertainty
from cxstage_core.prediction.report.pictures import Pictures
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.prediction.report.sheet import COLUMN, GREY, MARGIN, Sheet, new_canvas
from cxstage_core.prediction.result import RESEARCH_ONLY
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """A report that was written.

    Args:
        language: in which it is written.
        note: the reason why it is not the one that was asked for, None where it is.
        sha256: of the file.
    """

    language: str
    note: Text | None
    pages: int
    sha256: str


def write_pdf(
    record: PredictionRecord, pictures: Pictures | None, file: Path, language: str = SOURCE
) -> WrittenPdf:
    """Write the report of one prediction.

    Args:
        pictures: as `pictures_of` draws them; None for a record without its images.
        language: "en" or "zh_CN"; where this computer has no Chinese font the report is in English, with the reason.

    Raises:
        PredictionError: the language is unknown.
        CohortError: the file cannot be written.
    """
    found = localizer_of(language), fonts_for(language)
    note = None
    if found[1] is None:
        language, note = SOURCE, NO_CHINESE_FONT
        found = localizer_of(SOURCE), fonts_for(SOURCE)
    say, fonts = found
    assert fonts is not None
    _, pages = _rendered(record, pictures, say, fonts, note, 0)
    content, _ = _rendered(record, pictures, say, fonts, note, pages)

    def check(path: Path) -> None:
        if not path.read_bytes().rstrip().endswith(b"%%EOF"):
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=file,
            )

    write_bytes(file, content, check)
    return WrittenPdf(language, note, pages, hashlib.sha256(content).hexdigest())


def _rendered(
    record: PredictionRecord,
    pictures: Pictures | None,
    say: Localizer,
    fonts: Fonts,
    note: Text | None,
    pages: int,
) -> tuple[bytes, int]:
    """Return the document and its number of pages.

    Args:
        pages: stands on every page; known after the first time.
    """
    target = io.BytesIO()
    canvas = new_canvas(target, fonts, say(text("CxStage: report of a prediction")), say(RESEARCH_ONLY))
    sheet = Sheet(canvas, fonts, _footer(record, say, pages), counting=not pages)
    write_answer(sheet, record, say, note)
    write_glance(sheet, record, say, pictures)
    write_pictures(sheet, record, say, pictures)
    write_slices(sheet, record, say)
    write_explanation(sheet, record, say)
    write_gate(sheet, record, say)
    write_uncertainty(sheet, record, say)
    write_provenance(sheet, record, say)
    found = sheet.close()
    canvas.save()
    return target.getvalue(), found


def _footer(record: PredictionRecord, say: Localizer, pages: int) -> Callable[[Sheet, int], None]:
    left = f"{say(RESEARCH_ONLY)} · CxStage {record.part('software').get('cxstage', '')} · {record.content['patient']}"

    def draw(sheet: Sheet, page: int) -> None:
        sheet.canvas.setStrokeColor("#D0D0D0")
        sheet.canvas.setLineWidth(0.6)
        sheet.canvas.line(MARGIN, 40, MARGIN + COLUMN, 40)
        sheet.line(MARGIN, 29, left, 7.5, colour=GREY)
        right = say(
            text(
                "sha256 {sha}… · page {page} of {pages}", sha=record.sha256[:16], page=page, pages=pages
            )
        )
        sheet.line(MARGIN + COLUMN - sheet.fonts.width(right, 7.5), 29, right, 7.5, colour=GREY)

    return draw

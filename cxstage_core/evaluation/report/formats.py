"""Reports as rows: what can be written, in which forms, read by window and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.storage import atomic_write
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A kind of file, such as ".csv"."""

    suffix: str
    title: Text


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One report.

    Args:
        key: of its registry.
        title: in a menu.
        formats: kinds of file, the usual one first; none where it is written into a folder.
        compose: gathers the content from a result, with all sentences in the reader's language.
        write: writes that content; the suffix of the file selects the format. A function of a module, so
            that a worker process can call it.
        with_previous: shown without a separator above it.
        name: file name without suffix; the key by default.
    """

    key: str
    title: Text
    formats: tuple[ReportFormat, ...]
    compose: Callable[[Any, Localizer], Any]
    write: Callable[[Any, Path], None]
    with_previous: bool = True
    name: str = ""

    @property
    def in_folder(self) -> bool:
        """Return True if it is written into a folder that the user chooses."""
        return not self.formats

    @property
    def stem(self) -> str:
        """File name without suffix."""
        return self.name or self.key

    def file_in(self, folder: Path, prefix: str = "") -> Path:
        """The usual file of this report in a folder."""
        return folder / f"{prefix}{self.stem}{self.formats[0].suffix}"


TABLE_FORMATS = (
    ReportFormat(".csv", text("Spreadsheet")),
    ReportFormat(".tex", text("LaTeX")),
    ReportFormat(".docx", text("Word")),
)
FIGURE_FORMATS = (
    ReportFormat(".png", text("PNG, 600 dpi")),
    ReportFormat(".pdf", text("PDF")),
    ReportFormat(".svg", text("SVG")),
)
CSV_FORMATS = TABLE_FORMATS[:1]
JSON_FORMATS = (ReportFormat(".json", text("JSON")),)
PDF_FORMATS = (ReportFormat(".pdf", text("PDF")),)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences in the reader's language, looked up now, for a process without a window."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, sentences: Iterable[Text], localized: Localizer) -> Phrases:
        """Look up all sentences that have no values to fill in."""
        return cls({one.template: localized(one) for one in sentences if not one.params})

    def __call__(self, sentence: Text | str) -> str:
        """The sentence in that language; in English where it was not looked up."""
        if isinstance(sentence, Text):
            return sentence.fill(self.known.get(sentence.template, sentence.template))
        return sentence


def make_report_folder(folder: Path) -> None:
    """Make the folder for reports where it does not exist.

    Raises:
        CohortError: it cannot be made.
    """
    atomic_write.make_folder(folder)


def write_report(spec: ReportSpec, result: Any, file: Path, localized: Localizer = str) -> Path:
    """Compose and write one report; returns the file.

    Args:
        file: the folder, for a report that is written into one.

    Raises:
        CohortError: a suffix that the report does not have, or the file or folder cannot be written.
    """
    if spec.formats and file.suffix.lower() not in {one.suffix for one in spec.formats}:
        raise CohortError(
            "This report cannot be written as {file}.",
            remedy="Choose a file name that ends in {suffixes}.",
            file=file,
            suffixes=", ".join(one.suffix for one in spec.formats),
        )
    spec.write(spec.compose(result, localized), file)
    return file

"""The agreement of readers as a folder of files: tables, JSON and figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cxstage_core.evaluation.readers.reader_agreement import DIFFERENCES, PairAgreement
from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
from cxstage_core.evaluation.report.reader_figures import write_distribution, write_limits
from cxstage_core.evaluation.report.reader_sheets import agreement_json, cases_sheet, summary_sheet
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.evaluation.report.table_files import write_sheet
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.comparison.definitions import Measure
from cxstage_core.storage import atomic_write
from cxstage_core.text import plain

NAMES = {
    Measure.DICE: "dice",
    Measure.HD95: "hd95",
    Measure.ASSD: "assd",
    Measure.EDGE: "edge-offset",
    Measure.VOLUME: "volume",
    Measure.DIAMETER: "diameter",
    Measure.SLICES: "slice-kappa",
}


def export_agreement(
    found: ReadersAgreement, folder: Path, localized: Localizer = str, job: Job | None = None
) -> tuple[Path, ...]:
    """Write everything: two CSV tables, one JSON file, and two figures per difference.

    Patients stand under their pseudonyms; no name is in the files' names.

    Raises:
        CohortError: the folder or a file cannot be written.
        Cancelled: a stop was asked for; what is written stays.
    """
    job = job or no_progress()
    atomic_write.make_folder(folder)
    tables = folder / "agreement.csv", folder / "agreement-by-patient.csv"
    write_sheet(summary_sheet(found, localized), tables[0])
    write_sheet(cases_sheet(found, localized), tables[1])
    content = folder / "agreement.json"
    write_json(found, content)
    figures = list(_figures(found))
    for done, (summary, measure, name) in enumerate(figures):
        job.step(Progress(done, len(figures), "Drawing figures"))
        draw = write_limits if name.endswith("limits") else write_distribution
        draw(summary, measure, folder / f"{name}.svg", localized)
    return (*tables, content, *(folder / f"{name}.svg" for *_, name in figures))


def write_json(found: ReadersAgreement, file: Path) -> None:
    """Write all numbers, unrounded, with their definitions.

    Raises:
        CohortError: the file cannot be written.
    """
    words = json.dumps(plain(agreement_json(found)), ensure_ascii=False, indent=2)
    atomic_write.write_bytes(file, words.encode("utf-8"))


def _figures(found: ReadersAgreement) -> Iterator[tuple[PairAgreement, Measure, str]]:
    for summary in found.summaries:
        number = found.pairs.index(summary.pair) + 1
        for measure in Measure:
            if summary.distributions[measure].n == 0:
                continue
            name = f"pair-{number}-{summary.region.value}-{NAMES[measure]}"
            yield summary, measure, name
            if measure in DIFFERENCES:
                yield summary, measure, f"{name}-limits"

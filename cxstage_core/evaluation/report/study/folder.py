"""A study's folder: everything a paper needs of an experiment, whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.document.blocks import Document
from cxstage_core.evaluation.report.document.markdown_file import write_markdown
from cxstage_core.evaluation.report.document.pdf_file import write_document_pdf
from cxstage_core.evaluation.report.document.word_file import write_docx
from cxstage_core.evaluation.report.document.workbook import write_workbook
from cxstage_core.evaluation.report.language import SOURCE, languages, localizer_of
from cxstage_core.evaluation.report.learning import networks_sheet
from cxstage_core.evaluation.report.study import places
from cxstage_core.evaluation.report.study.acquisition import acquisition_sheet
from cxstage_core.evaluation.report.study.card_titles import TITLES
from cxstage_core.evaluation.report.study.card_values import card_document
from cxstage_core.evaluation.report.study.checklist_sheets import metrics_sheet, tripod_sheet
from cxstage_core.evaluation.report.study.dataset_card import dataset_card
from cxstage_core.evaluation.report.study.evidence import Study, gather
from cxstage_core.evaluation.report.study.index import write_index
from cxstage_core.evaluation.report.study.metrics import Answered, metrics_answers, score_of
from cxstage_core.evaluation.report.study.model_card import model_card
from cxstage_core.evaluation.report.study.participants import participants_sheet
from cxstage_core.evaluation.report.study.pictures import figures_of, write_figures
from cxstage_core.evaluation.report.study.readers import agreement_sheet
from cxstage_core.evaluation.report.study.report_text import (
    footer,
    methods_document,
    study_document,
)
from cxstage_core.evaluation.report.study.sheets import (
    calibration_sheet,
    excluded_sheet,
    failures_sheet,
    models_sheet,
    subgroups_sheet,
)
from cxstage_core.evaluation.report.study.tripod import tripod_rows
from cxstage_core.evaluation.report.table_cells import (
    Localizer,
    Sheet,
    comparison_sheet,
    paired_sheet,
)
from cxstage_core.evaluation.report.table_files import write_sheet
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage import atomic_write

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.evaluation.report.study.items import Row

_STEPS = 5
_WHAT = "Writing the study report"


def report_study(
    cohort: Cohort,
    experiment_id: str,
    folder: Path,
    language: str = SOURCE,
    job: Job | None = None,
) -> tuple[Path, ...]:
    """Write the study report of a finished experiment into a new or empty folder; returns its files.

    Everything is written next to the folder first, so that the folder is never incomplete.

    Raises:
        CohortError: the experiment is unknown, the folder is not empty, the language is unknown, or the disk is
            full.
        Cancelled: a stop was asked for; nothing is left behind.
    """
    job = job or no_progress()
    localizer_of(language)
    folder = folder.absolute()
    _require_empty(folder)
    study = gather(cohort, experiment_id, job)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}.partial")
    try:
        atomic_write.make_folder(partial)
        names = [file.relative_to(partial) for file in write_study(study, partial, language, job)]
        _move(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return tuple(folder / name for name in names)


def free_folder(parent: Path, experiment_id: str) -> Path:
    """Return a folder for a report that does not exist yet: "E0001-study-report", then "…-2"."""
    name = f"{experiment_id}-{places.REPORT}"
    number = 1
    while (folder := parent / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return folder


def write_study(
    study: Study, folder: Path, language: str = SOURCE, job: Job | None = None
) -> tuple[Path, ...]:
    """Write every file of a study into an existing folder; returns them, the index first.

    Raises:
        CohortError, Cancelled: as for `report_study`.
    """
    job = job or no_progress()
    localized = localizer_of(language)
    files: list[Path] = []
    for name in (places.TABLES, places.CHECKLISTS, places.CARDS, "figures"):
        atomic_write.make_folder(folder / name)
    job.step(Progress(0, _STEPS, _WHAT))
    figures = figures_of(study)
    files += write_figures(study, figures, folder, localized)
    job.step(Progress(1, _STEPS, _WHAT))
    sheets = study_sheets(study, localized)
    files += _write_tables(sheets, folder)
    job.step(Progress(2, _STEPS, _WHAT))
    rows, answers = tripod_rows(study), metrics_answers(study)
    checklists = _checklists(rows, answers, localized)
    files += _write_checklists(study, rows, answers, checklists, folder, localized)
    job.step(Progress(3, _STEPS, _WHAT))
    files += _write_cards(study, folder, localized)
    job.step(Progress(4, _STEPS, _WHAT))
    for code in languages():
        file = folder / places.METHODS
        if code != language:
            file = file.with_suffix(f".{code}{file.suffix}")
        write_markdown(methods_document(study, localizer_of(code)), file)
        files.append(file)
    whole = study_document(study, sheets, checklists, figures, folder, localized)
    files += _write_report(study, whole, folder)
    job.check()
    return (*write_index(study, files, folder, rows, answers, language, localized), *files)


def study_sheets(study: Study, localized: Localizer = str) -> dict[str, Sheet]:
    """Return the tables of a study by the names of their files; one without content is left out."""
    board = study.board
    found = {
        "table-2": comparison_sheet(board, localized),
        "failures": failures_sheet(study, localized),
        "patients-by-part": participants_sheet(study.parts, study.records, localized),
        "patients-left-out": excluded_sheet(study, localized),
        "networks": networks_sheet(board, localized),
        "models": models_sheet(study, localized),
    }
    if study.subgroups:
        found["subgroups"] = subgroups_sheet(study, localized)
    if any(row.calibrated for row in study.networks):
        found["calibration"] = calibration_sheet(study, localized)
    if board.pairs:
        found["paired-tests"] = paired_sheet(board, localized)
    if study.acquisitions:
        found["acquisition"] = acquisition_sheet(study.acquisitions, localized)
    agreement = None if study.readers is None else agreement_sheet(study.readers, localized)
    if agreement is not None:
        found["agreement"] = agreement
    return found


def _require_empty(folder: Path) -> None:
    try:
        used = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise atomic_write.refusal(error, folder) from error
    if used:
        raise CohortError(
            "The folder {file} is not empty.",
            remedy="Name a new or an empty folder, so that no file of an earlier report stays.",
            file=folder,
        )


def _move(partial: Path, folder: Path) -> None:
    try:
        if folder.exists():
            folder.rmdir()
        os.replace(partial, folder)
    except OSError as error:
        raise atomic_write.refusal(error, folder) from error


def _write_tables(sheets: Mapping[str, Sheet], folder: Path) -> list[Path]:
    files = []
    for name, sheet in sheets.items():
        for suffix in (".docx", ".csv"):
            file = folder / places.TABLES / f"{name}{suffix}"
            write_sheet(sheet, file)
            files.append(file)
    write_workbook(sheets, folder / places.WORKBOOK)
    return [*files, folder / places.WORKBOOK]


def _checklists(
    rows: tuple[Row, ...], answers: tuple[Answered, ...], localized: Localizer
) -> dict[str, Sheet]:
    return {
        places.TRIPOD: tripod_sheet(rows, localized),
        places.METRICS: metrics_sheet(answers, localized),
    }


def _write_checklists(
    study: Study,
    rows: tuple[Row, ...],
    answers: tuple[Answered, ...],
    checklists: Mapping[str, Sheet],
    folder: Path,
    localized: Localizer,
) -> list[Path]:
    values: dict[str, Any] = {
        places.TRIPOD: [row.to_json() for row in rows],
        places.METRICS: {
            **score_of(answers).to_json(),
            "items": [answer.to_json() for answer in answers],
        },
    }
    files = []
    for name, sheet in checklists.items():
        base = folder / name
        document = Document(sheet.title, (sheet,), footer(study, localized))
        write_docx(document, base.with_suffix(".docx"))
        write_workbook({sheet.title: sheet}, base.with_suffix(".xlsx"))
        _write_json(values[name], base.with_suffix(".json"))
        files += [base.with_suffix(suffix) for suffix in (".docx", ".xlsx", ".json")]
    return files


def _write_cards(study: Study, folder: Path, localized: Localizer) -> list[Path]:
    cards = [
        (
            places.model_card(row.family),
            "Model",
            model_card(study, row),
            model_card(study, row, localized),
        )
        for row in study.networks
    ]
    cards.append((places.DATASET_CARD, "Dataset", dataset_card(study), dataset_card(study, localized)))
    files = []
    for name, kind, english, spoken in cards:
        base = folder / name
        _write_json(english, base.with_name(f"{base.name}.json"))
        document = card_document(spoken[kind]["Name"], spoken[kind], localized, TITLES)
        write_markdown(document, base.with_name(f"{base.name}.md"))
        write_docx(document, base.with_name(f"{base.name}.docx"))
        files += [base.with_name(f"{base.name}{suffix}") for suffix in (".json", ".md", ".docx")]
    return files


def _write_report(study: Study, whole: Document, folder: Path) -> list[Path]:
    word, pdf = (folder / f"{places.REPORT}{suffix}" for suffix in (".docx", ".pdf"))
    write_docx(whole, word)
    write_document_pdf(whole, lambda: _in_english(study, folder), pdf)
    return [word, pdf]


def _in_english(study: Study, folder: Path) -> Document:
    """The report in English, for a computer without Chinese fonts."""
    checklists = _checklists(tripod_rows(study), metrics_answers(study), str)
    return study_document(study, study_sheets(study), checklists, figures_of(study), folder)


def _write_json(values: object, file: Path) -> None:
    atomic_write.write_bytes(file, json.dumps(values, ensure_ascii=False, indent=1).encode())

"""The study report as one document: methods, results, limits and checklists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cxstage_core.evaluation.report.document.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
)
from cxstage_core.evaluation.report.pdf import RESEARCH_ONLY
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.methods import methods_blocks, one_after_another
from cxstage_core.evaluation.report.study.model_card import limitations
from cxstage_core.evaluation.report.study.pictures import StudyFigure
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.text import Text, text

_RESULTS = ("table-2", "paired-tests", "calibration", "subgroups", "failures")
_METHODS = ("patients-by-part", "patients-left-out", "models", "agreement", "acquisition", "networks")
"""Tables in an order in which the wide ones stand together."""


def footer(study: Study, localized: Localizer) -> str:
    """Return what stands on every page."""
    return f"CxStage · {study.experiment.id} · {localized(RESEARCH_ONLY)}"


def study_title(study: Study) -> Text:
    """Return the title of the report."""
    return text("Study report of experiment {experiment}", experiment=study.experiment.id)


def study_document(
    study: Study,
    sheets: Mapping[str, Sheet],
    checklists: Mapping[str, Sheet],
    figures: tuple[StudyFigure, ...],
    folder: Path,
    localized: Localizer = str,
) -> Document:
    """Compose the report.

    Args:
        sheets: tables by name, in the reader's language.
        checklists: in the reader's language.
        folder: of the figures' files.
    """
    blocks = (
        *_beginning(study, localized),
        Heading(localized(text("Methods"))),
        *methods_blocks(study, localized),
        Heading(localized(text("Results"))),
        *(sheets[name] for name in _RESULTS if name in sheets),
        *(Picture(folder / one.file, localized(one.caption), one.width_mm) for one in figures),
        Heading(localized(text("Patients, images and readings"))),
        *(sheets[name] for name in _METHODS if name in sheets),
        *_limits(study, localized),
        Heading(localized(text("Reporting checklists"))),
        *checklists.values(),
    )
    return Document(localized(study_title(study)), blocks, footer(study, localized))


def methods_document(study: Study, localized: Localizer = str) -> Document:
    """Compose the methods alone."""
    title = text("Methods of experiment {experiment}", experiment=study.experiment.id)
    return Document(localized(title), methods_blocks(study, localized), footer(study, localized))


def _beginning(study: Study, localized: Localizer) -> Iterator[Block]:
    yield Paragraph(localized(RESEARCH_ONLY), strong=True)
    yield Paragraph(
        localized(
            text(
                "Made from what the cohort recorded. Each figure has its n and, where one is defined, its interval; what "
                "is not known is called not reported, and nothing is guessed."
            )
        )
    )
    chosen = study.chosen
    area = chosen.evaluation.estimates["auc"]
    if area.value is not None:
        yield Paragraph(
            localized(
                text(
                    "{network}, the network of figure 3, was fixed as the reference before the test; it is not chosen by "
                    "its result.",
                    network=chosen.name,
                )
            )
        )


def _limits(study: Study, localized: Localizer) -> Iterator[Block]:
    """Limits of all networks once, then those of each."""
    yield Heading(localized(text("Limits that the evidence shows")))
    found = [(row, list(limitations(study, row))) for row in study.networks]
    shared = [one for one in found[0][1] if all(one in others for _row, others in found)]
    for sentence in shared:
        yield Paragraph(f"• {localized(sentence)}")
    for row, sentences in found:
        own = [localized(one) for one in sentences if one not in shared]
        if own:
            yield Paragraph(f"• {localized(row.title)}: {one_after_another(own)}")

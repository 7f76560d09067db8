"""The steps of the tour: where each points, and what it states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget


def _n(sentence: object) -> str:
    return str(sentence)


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step.

    Args:
        page: key of the page that it is about, "" for all of them; it points at that page's entry in the rail.
        title, words: translated in the context "Tour".
        shows: the page is shown. False for pages that open a case by themselves, because opening one may show
            outlines of other readers, which the audit log keeps.
        part: the part of that page to point at; None for the entry in the rail.
    """

    page: str
    title: str
    words: str
    shows: bool = False
    part: Callable[[QWidget], QWidget | None] | None = None


def _attribute(path: str) -> Callable[[QWidget], QWidget | None]:
    """Return a function that finds a public part of a page by its name, such as "view.table"."""

    def find(page: QWidget) -> QWidget | None:
        found: object = page
        for name in path.split("."):
            found = getattr(found, name, None)
        return found if isinstance(found, QWidget) else None

    return find


STEPS: tuple[TourStep, ...] = (
    TourStep(
        "",
        _n(QT_TRANSLATE_NOOP("Tour", "Six workspaces")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "From images to a staging model, top to bottom in the order of the work. The patients of the demo are "
                "synthetic: whatever you try harms no record.",
            )
        ),
    ),
    TourStep(
        "cohort",
        _n(QT_TRANSLATE_NOOP("Tour", "Cohort: what is there, and the next step")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "Five cards from images to the locked split. In the demo all are done but the last readings; "
                "the table below shows how far each patient is.",
            )
        ),
        shows=True,
        part=_attribute("steps"),
    ),
    TourStep(
        "read",
        _n(QT_TRANSLATE_NOOP("Tour", "Read: draw, blind to other readers")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "Readers outline the tumour here, each without seeing the other. Left open for you: a patient without "
                "any reading, one that reader A began, and one that waits for reader B.",
            )
        ),
    ),
    TourStep(
        "review",
        _n(QT_TRANSLATE_NOOP("Tour", "Review: two readings become a reference")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "Each disagreement of the two readers is resolved here, then the outline is frozen. One case that both "
                "have read is left open for you.",
            )
        ),
    ),
    TourStep(
        "train",
        _n(QT_TRANSLATE_NOOP("Tour", "Train: networks on the training part")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "Choose networks and settings, estimate the duration, then start. Curves, augmented images and the worst "
                "validation patients appear while the networks learn.",
            )
        ),
        shows=True,
        part=_attribute("start"),
    ),
    TourStep(
        "compare",
        _n(QT_TRANSLATE_NOOP("Tour", "Compare: every figure with its interval")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "The demo trained two networks; here are their figures on the test patients, next to simple rules. Export "
                "writes tables, figures and a report.",
            )
        ),
        shows=True,
        part=_attribute("view.export"),
    ),
    TourStep(
        "predict",
        _n(QT_TRANSLATE_NOOP("Tour", "Predict: one study, one click")),
        _n(
            QT_TRANSLATE_NOOP(
                "Tour",
                "Choose a patient and press Predict. Help → Tour shows these steps again; F1 opens the manual at the page "
                "in front.",
            )
        ),
        shows=True,
        part=_attribute("predict"),
    ),
)

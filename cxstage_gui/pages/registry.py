"""Every page in one table; a page is added by its folder and one row here.

Importing this module loads no page and no Qt: `cxstage-gui --help` lists the pages from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import Permission

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cxstage_gui.actions import Actions
    from cxstage_gui.session import Session


def QT_TRANSLATE_NOOP(_context: str, sentence: str) -> str:
    """Mark a sentence for lupdate, as Qt's own function does, without loading Qt."""
    return sentence


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the window.

    Args:
        key: names the page in `Session.show_page` and on the command line.
        title: translated in the context "actions".
        make: builds the page; imports it only then. A page that is built loads and logs nothing before
            it is shown.
        shortcut: shows the page.
        permission: what the user must be allowed to; others do not see the page.
        needs_cohort: it is shown only while a cohort is open.
        home: the page of an open cohort; while none is open, it leads to the start page.
        listed: in rail, View menu and command line.
        build_order: place in the order in which pages are built in idle moments; 0 for never.
        about: what the page is for, for the documentation.
        manual: anchor of the section on it in the manual, "" for the manual's beginning.
    """

    key: str
    title: str
    make: Callable[[Session, Actions], QWidget]
    icon: str = ""
    shortcut: str = ""
    permission: Permission | None = None
    needs_cohort: bool = True
    home: bool = False
    listed: bool = True
    build_order: int = 0
    about: str = ""
    manual: str = ""


def _start(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.start import StartPage

    return StartPage(session, actions)


def _sign_in(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.sign_in import SignInPage

    return SignInPage(session)


def _cohort(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.cohort import CohortPage

    return CohortPage(session, actions)


def _read(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.read import ReadPage

    return ReadPage(session)


def _review(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.review.page import ReviewPage

    return ReviewPage(session)


def _train(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.train import TrainPage

    return TrainPage(session, actions)


def _compare(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.compare import ComparePage

    return ComparePage(session, actions)


def _predict(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.predict import PredictPage

    return PredictPage(session)


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "start",
        QT_TRANSLATE_NOOP("actions", "Start"),
        _start,
        needs_cohort=False,
        listed=False,
        about="Open the demo cohort, a cohort, or a study to predict",
    ),
    PageSpec(
        "sign in",
        QT_TRANSLATE_NOOP("actions", "Sign in"),
        _sign_in,
        needs_cohort=False,
        listed=False,
        about="Name and passphrase for a cohort with accounts",
        manual="people",
    ),
    PageSpec(
        "cohort",
        QT_TRANSLATE_NOOP("actions", "Cohort"),
        _cohort,
        icon="users-three",
        shortcut="Ctrl+1",
        permission=Permission.SEE_PROGRESS,
        home=True,
        build_order=4,
        about="Import images, clinical table and outlines; freeze references; draw the split",
        manual="cohort",
    ),
    PageSpec(
        "read",
        QT_TRANSLATE_NOOP("actions", "Read"),
        _read,
        icon="pencil-line",
        shortcut="Ctrl+2",
        build_order=5,
        about="Draw outlines, blind to other readers",
        manual="read",
    ),
    PageSpec(
        "review",
        QT_TRANSLATE_NOOP("actions", "Review"),
        _review,
        icon="git-diff",
        shortcut="Ctrl+3",
        permission=Permission.SEE_READINGS,
        build_order=6,
        about="Resolve disagreements into a reference; agreement of the readers",
        manual="review",
    ),
    PageSpec(
        "train",
        QT_TRANSLATE_NOOP("actions", "Train"),
        _train,
        icon="brain",
        shortcut="Ctrl+4",
        permission=Permission.EXPERIMENTS,
        build_order=1,
        about="Choose networks and settings; train and search settings",
        manual="train",
    ),
    PageSpec(
        "compare",
        QT_TRANSLATE_NOOP("actions", "Compare"),
        _compare,
        icon="chart-line-up",
        shortcut="Ctrl+5",
        permission=Permission.EXPERIMENTS,
        build_order=2,
        about="Compare the networks of an experiment; export tables and figures",
        manual="compare",
    ),
    PageSpec(
        "predict",
        QT_TRANSLATE_NOOP("actions", "Predict"),
        _predict,
        icon="target",
        shortcut="Ctrl+6",
        permission=Permission.EXPERIMENTS,
        needs_cohort=False,
        build_order=3,
        about="Predict one study, from the cohort or from files",
        manual="predict",
    ),
)


def listed() -> tuple[PageSpec, ...]:
    """Return the pages of rail, menu and command line, in their order."""
    return tuple(page for page in PAGES if page.listed)


def find(key: str) -> PageSpec:
    """Return a page by its key.

    Raises:
        KeyError: the table has no page of this key.
    """
    return {page.key: page for page in PAGES}[key]

"""The status of a case, and what can be done with it now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_core.reading.workflow import CaseState
from cxstage_gui.pages.review.provenance import joined, provenance
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.widgets.labels import label, set_role


class CaseStatus(QWidget):
    """The state in a sentence, the next step as the one primary button, the others next to it.

    Signals:
        begin_wanted, sign_off_wanted, rule_wanted, send_back_wanted, reopen_wanted.
    """

    begin_wanted = Signal()
    sign_off_wanted = Signal()
    rule_wanted = Signal()
    send_back_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = label("", "heading")
        self.sentence = label("", "muted", wrap=True)
        self.begin = QPushButton(self.tr("Begin review"))
        self.sign_off = QPushButton(self.tr("Sign off…"))
        self.rule = QPushButton(self.tr("Apply a rule…"))
        self.send_back = QPushButton(self.tr("Return to reader…"))
        self.reopen = QPushButton(self.tr("Reopen…"))
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.addWidget(self.begin, 0, 0, 1, 2)
        grid.addWidget(self.sign_off, 1, 0, 1, 2)
        grid.addWidget(self.rule, 2, 0)
        grid.addWidget(self.send_back, 2, 1)
        grid.addWidget(self.reopen, 3, 0, 1, 2)
        for button in (self.begin, self.sign_off):
            set_role(button, role="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.state)
        column.addWidget(self.sentence)
        column.addLayout(grid)
        self.begin.clicked.connect(self.begin_wanted)
        self.sign_off.clicked.connect(self.sign_off_wanted)
        self.rule.clicked.connect(self.rule_wanted)
        self.send_back.clicked.connect(self.send_back_wanted)
        self.reopen.clicked.connect(self.reopen_wanted)

    def show_case(self, case: OpenCase, name: str, *, actor: str, permitted: bool) -> None:
        """Show what can be done with a case."""
        mine = self.is_mine(case, actor)
        open_ = case.state is CaseState.IN_REVIEW
        self.state.setText(f"{name} · {self._title(case)}")
        self.sentence.setText(self._sentence(case, mine, permitted))
        reference = case.reference if case.state is CaseState.FROZEN else None
        content = "" if reference is None else self.tr("Hash {hash}").format(hash=reference.sha256)
        self.sentence.setToolTip(content)
        ready = case.state is CaseState.COMPLETE and len(case.readings) > 1
        self.begin.setVisible(permitted and (ready or (open_ and not mine)))
        self.begin.setText(self.tr("Take over") if open_ else self.tr("Begin review"))
        self.sign_off.setVisible(permitted and open_ and mine)
        comments = 0 if case.review is None else len(case.review.open_comments)
        settled = len(case.readings) == 2 or bool(case.review and case.review.rules)
        self.sign_off.setEnabled(case.undecided == 0 and comments == 0 and settled)
        self.rule.setVisible(permitted and open_ and mine)
        self.rule.setEnabled(case.undecided > 0 or len(case.readings) > 2)
        self.send_back.setVisible(permitted and open_ and mine)
        self.reopen.setVisible(permitted and case.state is CaseState.FROZEN and case.review is not None)

    @staticmethod
    def is_mine(case: OpenCase, actor: str) -> bool:
        """Return True if the review is with this reviewer."""
        return case.review is not None and case.review.reviewer == actor

    def _title(self, case: OpenCase) -> str:
        if case.state is CaseState.FROZEN:
            version = 0 if case.reference is None else case.reference.version
            return self.tr("frozen v{version}").format(version=version)
        return {
            CaseState.COMPLETE: self.tr("to review"),
            CaseState.IN_REVIEW: self.tr("in review"),
        }.get(case.state, self.tr("being read"))

    def _sentence(self, case: OpenCase, mine: bool, permitted: bool) -> str:
        if case.state is CaseState.IN_REVIEW and case.review is not None:
            if not mine:
                return self.tr("The review is with {name}.").format(name=case.review.reviewer)
            return self._next(case) if permitted else self.tr("Only reviewers decide.")
        if case.state is CaseState.FROZEN and case.reference is not None:
            return provenance(case.reference)
        if case.state is CaseState.COMPLETE and len(case.readings) < 2:
            return self.tr("A review needs two complete readings.")
        if case.state is CaseState.COMPLETE:
            names = joined([reading.reader for reading in case.readings])
            return self.tr("Read by {names}. The draft begins with what they agree on.").format(
                names=names
            )
        return self.tr("Outlines are shown when all readings of the case are complete.")

    def _next(self, case: OpenCase) -> str:
        """Return the next step before signing off."""
        comments = 0 if case.review is None else len(case.review.open_comments)
        if case.undecided:
            return self.tr("Resolve every disagreement, then sign off.")
        if comments:
            return self.tr("%n comment(s) not resolved.", "", comments)
        if len(case.readings) > 2 and not (case.review and case.review.rules):
            return self.tr("With three readings a rule makes the outline; it can be redrawn.")
        return self.tr("All differences decided. Signing off freezes the reference.")

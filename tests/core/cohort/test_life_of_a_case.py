"""Whatever is tried in whatever order: a case moves as the state machine allows, and else stays as it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cxstage_core.cohort import Cohort, ReadingState, SeriesInfo
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Volume
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import ALLOWED, CaseState, Move
from tests.core.cohort.department import GRID, reading

READERS = ("A", "B")
names = st.sampled_from(READERS)
sizes = st.integers(1, 12)
takes = st.sampled_from((Take.FIRST, Take.SECOND, Take.UNION, Take.INTERSECTION))


class LifeOfACase(RuleBasedStateMachine):
    """Two readers and a reviewer do anything at any time, in a cohort on disk."""

    @initialize()
    def begin_anew(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.cohort = Cohort.create(Path(self.folder.name) / "c")
        self.patient = self.cohort.pseudonym("MRN-1")
        image = Volume(np.zeros(GRID.size, np.int16), GRID)
        self.cohort.add_series(self.patient, image, SeriesInfo("T2"))
        self.complete: dict[str, bool] = {}
        self.review: str | None = None
        self.versions = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            assert self.cohort.verify() == ()
            self.folder.cleanup()

    @property
    def state(self) -> CaseState:
        """Where the case stands according to what was done so far."""
        if self.review is not None:
            return CaseState.FROZEN if self.review == "frozen" else CaseState.IN_REVIEW
        if not self.complete:
            return CaseState.UNASSIGNED
        return CaseState.COMPLETE if all(self.complete.values()) else CaseState.IN_PROGRESS

    def attempt(self, allowed: bool, act: Callable[[], object]) -> bool:
        """Do it; it must work exactly when it is allowed, and change nothing else otherwise."""
        before = self.cohort.audit.entries()
        try:
            act()
        except CxStageError:
            assert not allowed
            assert self.cohort.audit.entries() == before
            return False
        assert allowed
        return True

    @rule(reader=names, size=sizes, done=st.booleans())
    def draw(self, reader: str, size: int, done: bool) -> None:
        fresh = reading(self.patient, reader, size, complete=done)
        allowed = Move.DRAW in ALLOWED[self.state] and (done or not self.complete.get(reader, False))
        if self.attempt(allowed, lambda: self.cohort.save_reading(fresh)):
            self.complete[reader] = done

    @rule(one=sizes, other=sizes)
    def draw_both(self, one: int, other: int) -> None:
        """Two steps at once, so that a random walk gets on."""
        self.draw("A", one, True)
        self.draw("B", other, True)

    @rule(take=takes)
    def review_at_once(self, take: Take) -> None:
        """Three steps at once."""
        self.begin_review()
        self.decide(take)
        self.sign_off()

    @rule(reader=names)
    def reopen_reading(self, reader: str) -> None:
        allowed = Move.REOPEN_READING in ALLOWED[self.state] and self.complete.get(reader, False)
        if self.attempt(allowed, lambda: self.cohort.readings.reopen(self.patient, reader, "a slice")):
            self.complete[reader] = False

    @rule()
    def begin_review(self) -> None:
        again = self.review == "in review"
        ready = Move.BEGIN_REVIEW in ALLOWED[self.state] and len(self.complete) == 2
        if again:
            self.cohort.review.begin(self.patient)
        elif self.attempt(ready, lambda: self.cohort.review.begin(self.patient)):
            self.review = "in review"

    @rule(take=takes)
    def decide(self, take: Take) -> None:
        def act() -> None:
            found = self.cohort.review.disagreements(self.patient)
            takes = {s: dict.fromkeys(one.by_key, take) for s, one in found.items()}
            self.cohort.review.decide_all(self.patient, takes)

        self.attempt(self.review == "in review", act)

    @rule()
    def sign_off(self) -> None:
        settled = False
        if self.review == "in review":
            found = self.cohort.review.disagreements(self.patient)
            review = self.cohort.review.review(self.patient)
            assert review is not None
            settled = all(review.decision_on(s, k) for s, one in found.items() for k in one.by_key)
        if self.attempt(settled, lambda: self.cohort.review.sign_off(self.patient)):
            self.review = "frozen"
            self.versions += 1

    @rule()
    def reopen_review(self) -> None:
        allowed = Move.REOPEN_REVIEW in ALLOWED[self.state]
        if self.attempt(allowed, lambda: self.cohort.review.reopen(self.patient, "an error")):
            self.review = "in review"

    @rule(reader=names)
    def send_back(self, reader: str) -> None:
        allowed = Move.SEND_BACK in ALLOWED[self.state]
        desk = self.cohort.review
        if self.attempt(allowed, lambda: desk.send_back(self.patient, reader, "look again")):
            self.review = None
            self.complete[reader] = False

    @invariant()
    def is_as_expected(self) -> None:
        if not hasattr(self, "cohort"):
            return
        assert self.cohort.review.state(self.patient) is self.state
        assert self.cohort.review.states()[self.patient] is self.state
        stored = self.cohort.readings.states().get(self.patient, {})
        assert {n: s is ReadingState.COMPLETE for n, s in stored.items()} == self.complete
        assert len(self.cohort.references.versions(self.patient)) == self.versions


LifeOfACase.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestLifeOfACase = LifeOfACase.TestCase

"""Reviewing: the list of cases, one case with all that is compared, and the reviewer's operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import ReadingKey, draft_of
from cxstage_core.errors import CxStageError
from cxstage_core.jobs import Job, Progress
from cxstage_core.reading.comparison.border import LARGEST_MM, Border, thickness_named
from cxstage_core.reading.workflow import CaseState
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.operation import Change, Operations, Subject
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Reading, Reference, SeriesRecord
    from cxstage_core.cohort.values.review import ComponentDecision, Review
    from cxstage_core.imaging import Volume
    from cxstage_core.reading.comparison.consensus_rules import Staple
    from cxstage_core.reading.comparison.definitions import Region
    from cxstage_core.reading.comparison.disagreement import Disagreement, Take
    from cxstage_core.reading.comparison.overlap import CaseAgreement

Failed = Callable[[Exception], None]
Before = Mapping[str, Mapping[str, "ComponentDecision | None"]]
"""By series id and component key, what was decided."""
BORDER = "review/border mm"
Figures = tuple[float | None, float | None]
"""Lowest Dice of the readings, and volume of disagreement in cm³ where there are two."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of the list.

    Args:
        complete, begun: how many first readings are complete, and how many there are.
        reference: version of the frozen reference, 0 without one.
    """

    patient: str
    state: CaseState
    complete: int
    begun: int
    reference: int


@dataclass(frozen=True, slots=True, eq=False)
class OpenCase:
    """Everything that is compared of one patient.

    Args:
        series: what is shown; the others that were drawn on are in `drawn_on`.
        readings: complete first readings; none while the case is not complete.
        disagreements: by series id; of two readings only.
        draft: the reviewer's, while the case is in review with the current user.
        dice: the lowest of all pairs of readings and series, None when undefined.
        agreement: of the two readings on the series shown.
        border: what counts as a sliver along the border of the two readings.
        slivers: keys of the components that are decided as one group, by series id.
    """

    patient: str
    state: CaseState
    record: SeriesRecord
    drawn_on: tuple[SeriesRecord, ...]
    volume: Volume
    readings: tuple[Reading, ...]
    review: Review | None
    disagreements: Mapping[str, Disagreement]
    draft: Reading | None
    reference: Reference | None
    agreement: Mapping[Region, CaseAgreement]
    probability: Staple | None
    dice: float | None = None
    border: Border = field(default_factory=Border)
    slivers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def disagreement(self) -> Disagreement | None:
        """On the series shown."""
        return self.disagreements.get(self.record.id)

    @property
    def undecided(self) -> int:
        """Number of components without a decision, on all series."""
        review = self.review
        return sum(
            review is None or review.decision_on(series, key) is None
            for series, found in self.disagreements.items()
            for key in found.by_key
        )


class ReviewOperations(Operations):
    """Operations of the Review page; every change is on disk when `changed` arrives."""

    @property
    def actor(self) -> str:
        """The name of the reviewer."""
        return ReadingKey.parse(self._user.reader).person

    @property
    def permitted(self) -> bool:
        """Return True if the current user may decide."""
        return self._user.may(Permission.REVIEW)

    # -- queries

    def load_rows(self, on_done: Callable[[tuple[CaseRow, ...]], None]) -> None:
        """List the cases that were begun, with their states."""
        cohort = self._cohort()
        if self._user.may(Permission.SEE_READINGS):
            self._load(_rows, cohort, on_done=on_done)
        else:
            on_done(())

    def load_figures(
        self, patients: Sequence[str], on_done: Callable[[dict[str, Figures]], None]
    ) -> TaskHandle:
        """Compute agreement and disagreement of cases in a worker process."""
        return self._load(
            case_figures,
            self._opening(),
            tuple(patients),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Comparing readings"),
            reads=True,
            on_done=on_done,
        )

    def load_case(
        self,
        patient: str,
        series: str,
        on_done: Callable[[OpenCase], None],
        on_error: Failed,
        *,
        border: Border | None = None,
    ) -> None:
        """Load a case.

        Args:
            series: what to show; "" for the one that was drawn on most.
            border: what counts as a sliver; None for what was decided with before, else what was set last.
        """
        self._load(
            _open_case,
            self._cohort(),
            patient,
            series,
            self.actor,
            border,
            self._kept_border(),
            on_done=on_done,
            on_error=on_error,
        )

    def keep_border(self, border: Border) -> None:
        """Use this from now on for cases whose slivers are undecided."""
        self._context.settings.keep(BORDER, f"{border.thickness_mm:g}")

    def _kept_border(self) -> Border:
        try:
            return Border(float(self._context.settings.text(BORDER)))
        except (ValueError, CxStageError):
            return Border()

    # -- operations

    def begin(self, patient: str, on_error: Failed) -> None:
        """Begin a review, or take it over."""
        reviews, actor = self._cohort().review, self.actor
        self._save(patient, lambda: reviews.begin(patient, actor=actor), on_error)

    def decide(
        self, patient: str, takes: Mapping[str, Mapping[str, Take | None]], on_error: Failed
    ) -> None:
        """Decide about components, by series id and key; None takes a decision back."""
        reviews, actor = self._cohort().review, self.actor
        self._save(patient, lambda: reviews.decide_all(patient, takes, actor=actor), on_error)

    def decide_border(self, patient: str, take: Take, border: Border, on_error: Failed) -> None:
        """Decide all slivers along the border at once."""
        reviews, actor = self._cohort().review, self.actor
        self._save(
            patient,
            lambda: reviews.decide_border(patient, take, border=border, actor=actor),
            on_error,
        )

    def put_back(self, patient: str, before: Before, on_error: Failed) -> None:
        """Decide as it was decided before."""
        reviews, actor = self._cohort().review, self.actor
        by_rule: dict[str, dict[str, dict[str, Take | None]]] = {}
        for series, decisions in before.items():
            for key, decision in decisions.items():
                rule = "" if decision is None else decision.rule
                takes = by_rule.setdefault(rule, {}).setdefault(series, {})
                takes[key] = None if decision is None else decision.take

        def restore() -> None:
            for rule, takes in by_rule.items():
                reviews.decide_all(patient, takes, rule=rule, actor=actor)

        self._save(patient, restore, on_error)

    def sign_off(self, patient: str, note: str, on_error: Failed) -> None:
        """Freeze the draft as the next reference."""
        reviews, actor = self._cohort().review, self.actor
        self._save(patient, lambda: reviews.sign_off(patient, note=note, actor=actor), on_error)

    def reopen(self, patient: str, reason: str, on_error: Failed) -> None:
        """Take a frozen case into review again."""
        reviews, actor = self._cohort().review, self.actor
        self._save(patient, lambda: reviews.reopen(patient, reason, actor=actor), on_error)

    def send_back(self, patient: str, reading_key: str, reason: str, on_error: Failed) -> None:
        """Return a reading to its reader."""
        reviews, actor = self._cohort().review, self.actor
        self._save(
            patient, lambda: reviews.send_back(patient, reading_key, reason, actor=actor), on_error
        )

    def apply_rule(
        self, patient: str, rule: str, reason: str, threshold: float | None, on_error: Failed
    ) -> None:
        """Let a rule decide what is undecided."""
        reviews, actor = self._cohort().review, self.actor
        self._save(
            patient,
            lambda: reviews.apply_rule(patient, rule, reason=reason, threshold=threshold, actor=actor),
            on_error,
        )

    def comment(
        self,
        patient: str,
        series: str,
        point_mm: tuple[float, float, float],
        text: str,
        on_error: Failed,
    ) -> None:
        """Pin a comment to a place, LPS mm."""
        reviews, actor = self._cohort().review, self.actor
        self._save(
            patient,
            lambda: reviews.comments.add(patient, series, point_mm, text, actor=actor),
            on_error,
        )

    def answer(self, patient: str, comment: int, text: str, on_error: Failed) -> None:
        """Answer a comment."""
        reviews, actor = self._cohort().review, self.actor
        self._save(
            patient, lambda: reviews.comments.answer(patient, comment, text, actor=actor), on_error
        )

    def resolve(self, patient: str, comment: int, on_error: Failed) -> None:
        """Resolve a comment."""
        reviews, actor = self._cohort().review, self.actor
        self._save(patient, lambda: reviews.comments.resolve(patient, comment, actor=actor), on_error)

    def _save(self, patient: str, work: Callable[[], Any], on_error: Failed) -> None:
        change = Change.of(Subject.REVIEWS, Subject.REFERENCES, patients=[patient])
        self._start(work, change=change, on_error=on_error, keep=True)


def case_figures(opening: Opening, patients: Sequence[str], *, job: Job) -> dict[str, Figures]:
    """Agreement and disagreement of complete cases; those that cannot be compared are left out."""
    from cxstage_core.cohort.review.components import ReviewCase

    reviews = opening.open().review
    found: dict[str, Figures] = {}
    for done, patient in enumerate(patients):
        job.step(Progress(done, len(patients), "Comparing readings", patient))
        try:
            first = tuple(
                r for r in reviews.readings(patient) if ReadingKey.parse(r.reader).number == 1
            )
        except CxStageError:
            continue  # it was opened again meanwhile
        if len(first) > 1:
            case = ReviewCase(first)
            volume = sum(one.volume_cm3 for one in case.disagreements.values())
            found[patient] = (case.dice(), volume if case.is_pair else None)
    return found


def _rows(cohort: Cohort) -> tuple[CaseRow, ...]:
    from cxstage_core.cohort.audit.events import logged
    from cxstage_core.cohort.values.records import ReadingState

    references = logged(cohort.audit.entries()).references
    states = cohort.readings.states()
    rows = []
    for patient, state in cohort.review.states().items():
        first = [s for name, s in states.get(patient, {}).items() if ReadingKey.parse(name).number == 1]
        complete = sum(s is ReadingState.COMPLETE for s in first)
        version = max(references.get(patient, {0: None}))
        if first:
            rows.append(CaseRow(patient, state, complete, len(first), version))
    return tuple(rows)


def _open_case(
    cohort: Cohort, patient: str, series: str, actor: str, border: Border | None, usual: Border
) -> OpenCase:
    from cxstage_core.cohort.review.components import ReviewCase
    from cxstage_core.reading.comparison.overlap import agreements

    reviews = cohort.review
    state = reviews.state(patient)
    readings = (
        tuple(
            r
            for r in reviews.readings(patient, drawing_as=actor)
            if ReadingKey.parse(r.reader).number == 1
        )
        if state.all_complete
        else ()
    )
    review = reviews.review(patient) if state.all_complete else None
    reference = cohort.references.latest(patient)
    records = {record.id: record for record in cohort.series(patient)}
    masks = {s for one in readings for s in one.masks} | set(reference.masks if reference else ())
    drawn_on = tuple(records[s] for s in sorted(masks) if s in records) or tuple(records.values())
    shown = series if series in {record.id for record in drawn_on} else _fullest(readings, drawn_on)
    case = ReviewCase(readings) if len(readings) > 1 else None
    pair = case is not None and case.is_pair and shown in case.grids
    border = border or _decided_border(review) or usual
    return OpenCase(
        patient,
        state,
        records[shown],
        drawn_on,
        cohort.volume(patient, shown),
        readings,
        review,
        case.disagreements if case is not None else {},
        _draft(cohort, review, patient),
        reference,
        agreements(*case.pair(shown), records[shown].grid.spacing) if case and pair else {},
        reviews.probability(patient).get(shown) if case is not None and not case.is_pair else None,
        case.dice() if case is not None else None,
        border,
        {} if case is None else case.border_group({} if review is None else review.decisions, border),
    )


def _decided_border(review: Review | None) -> Border | None:
    """With which thickness the slivers of a case were decided, None if they were not."""
    decisions = (
        () if review is None else [d for found in review.decisions.values() for d in found.values()]
    )
    known = [mm for d in decisions if (mm := thickness_named(d.rule)) is not None]
    return Border(min(max(known), LARGEST_MM)) if known else None


def _draft(cohort: Cohort, review: Review | None, patient: str) -> Reading | None:
    from cxstage_core.reading.workflow import ReviewState

    if review is None or review.state is not ReviewState.OPEN or not review.reviewer:
        return None
    return cohort.readings.get(patient, draft_of(review.reviewer))


def _fullest(readings: Sequence[Reading], records: Sequence[SeriesRecord]) -> str:
    sizes = {
        record.id: sum(
            int(r.masks[record.id].array.astype(bool).sum()) for r in readings if record.id in r.masks
        )
        for record in records
    }
    return max(sizes, key=lambda series: sizes[series])

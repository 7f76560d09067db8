"""Predict many studies into one table, and go on where an earlier run was stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import Cancelled, PredictionError
from cxstage_core.jobs import Event, Job, Message, Progress, no_progress
from cxstage_core.models import load_model
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.many.entries import Entry, entries_of, is_cohort
from cxstage_core.prediction.many.inputs import inputs_of_files, inputs_of_patient
from cxstage_core.prediction.many.journal import Journal, opened
from cxstage_core.prediction.many.one_study import row_of
from cxstage_core.prediction.many.options import Options
from cxstage_core.prediction.many.row import Row, State
from cxstage_core.prediction.many.table import Localizer, check_table, reasons_of, write_table
from cxstage_core.prediction.many.watching import check_watched, studies_as_they_come
from cxstage_core.storage.content_hash import hash_of_file

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_STAGE = "Predicting studies"
_EVERY_S = 2.0
_SHARE = 20.0
"""The table is written again when the work took this many times as long as writing it."""


@dataclass(frozen=True, slots=True)
class StudyDone(Event):
    """A study has its row."""

    row: Row


@dataclass(frozen=True, slots=True)
class ManyResult:
    """What became of the studies.

    Args:
        rows: by number, those of earlier runs included.
        table: the file.
        taken_over: rows that were done before and not again.
        waiting: studies of a watched folder that were not complete.
        stopped: the user ended the work; what was done is in the table.
    """

    rows: tuple[Row, ...]
    table: Path
    taken_over: int = 0
    waiting: int = 0
    stopped: bool = False

    @property
    def now(self) -> tuple[Row, ...]:
        """The rows of the sources as they are."""
        return tuple(row for row in self.rows if not row.earlier)

    def count(self, state: State) -> int:
        """Count the rows of a state, without earlier ones."""
        return sum(row.state is state for row in self.now)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why studies have no prediction, with how many each, the most frequent first."""
        return reasons_of(self.rows)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "table": str(self.table),
            "studies": len(self.now),
            **{str(state): self.count(state) for state in State},
            "taken_over": self.taken_over,
            "waiting": self.waiting,
            "stopped": self.stopped,
            "reasons": [{"reason": reason, "studies": n} for reason, n in self.reasons],
            "rows": [row.to_json() for row in self.rows],
        }


@dataclass(slots=True)
class _Run:
    """The rows of one run, and those of the runs before it."""

    journal: Journal
    table: Path
    localized: Localizer
    options: Options
    claimed: set[int] = field(default_factory=set)
    taken_over: int = 0
    waiting: int = 0
    written: float = float("-inf")
    cost_s: float = 0.0

    @property
    def rows(self) -> tuple[Row, ...]:
        """The last row of each number; what this run has not met is marked as earlier."""
        last = {row.number: row for row in self.journal.rows}
        return tuple(
            replace(row, earlier=number not in self.claimed) for number, row in sorted(last.items())
        )

    def known(self, inputs: str, model_sha256: str) -> Row | None:
        """Return an earlier row of the same inputs and model that no study of this run has taken."""
        for row in reversed(self.journal.rows):
            same = (row.inputs, row.model_sha256) == (inputs, model_sha256)
            if same and row.number not in self.claimed:
                return row
        return None

    def is_done(self, row: Row) -> bool:
        """Return True if a study need not be predicted again; what failed is tried again."""
        if row.state is State.ABSTAINED:
            return not self.options.despite.strip()
        return row.state is State.PREDICTED and row.despite in ("", self.options.despite.strip())

    @property
    def next_number(self) -> int:
        return max((row.number for row in self.journal.rows), default=0) + 1

    def write(self) -> None:
        """Write the table."""
        clock = time.monotonic()
        write_table(self.rows, self.table, self.localized)
        self.written = time.monotonic()
        self.cost_s = self.written - clock

    def write_in_between(self, job: Job) -> None:
        """Write the table, unless it was written a moment ago; a spreadsheet that holds it open stops nothing."""
        if time.monotonic() - self.written <= max(_EVERY_S, _SHARE * self.cost_s):
            return
        try:
            self.write()
        except PredictionError as error:
            self.written = time.monotonic()
            job.emit(Message(error.what, "warning"))


def predict_many(
    sources: Sequence[Path],
    model: Path,
    out: Path,
    job: Job | None = None,
    *,
    options: Options | None = None,
    open_cohort: Callable[[Path], Cohort] | None = None,
    localized: Localizer = str,
) -> ManyResult:
    """Predict many studies with one model; its network and runtime stay in memory.

    Every study gets a row: its prediction, or in one sentence why there is none. A stop asked for ends the work after
    the study at hand; the table holds what was done.

    Args:
        sources: folders, image files, lists (CSV, XLSX) and cohorts, see `entries_of`; with `Options.watch` folders
            into which studies are written.
        model: a model file, or the id of a model of the cohort that is the first source.
        out: the table, .csv or .xlsx; its journal is next to it.
        open_cohort: opens a cohort, signed in where it has accounts.
        localized: words of the table.

    Raises:
        PredictionError: a source cannot be used, nothing was found, or the table cannot be written.
        ModelError, CohortError: the model or a cohort cannot be opened.
        InUseError: another process writes to the table.
    """
    job, options = job or no_progress(), options or Options()
    check_table(out)
    if options.watch:
        check_watched(sources)
    cohorts = {source: _open(source, open_cohort) for source in sources if is_cohort(source)}
    model = _model_file(model, sources, cohorts)
    wanted = () if options.watch else tuple(_patients(entries_of(sources), cohorts, options))
    if not wanted and not options.watch:
        raise PredictionError(
            "No study was found.", remedy="Name folders, image files, a list or a cohort."
        )
    job.step(Progress(0, len(wanted), "Loading the model", model.stem))
    network, card = load_model(model)
    loaded, model_sha256 = LoadedModel(model.stem, network, card), hash_of_file(model)
    with opened(out) as journal:
        if not options.resume:
            journal.clear()
        run = _Run(journal, out, localized, options)
        stopped = False
        run.write()
        try:
            for entry in _each(wanted, sources, run, job):
                _take(entry, run, loaded, model_sha256, job, cohorts)
                run.write_in_between(job)
        except Cancelled:
            stopped = True
        run.write()
        return ManyResult(run.rows, out, run.taken_over, run.waiting, stopped)


def _each(wanted: Sequence[Entry], sources: Sequence[Path], run: _Run, job: Job) -> Iterator[Entry]:
    """Yield the studies one by one, with progress; those of a watched folder until the work is stopped."""
    if not run.options.watch:
        for done, entry in enumerate(wanted):
            job.step(Progress(done, len(wanted), _STAGE, entry.patient or str(done + 1)))
            yield entry
        job.note(Progress(len(wanted), len(wanted), _STAGE))
        return

    def waits(n: int) -> None:
        run.waiting = n
        run.write_in_between(job)
        job.note(Progress(len(run.claimed), len(run.claimed) + n, _STAGE))

    yield from studies_as_they_come(sources, run.options.settle_s, job.check, waits)


def _take(
    entry: Entry,
    run: _Run,
    loaded: LoadedModel,
    model_sha256: str,
    job: Job,
    cohorts: Mapping[Path, Cohort],
) -> None:
    """Give a study its row: of an earlier run, or a new one."""
    options = run.options
    inputs = (
        inputs_of_patient(cohorts[entry.study], entry.patient)
        if entry.patient
        else inputs_of_files(entry, options.choices)
    )
    known = run.known(inputs, model_sha256)
    source = str(entry.study) if options.with_paths else ""
    number = run.next_number if known is None else known.number
    if known is not None and run.is_done(known):
        run.claimed.add(number)
        run.taken_over += 1
        if known.source != source:  # the user asked for paths now, or no longer does
            run.journal.append(replace(known, source=source))
        return
    begun = Row(
        number,
        State.FAILED,
        patient=entry.patient,
        source=source,
        inputs=inputs,
        model=loaded.id,
        model_sha256=model_sha256,
    )
    row = row_of(entry, begun, loaded, options, job, cohorts)
    run.claimed.add(number)
    run.journal.append(row)
    job.emit(StudyDone(row))


def _patients(
    entries: Iterable[Entry], cohorts: Mapping[Path, Cohort], options: Options
) -> Iterator[Entry]:
    """Yield the studies of files as they are, and for a cohort one for each of its patients.

    Raises:
        PredictionError: a patient was named whom no cohort has.
    """
    left = {*options.patients}
    for entry in entries:
        if entry.study not in cohorts:
            yield entry
            continue
        there = cohorts[entry.study].patients()
        left -= {*there}
        for patient in there:
            if not options.patients or patient in options.patients:
                yield replace(entry, patient=patient)
    if left:
        raise PredictionError(
            "This cohort has no patient {patient}.",
            remedy="Choose a patient of the cohort, such as P0001.",
            patient=min(left),
        )


def _open(source: Path, open_cohort: Callable[[Path], Cohort] | None) -> Cohort:
    if open_cohort is not None:
        return open_cohort(source)
    from cxstage_core.cohort import Cohort

    return Cohort.open(source)


def _model_file(model: Path, sources: Sequence[Path], cohorts: Mapping[Path, Cohort]) -> Path:
    """Return the file of a model that is named by its file, or by its id in the first cohort."""
    first = next((cohorts[source] for source in sources if source in cohorts), None)
    if first is None or model.is_file():
        return model
    return first.models.path(str(model))

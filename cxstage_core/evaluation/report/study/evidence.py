"""Everything that is known of a study, gathered once; all its tables, checklists and cards are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core import __version__
from cxstage_core.cohort.values.experiment_config import EXTERNAL
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.errors import CohortError, CxStageError
from cxstage_core.evaluation.comparison.comparison import (
    diameters_of,
    local_extents_of,
    radiologist_of,
)
from cxstage_core.evaluation.comparison.dashboard import Dashboard, dashboard
from cxstage_core.evaluation.comparison.folds import is_folded
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.comparison.subgroups import SubgroupRow, subgroup_rows, subgroups_of
from cxstage_core.evaluation.report.study.acquisition import Acquisition, acquisitions_of
from cxstage_core.evaluation.report.study.participants import Part, parts_of
from cxstage_core.evaluation.report.study.readers import Readers, readers_of
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models.card import ModelCard
from cxstage_core.models.card_file import read_card
from cxstage_core.models.families import RECOMMENDED

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Experiment, ModelRun

STEPS = 4
FREE_TEXT = ("histology",)
"""Subgroups named by words that a person typed; no report of a study shows them."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The file of one trained network.

    Args:
        card: None where the file is missing, cannot be read, or is not the one that was stored.
    """

    run: ModelRun
    card: ModelCard | None

    @property
    def sha256(self) -> str:
        """Hash of the weights, "" where it is not known."""
        return "" if self.card is None else self.card.tensors_sha256


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """An experiment with the cohort behind it.

    Args:
        cohort: its id.
        cohort_patients: patients in the cohort.
        records: the clinical table; None where the user may not see it.
        readers: None where the user may see nothing of the readings.
        files: of every network, in the experiment's order.
        in_use: id of the model that the department uses, "" for none.
        program: version of CxStage that writes the report.
    """

    cohort: str
    cohort_patients: int
    board: Dashboard
    parts: tuple[Part, ...]
    records: Mapping[str, ClinicalRecord] | None
    acquisitions: tuple[Acquisition, ...]
    readers: Readers | None
    files: tuple[ModelFile, ...]
    subgroups: tuple[SubgroupRow, ...]
    in_use: str = ""
    program: str = __version__

    @property
    def experiment(self) -> Experiment:
        """The experiment itself."""
        return self.board.experiment

    @property
    def folded(self) -> bool:
        """Return True if every patient was tested in a fold."""
        return is_folded(self.experiment)

    @property
    def external(self) -> bool:
        """Return True if networks of another cohort were tested."""
        return self.experiment.config.protocol.kind == EXTERNAL

    @property
    def networks(self) -> tuple[ComparisonRow, ...]:
        """The rows of networks."""
        return tuple(row for row in self.board.rows if not row.baseline)

    @property
    def baselines(self) -> tuple[ComparisonRow, ...]:
        """The rows without a network."""
        return tuple(row for row in self.board.rows if row.baseline)

    @property
    def chosen(self) -> ComparisonRow:
        """The network that figure 3 shows: the one fixed as reference beforehand, never the best of the test."""
        return next((row for row in self.networks if row.family == RECOMMENDED), self.networks[0])

    @property
    def patients(self) -> tuple[str, ...]:
        """Everyone who learned, validated or was tested."""
        return tuple(sorted({patient for part in self.parts for patient in part.patients}))

    @property
    def n(self) -> int:
        """Number of these patients."""
        return len(self.patients)

    def files_of(self, row: ComparisonRow) -> tuple[ModelFile, ...]:
        """The files behind a row: one, or one per fold."""
        if row.model:
            return tuple(file for file in self.files if file.run.model_id == row.model)
        return tuple(file for file in self.files if file.run.family == row.family)


def gather(cohort: Cohort, experiment_id: str, job: Job | None = None) -> Study:
    """Gather what the cohort knows of a finished experiment.

    Raises:
        CohortError: the experiment is unknown or damaged, or the user may not see experiments.
        Cancelled: a stop was asked for.
    """
    job = job or no_progress()
    experiment = cohort.experiments.get(experiment_id)
    if not experiment.runs:
        raise CohortError("Experiment {experiment} holds no network.", experiment=experiment_id)
    job.step(Progress(0, STEPS, "Comparing the networks"))
    records = _records(cohort)
    known = records is not None
    board = dashboard(
        experiment,
        diameters_of(cohort) if known else None,
        radiologist_of(cohort) if known else None,
        cohort.experiments.tested_before(experiment.id),
        local_extents_of(cohort) if known else None,
    )
    parts = parts_of(experiment)
    patients = tuple(sorted({patient for part in parts for patient in part.patients}))
    mine = set(cohort.patients())
    here = tuple(patient for patient in patients if patient in mine)
    job.step(Progress(1, STEPS, "Reading the acquisition"))
    acquisitions = acquisitions_of(cohort, here)
    divided = subgroups_of(cohort) if known else {}
    job.step(Progress(2, STEPS, "Comparing readings"))
    readers = readers_of(cohort, here, job)
    job.step(Progress(3, STEPS, "Checking the model files"))
    in_use = cohort.models.in_use()
    study = Study(
        cohort.id,
        len(mine),
        board,
        parts,
        records,
        acquisitions,
        readers,
        tuple(_file(cohort, run) for run in experiment.runs),
        subgroup_rows(
            tuple(row for row in board.rows if not row.baseline),
            {name: levels for name, levels in divided.items() if name not in FREE_TEXT},
        ),
        "" if in_use is None else in_use.model,
    )
    job.step(Progress(STEPS, STEPS, "Checking the model files"))
    return study


def _records(cohort: Cohort) -> Mapping[str, ClinicalRecord] | None:
    """The clinical table, None where the role does not permit it."""
    if not cohort.principal.may(Permission.SEE_CLINICAL):
        return None
    return cohort.clinical.records()


def _file(cohort: Cohort, run: ModelRun) -> ModelFile:
    """The file of a network, compared with the audit log; one that cannot be read has a reason instead."""
    try:
        return ModelFile(run, read_card(cohort.models.path(run.model_id)))
    except CxStageError:
        # The error names a path of this computer, which no report shows.
        return ModelFile(run, None)

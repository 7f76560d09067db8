"""Rows, curves, tests and patients of a comparison, computed in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.evaluation.comparison.comparison import comparison_rows
from cxstage_core.evaluation.comparison.folds import protocol_json
from cxstage_core.evaluation.comparison.members import MemberRow, member_rows
from cxstage_core.evaluation.comparison.paired_tests import PairedRow, paired_matrix, paired_rows
from cxstage_core.evaluation.comparison.provenance import provenance_notes
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.statistics.curve_bands import (
    Band,
    CalibrationPoint,
    calibration_points,
    net_benefit_band,
    roc_band,
)
from cxstage_core.evaluation.statistics.decision_curve import NetBenefit, net_benefit
from cxstage_core.evaluation.statistics.patients import Scores
from cxstage_core.evaluation.statistics.roc import roc_curve
from cxstage_core.text import Text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment
    from cxstage_core.evaluation.comparison.radiomics.baseline import Radiomics

THRESHOLDS = np.arange(1, 96) / 100


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of one row; None where the patients define none.

    Args:
        false, true: corners of the ROC curve.
        band: of the sensitivity at each false positive rate.
        calibration: empty where the number is not a probability.
        benefit, benefit_band: None where the number is not a probability.
    """

    false: Scores
    true: Scores
    band: Band
    calibration: tuple[CalibrationPoint, ...]
    benefit: NetBenefit | None
    benefit_band: Band | None


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One test patient with the prediction of each row of the comparison.

    Args:
        probabilities: one per row, None where that row does not predict the patient.
        wrong: one per row; False where it does not predict.
    """

    patient: str
    truth: int
    probabilities: tuple[float | None, ...]
    wrong: tuple[bool, ...]

    @property
    def errors(self) -> int:
        """Number of rows that are wrong."""
        return sum(self.wrong)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """An experiment with its rows, curves, paired tests and patients.

    Args:
        curves: one per row, None where only one group is present.
        against_reference: Holm over the reference network against each other one.
        pairs: every network against every other, Holm over all of them.
        protocol: how it was tested, with each fold's figures, as `protocol_json` gives them.
        notes: on earlier tests, ensembles, searches and reopened cases.
        members: of the ensembles; empty for single networks.
        unlisted: why a baseline has no row; for the window, not for a paper's table.
        radiomics_open: the radiomics baseline could be measured, and is not yet.
    """

    experiment: Experiment
    rows: tuple[ComparisonRow, ...]
    curves: tuple[Curves | None, ...]
    against_reference: tuple[PairedRow, ...]
    pairs: tuple[PairedRow, ...]
    patients: tuple[PatientRow, ...]
    protocol: Mapping[str, Any]
    notes: tuple[Text, ...] = ()
    members: tuple[MemberRow, ...] = ()
    unlisted: tuple[Text, ...] = ()
    radiomics_open: bool = False


def dashboard(
    experiment: Experiment,
    diameters: Mapping[str, float] | None = None,
    radiologist: Mapping[str, int] | None = None,
    tested_before: int | None = None,
    extents: Mapping[str, str] | None = None,
    radiomics: Radiomics | None = None,
) -> Dashboard:
    """Compute what is shown of a finished experiment.

    Args:
        diameters: pseudonym to largest diameter in mm, for the diameter-only baseline.
        radiologist: pseudonym to the group that a radiologist named, where one did.
        tested_before: experiments that the cohort stored before this one.
        extents: pseudonym to local extent, for the baseline of that name.
        radiomics: the regression on radiomic features, or why there is none; see `read_radiomics`.
    """
    fitted = None if radiomics is None else radiomics.baseline
    said = () if radiomics is None else radiomics.notes
    rows = comparison_rows(experiment, diameters, radiologist, extents, fitted)
    return Dashboard(
        experiment,
        rows,
        tuple(_curves(row) for row in rows),
        paired_rows(experiment),
        paired_matrix(experiment),
        patient_rows(rows),
        protocol_json(experiment),
        provenance_notes(experiment, tested_before, said if fitted is not None else ()),
        member_rows(experiment),
        said if fitted is None else (),
        radiomics is not None and radiomics.open,
    )


def patient_rows(rows: tuple[ComparisonRow, ...]) -> tuple[PatientRow, ...]:
    """Truth and every row's probability of each test patient, ordered by pseudonym."""
    said = [{p.patient: p for p in row.patients} for row in rows]
    truth = {p.patient: p.truth for row in rows for p in row.patients}
    table = []
    for patient in sorted(truth):
        found = [one.get(patient) for one in said]
        table.append(
            PatientRow(
                patient,
                truth[patient],
                tuple(None if p is None else p.probability for p in found),
                tuple(
                    p is not None and (p.probability >= row.evaluation.threshold) != bool(p.truth)
                    for p, row in zip(found, rows, strict=True)
                ),
            )
        )
    return tuple(table)


def _curves(row: ComparisonRow) -> Curves | None:
    if row.evaluation.estimates["auc"].value is None:
        return None
    truth = [p.truth for p in row.patients]
    probability = [p.probability for p in row.patients]
    false, true, _ = roc_curve(truth, probability)
    return Curves(
        false,
        true,
        roc_band(truth, probability),
        calibration_points(truth, probability) if row.calibrated else (),
        net_benefit(truth, probability, THRESHOLDS) if row.calibrated else None,
        net_benefit_band(truth, probability, THRESHOLDS) if row.calibrated else None,
    )

"""The members of the ensembles of an experiment: what each one is and does on the test patients by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.records import OUT_OF_FOLD
from cxstage_core.evaluation.comparison.metrics import METRICS
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, estimate_json
from cxstage_core.evaluation.statistics.scores import PatientScores
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member of an ensemble.

    Args:
        network: name of the ensemble's row.
        family: the registry's key.
        number: 1-based; members: how many there are.
        held_out: patients of its fold, whose out-of-fold scores it gives; 0 where they are not stored here.
        best_epoch: 1-based epoch whose weights were kept.
        auc: on the test patients, of the member by itself.
    """

    network: str
    family: str
    number: int
    members: int
    held_out: int
    best_epoch: int
    auc: Estimate


def member_rows(experiment: Experiment) -> tuple[MemberRow, ...]:
    """The members of every ensemble, in order; empty for single networks."""
    return tuple(row for run in experiment.runs for row in members_of(run))


def members_of(run: ModelRun) -> tuple[MemberRow, ...]:
    """The members of one ensemble; empty for a single network."""
    count = len(run.members)
    return tuple(
        MemberRow(
            run.name,
            run.family,
            member.fold,
            count,
            len(member.of_part(OUT_OF_FOLD)),
            member.best_epoch,
            METRICS["auc"].estimate(_scores(member), LEVEL),
        )
        for member in run.members
    )


def calibration_groups(run: ModelRun) -> tuple[int, int]:
    """Patients of the calibration set: of the surgery group and of the other group."""
    ones = sum(p.truth for p in run.out_of_fold)
    return len(run.out_of_fold) - ones, ones


def members_json(run: ModelRun) -> dict[str, Any]:
    """An ensemble's members as plain JSON values; nothing for a single network.

    Returns:
        "ensemble_of", "calibration" ("n", "surgery", "chemoradiotherapy"; None where its scores are not stored here)
        and "members", each with its own AUC on the test patients.
    """
    rows = members_of(run)
    if not rows:
        return {}
    zeros, ones = calibration_groups(run)
    found = {"n": zeros + ones, "surgery": zeros, "chemoradiotherapy": ones}
    return {
        "ensemble_of": len(rows),
        "calibration": found if zeros + ones else None,
        "members": [
            {
                "member": row.number,
                "n": row.auc.n,
                "held_out": row.held_out,
                "best_epoch": row.best_epoch,
                **estimate_json("auc", row.auc),
            }
            for row in rows
        ],
    }


def ensemble_notes(experiment: Experiment) -> tuple[Text, ...]:
    """What a reader must know of the ensembles: how many members, and what calibrates them."""
    run = next((run for run in experiment.runs if run.members), None)
    if run is None:
        return ()
    members, (zeros, ones) = len(run.members), calibration_groups(run)
    if not zeros + ones:
        return (
            text(
                "Each network is an ensemble of {members} members; its calibration set is in its model file.",
                members=members,
            ),
        )
    return (
        text(
            "Each network is an ensemble of {members} members, each trained on all but one of {members} folds of "
            "the training part. Calibration set: {zeros} out-of-fold scores of the surgery group and {ones} of the "
            "chemoradiotherapy group; threshold and temperature come from them, never from the test part.",
            members=members,
            zeros=zeros,
            ones=ones,
        ),
    )


def _scores(member: ModelRun) -> PatientScores:
    tested = member.of_part("test")
    return PatientScores.of(
        [p.truth for p in tested], [p.probability for p in tested], member.threshold
    )

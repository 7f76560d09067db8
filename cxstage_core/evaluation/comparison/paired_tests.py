"""Paired tests of an experiment: one reference network against the others, or all against all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from cxstage_core.evaluation.comparison.folds import fold_scores, is_folded, network_names
from cxstage_core.evaluation.statistics.confusion import discordant
from cxstage_core.evaluation.statistics.delong import AucDifference, delong_test
from cxstage_core.evaluation.statistics.mcnemar import holm, mcnemar_exact, mcnemar_repeated
from cxstage_core.evaluation.statistics.pooling import discordant_decisions, mean_auc_difference
from cxstage_core.evaluation.statistics.scores import FoldScores
from cxstage_core.models.families import RECOMMENDED
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun

_FEW = text("Fewer than two patients in a group: no test.")


@dataclass(frozen=True, slots=True)
class PairedRow:
    """One network (`first`) against another on the same test patients.

    Args:
        delong: of the AUCs that the comparison's rows show, over folds the means of the folds' AUCs; None
            when a group has fewer than two patients.
        only_first_right, only_second_right: discordant patients; over folds, decisions, summed over the
            repeats.
        delong_p_holm, mcnemar_p_holm: adjusted over all rows.
    """

    first: str
    second: str
    n: int
    delong: AucDifference | None
    only_first_right: int
    only_second_right: int
    mcnemar_p: float
    delong_p_holm: float | None = None
    mcnemar_p_holm: float = 1.0

    @property
    def note(self) -> Text | None:
        """Why the AUCs are not tested, or their difference has no interval."""
        return _FEW if self.delong is None else self.delong.note


def paired_rows(experiment: Experiment, reference: str = RECOMMENDED) -> tuple[PairedRow, ...]:
    """Compare the reference with every other network; p values by Holm over these comparisons.

    The reference is fixed beforehand: choosing the best network of the test part and testing it there
    would find differences that are not.

    Args:
        reference: family key; the first network stands in when it was not trained.
    """
    if not experiment.runs:
        return ()
    tested = _tested(experiment)
    base = next((one for one in tested if one.family == reference), tested[0])
    return _adjusted([_compare(base, one) for one in tested if one is not base])


def paired_matrix(experiment: Experiment) -> tuple[PairedRow, ...]:
    """Every network against every other; p values by Holm over all these comparisons."""
    return _adjusted([_compare(a, b) for a, b in combinations(_tested(experiment), 2)])


@dataclass(frozen=True, slots=True)
class _Tested:
    """A network with what it was tested on: one test part, or every fold of every repeat."""

    name: str
    family: str
    run: ModelRun
    folds: tuple[FoldScores, ...] = ()


def _tested(experiment: Experiment) -> list[_Tested]:
    if not is_folded(experiment):
        return [_Tested(run.name, run.family, run) for run in experiment.runs]
    names = network_names(experiment)
    first = {run.family: run for run in reversed(experiment.runs)}
    return [
        _Tested(name, family, first[family], folds)
        for name, (family, folds) in zip(names, fold_scores(experiment).items(), strict=True)
    ]


def _adjusted(rows: list[PairedRow]) -> tuple[PairedRow, ...]:
    mcnemar = holm([row.mcnemar_p for row in rows])
    tested = [
        (place, row.delong.p)
        for place, row in enumerate(rows)
        if row.delong is not None and row.delong.p is not None
    ]
    delong = dict(zip((place for place, _ in tested), holm([p for _, p in tested]), strict=True))
    return tuple(
        replace(row, mcnemar_p_holm=mcnemar[place], delong_p_holm=delong.get(place))
        for place, row in enumerate(rows)
    )


def _compare(first: _Tested, second: _Tested) -> PairedRow:
    if first.folds:
        return _compare_folds(first, second)
    return _compare_runs(first.run, second.run)


def _compare_folds(first: _Tested, second: _Tested) -> PairedRow:
    """Over all folds and repeats, as the rows of the table are."""
    patients = discordant_decisions(first.folds, second.folds)
    return PairedRow(
        first.name,
        second.name,
        len(patients),
        mean_auc_difference(first.folds, second.folds),
        sum(b for b, _ in patients.values()),
        sum(c for _, c in patients.values()),
        mcnemar_repeated([b - c for b, c in patients.values()]),
    )


def _compare_runs(first: ModelRun, second: ModelRun) -> PairedRow:
    theirs = {p.patient: p for p in second.of_part("test")}
    pairs = [(p, theirs[p.patient]) for p in first.of_part("test") if p.patient in theirs]
    truth = [a.truth for a, _ in pairs]
    of_first = [a.probability for a, _ in pairs]
    of_second = [b.probability for _, b in pairs]
    b, c = discordant(
        truth,
        [p >= first.threshold for p in of_first],
        [p >= second.threshold for p in of_second],
    )
    enough = min(sum(truth), len(truth) - sum(truth)) >= 2
    return PairedRow(
        first.name,
        second.name,
        len(pairs),
        delong_test(truth, of_first, of_second) if enough else None,
        b,
        c,
        mcnemar_exact(b, c),
    )

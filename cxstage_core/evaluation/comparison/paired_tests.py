"""Paired tests of an experiment: one reference network against the others, or all against all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from cxstage_core.evaluation.comparison.folds import first_repeat, is_folded
from cxstage_core.evaluation.statistics.confusion import discordant
from cxstage_core.evaluation.statistics.delong import AucDifference, delong_test
from cxstage_core.evaluation.statistics.mcnemar import holm, mcnemar_exact
from cxstage_core.models.families import RECOMMENDED

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun


@dataclass(frozen=True, slots=True)
class PairedRow:
    """One network (`first`) against another on the same test patients.

    Args:
        delong: None when a group has fewer than two patients.
        only_first_right, only_second_right: discordant patients.
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


def paired_rows(experiment: Experiment, reference: str = RECOMMENDED) -> tuple[PairedRow, ...]:
    """Compare the reference with every other network; p values by Holm over these comparisons.

    The reference is fixed beforehand: choosing the best network of the test part and testing it there
    would find differences that are not.

    Args:
        reference: family key; the first network stands in when it was not trained.
    """
    if not experiment.runs:
        return ()
    experiment = _tested_once(experiment)
    base = next((run for run in experiment.runs if run.family == reference), experiment.runs[0])
    return _adjusted([_compare(base, run) for run in experiment.runs if run is not base])


def paired_matrix(experiment: Experiment) -> tuple[PairedRow, ...]:
    """Every network against every other; p values by Holm over all these comparisons."""
    runs = _tested_once(experiment).runs
    return _adjusted([_compare(a, b) for a, b in combinations(runs, 2)])


def _tested_once(experiment: Experiment) -> Experiment:
    """One network per family: with folds, the first repeat, in which every patient is tested once."""
    return first_repeat(experiment) if is_folded(experiment) else experiment


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


def _compare(first: ModelRun, second: ModelRun) -> PairedRow:
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

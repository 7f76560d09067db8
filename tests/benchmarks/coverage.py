"""How often the 95 % intervals hold the true value, at the sizes of real test parts and reader studies.

Every interval is made by the function that the program shows it with. Figures of the four counts are exact:
every possible table of the given group sizes is counted with its probability. The others are simulated with a
fixed seed. Prints one JSON object; with a path it is written there, too: `docs/statistics.md` shows it.

    python -m tests.benchmarks.coverage [FILE] [--quick]
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.readers.reader_agreement import pooled_kappa
from cxstage_core.evaluation.statistics import estimators
from cxstage_core.evaluation.statistics.bland_altman import bland_altman
from cxstage_core.evaluation.statistics.confusion import (
    Confusion,
    CountFormula,
    balanced_accuracy,
    figure_of,
    macro_f1,
    macro_precision,
)
from cxstage_core.evaluation.statistics.delong import delong, delong_test
from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.evaluation.statistics.icc import icc_a1
from cxstage_core.evaluation.statistics.pooling import (
    mean_auc,
    mean_auc_difference,
    pooled_accuracy,
    pooled_average,
    pooled_balanced,
    pooled_sensitivity,
)
from cxstage_core.evaluation.statistics.scores import FoldScores, PooledScores
from cxstage_core.evaluation.statistics.summary import describe
from cxstage_core.evaluation.statistics.two_groups import figure_interval, mean_interval, shares_of
from cxstage_core.evaluation.statistics.wilson import wilson

SEED = 1618
GROUPS = ((15, 18), (50, 60))
PATIENTS = (33, 110)
AUCS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
OVER_FOLDS = frozenset(
    {"AUC, mean of five folds", "the same, three repeats", "difference of two such means"}
)
"""On 33 patients a fold tests three or four of a group; these intervals err to the wide side."""

Values = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Values]


@dataclass
class Hits:
    """How often intervals held the truth at one point of the grid."""

    point: str
    hits: float = 0.0
    tries: float = 0.0

    def add(self, interval: Interval | None, truth: float, weight: float = 1.0) -> None:
        """Count one interval; a figure without one is not shown with any and does not count."""
        if interval is None:
            return
        self.tries += weight
        self.hits += weight * (interval.low - 1e-12 <= truth <= interval.high + 1e-12)

    @property
    def share(self) -> float:
        return self.hits / self.tries if self.tries else math.nan


def row(figure: str, n: str, points: list[Hits]) -> dict[str, Any]:
    """Mean over the grid, and its worst point."""
    worst = min(points, key=lambda p: p.share)
    return {
        "figure": figure,
        "n": n,
        "mean": round(float(np.mean([p.share for p in points])), 4),
        "worst": round(worst.share, 4),
        "at": worst.point,
    }


# -- figures of the four counts, exactly


def _chances(n: int, share: float) -> Values:
    k = np.arange(n + 1)
    logs = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(n + 1)]
    return np.exp(np.array(logs) + k * math.log(share) + (n - k) * math.log1p(-share))


def proportions(n: int) -> list[Hits]:
    """Sensitivity, specificity and accuracy: Wilson's interval of k of n."""
    points = []
    for share in SHARES:
        point = Hits(f"{share:g}")
        for k, chance in enumerate(_chances(n, share)):
            point.add(wilson(k, n), share, float(chance))
        points.append(point)
    return points


def of_counts(formula: CountFormula, negatives: int, positives: int) -> list[Hits]:
    """A figure over both groups, at every pair of specificity and sensitivity."""
    made: dict[tuple[int, int], Interval | None] = {}
    for tn in range(negatives + 1):
        for tp in range(positives + 1):
            table = Confusion(tn, negatives - tn, positives - tp, tp)
            shares = shares_of(table)
            made[tn, tp] = (
                mean_interval(*shares, LEVEL)
                if formula is balanced_accuracy
                else figure_interval(figure_of(formula, table), formula, *shares, LEVEL)
            )
    points = []
    for spec in SHARES:
        for sens in SHARES:
            cells = (negatives * spec, negatives * (1 - spec), positives * (1 - sens), positives * sens)
            truth = float(formula(*(np.array([cell]) for cell in cells))[0])
            point = Hits(f"specificity {spec:g}, sensitivity {sens:g}")
            first, second = _chances(negatives, spec), _chances(positives, sens)
            for (tn, tp), interval in made.items():
                point.add(interval, truth, float(first[tn] * second[tp]))
            points.append(point)
    return points


# -- ranking


def _shift(area: float) -> float:
    return math.sqrt(2) * NormalDist().inv_cdf(area)


def areas(rng: np.random.Generator, negatives: int, positives: int, tries: int) -> list[Hits]:
    """AUC of normal scores."""
    truth = np.repeat([0, 1], [negatives, positives])
    points = []
    for area in AUCS:
        point = Hits(f"{area:g}")
        for _ in range(tries):
            score = rng.normal(size=truth.size) + truth * _shift(area)
            point.add(delong(truth, score).interval, area)
        points.append(point)
    return points


def differences(rng: np.random.Generator, negatives: int, positives: int, tries: int) -> list[Hits]:
    """AUC difference of two networks whose scores share half or four fifths of their variance."""
    truth = np.repeat([0, 1], [negatives, positives])
    points = []
    for shared in (0.5, 0.8):
        for first, second in ((0.6, 0.6), (0.8, 0.7), (0.9, 0.7), (0.9, 0.8)):
            point = Hits(f"{first:g} and {second:g}, {shared:g} shared")
            for _ in range(tries):
                common = rng.normal(size=truth.size) * math.sqrt(shared)
                scores = [
                    common + rng.normal(size=truth.size) * math.sqrt(1 - shared) + truth * _shift(area)
                    for area in (first, second)
                ]
                point.add(delong_test(truth, *scores).interval, first - second)
            points.append(point)
    return points


def _folds(
    rng: np.random.Generator, groups: tuple[int, int], area: float, repeats: int, folds: int = 5
) -> list[FoldScores]:
    """Five folds whose networks score on different scales; repeats share half of a patient's score."""
    truth = np.repeat([False, True], groups)
    own = rng.normal(size=truth.size)
    weight = 1.0 if repeats == 1 else 0.5
    made = []
    for repeat in range(1, repeats + 1):
        part = np.concatenate([rng.permutation(size) % folds for size in groups])
        noise = rng.normal(size=truth.size)
        score = math.sqrt(weight) * own + math.sqrt(1 - weight) * noise + truth * _shift(area)
        for number in range(folds):
            mine = np.flatnonzero(part == number)
            names = tuple(f"P{i}" for i in mine)
            made.append(
                FoldScores(
                    repeat,
                    number + 1,
                    names,
                    truth[mine],
                    score[mine] + 3 * number,
                    3 * number + _shift(area) / 2,
                )
            )
    return made


def pooled_areas(
    rng: np.random.Generator, groups: tuple[int, int], repeats: int, tries: int
) -> list[Hits]:
    """Mean of five folds' AUCs."""
    points = []
    for area in AUCS:
        point = Hits(f"{area:g}")
        for _ in range(tries):
            point.add(mean_auc(_folds(rng, groups, area, repeats)).interval, area)
        points.append(point)
    return points


def pooled_differences(rng: np.random.Generator, groups: tuple[int, int], tries: int) -> list[Hits]:
    """Difference of two networks' mean AUCs over the same five folds."""
    points = []
    for area in (0.6, 0.7, 0.8, 0.9):
        point = Hits(f"{area:g}")
        for _ in range(tries):
            first = _folds(rng, groups, area, 1)
            second = [
                FoldScores(
                    f.repeat,
                    f.number,
                    f.patients,
                    f.truth,
                    f.score * 0.7 + rng.normal(size=f.truth.size) * 0.7 + 0.3 * _shift(area) * f.truth,
                    f.threshold,
                )
                for f in first
            ]
            second_area = NormalDist().cdf(_shift(area) / math.sqrt(2 * 0.98))
            found = mean_auc_difference(first, second)
            point.add(None if found is None else found.interval, area - second_area)
        points.append(point)
    return points


def repeated(rng: np.random.Generator, groups: tuple[int, int], tries: int) -> dict[str, list[Hits]]:
    """Figures of the decisions of three repeats."""
    found: dict[str, list[Hits]] = {"accuracy": [], "sensitivity": [], "balanced": [], "f1": []}
    for share in SHARES:
        area = NormalDist().cdf(2 * NormalDist().inv_cdf(share) / math.sqrt(2))
        points = {key: Hits(f"{share:g}") for key in found}
        cells = [np.array([c]) for g in groups for c in (g * share, g * (1 - share))]
        f1 = float(macro_f1(cells[0], cells[1], cells[3], cells[2])[0])
        for _ in range(tries):
            scores = PooledScores.of(_folds(rng, groups, area, 3))
            points["accuracy"].add(pooled_accuracy(scores, LEVEL).interval, share)
            points["sensitivity"].add(pooled_sensitivity(scores, LEVEL).interval, share)
            points["balanced"].add(pooled_balanced(scores, LEVEL).interval, share)
            points["f1"].add(pooled_average(macro_f1, scores, LEVEL).interval, f1)
        for key, point in points.items():
            found[key].append(point)
    return found


def brier_scores(rng: np.random.Generator, negatives: int, positives: int, tries: int) -> list[Hits]:
    """Brier score of normal log odds, sharp and blunt."""
    points = []
    truth = np.repeat([False, True], [negatives, positives])
    for area in (0.6, 0.7, 0.8, 0.9):
        for sharp in (0.5, 1.0, 2.0):

            def loss(t: npt.NDArray[np.bool_], area: float = area, sharp: float = sharp) -> Values:
                z = sharp * (rng.normal(size=t.size) + (t - 0.5) * _shift(area))
                return np.asarray((1 / (1 + np.exp(-z)) - t) ** 2)

            many = 400_000
            parts = [float(loss(np.full(many, g)).mean()) for g in (False, True)]
            target = (negatives * parts[0] + positives * parts[1]) / truth.size
            point = Hits(f"AUC {area:g}, slope {sharp:g}")
            for _ in range(tries):
                point.add(estimators.mean_of_squares(truth, loss(truth), LEVEL).interval, target)
            points.append(point)
    return points


# -- agreement of readers


def _lognormal(mean: float, sigma: float) -> Draw:
    return lambda rng, n: rng.lognormal(mean, sigma, n)


OVERLAP: dict[str, Draw] = {
    "Dice about 0.93": lambda rng, n: rng.beta(28, 2.1, n),
    "Dice about 0.85": lambda rng, n: rng.beta(12, 2.1, n),
    "Dice about 0.75": lambda rng, n: rng.beta(5, 1.7, n),
    "Dice about 0.9, one in ten missed": lambda rng, n: rng.beta(20, 2.5, n) * (rng.random(n) > 0.1),
}
DISTANCE: dict[str, Draw] = {
    "HD95, median 3.3 mm, σ 0.4": _lognormal(1.2, 0.4),
    "HD95, median 3.3 mm, σ 0.6": _lognormal(1.2, 0.6),
    "ASSD, median 0.8 mm, σ 0.5": _lognormal(-0.2, 0.5),
}
SIGNED: dict[str, Draw] = {
    "edge offset, normal": lambda rng, n: rng.normal(0.5, 0.6, n),
    "diameter difference, t with 6 degrees": lambda rng, n: 1 + 2 * rng.standard_t(6, n),
    "volume difference, 8 ± 12 % of 20 cm³": lambda rng, n: (
        rng.lognormal(3.0, 0.4, n) * rng.normal(0.08, 0.12, n)
    ),
}
SPREADS: dict[str, tuple[dict[str, Draw], tuple[float, float]]] = {
    "Dice": (OVERLAP, (0.0, 1.0)),
    "HD95, ASSD": (DISTANCE, (0.0, math.inf)),
    "volume, diameter, edge": (SIGNED, (-math.inf, math.inf)),
}


def spreads(
    rng: np.random.Generator, draws: dict[str, Draw], limits: tuple[float, float], n: int, tries: int
) -> tuple[list[Hits], list[Hits]]:
    """Mean and median of a number over patients."""
    means, medians = [], []
    for name, draw in draws.items():
        many = draw(rng, 400_000)
        of_mean, of_median = Hits(name), Hits(name)
        true_mean, true_median = float(many.mean()), float(np.median(many))
        for _ in range(tries):
            found = describe(draw(rng, n), limits=limits)
            of_mean.add(found.mean.interval, true_mean)
            of_median.add(found.median.interval, true_median)
        means.append(of_mean)
        medians.append(of_median)
    return means, medians


def bland_altmans(rng: np.random.Generator, n: int, tries: int) -> tuple[list[Hits], list[Hits]]:
    """Bias and limits of agreement, which are defined for normal differences."""
    bias, limits = [], []
    for mean, sd in ((0.0, 1.0), (0.8, 1.5), (2.0, 3.0)):
        of_bias, of_limits = (Hits(f"{mean:g} ± {sd:g}") for _ in range(2))
        for _ in range(tries):
            found = bland_altman(rng.normal(mean, sd, n))
            of_bias.add(found.bias.interval, mean)
            of_limits.add(found.low.interval, mean - NormalDist().inv_cdf(0.975) * sd)
            of_limits.add(found.high.interval, mean + NormalDist().inv_cdf(0.975) * sd)
        bias.append(of_bias)
        limits.append(of_limits)
    return bias, limits


def correlations(rng: np.random.Generator, n: int, tries: int) -> list[Hits]:
    """ICC(A,1) of two readers; both readers' habits are drawn, too."""
    points = []
    for target in (0.6, 0.75, 0.9, 0.95):
        for habit in (0.0, 0.05, 0.2):
            rest = (1 - target) / target
            between, error = habit * rest, (1 - habit) * rest
            point = Hits(f"{target:g}, {habit:.0%} of the error between readers")
            for _ in range(tries):
                ratings = (
                    rng.normal(size=(n, 1))
                    + rng.normal(size=2) * math.sqrt(between)
                    + rng.normal(size=(n, 2)) * math.sqrt(error)
                )
                point.add(icc_a1(ratings).interval, target)
            points.append(point)
    return points


def _slice_tables(
    rng: np.random.Generator, n: int, shift: tuple[float, ...], slices: int = 25
) -> Values:
    """Slices marked by neither, second, first, both; each end of the tumour is judged by itself."""
    length = np.clip(np.round(rng.lognormal(2.0, 0.45, n)), 1, slices - 6).astype(int)
    start = rng.integers(3, slices - length - 2)
    off = rng.choice([-2, -1, 0, 1, 2], size=(2, n), p=shift)
    begin, end = start + off[0], np.maximum(start + length + off[1], start + off[0] + 1)
    both = np.maximum(0, np.minimum(start + length, end) - np.maximum(start, begin))
    first, second = length - both, end - begin - both
    return np.stack([slices - both - first - second, second, first, both], axis=1).astype(float)


SHIFTS = {
    "ends agree in 94 %": (0.0, 0.03, 0.94, 0.03, 0.0),
    "ends agree in 80 %": (0.02, 0.08, 0.8, 0.08, 0.02),
    "ends agree in 50 %": (0.05, 0.2, 0.5, 0.2, 0.05),
    "ends agree in 20 %": (0.15, 0.25, 0.2, 0.25, 0.15),
}


def kappas(rng: np.random.Generator, n: int, tries: int) -> list[Hits]:
    """Kappa of all slices together; the patient is the unit."""
    points = []
    for name, shift in SHIFTS.items():
        true = pooled_kappa(_slice_tables(rng, 400_000, shift).sum(axis=0)[None])[0].value
        assert true is not None
        point = Hits(name)
        for _ in range(tries):
            point.add(pooled_kappa(_slice_tables(rng, n, shift))[0].interval, true)
        points.append(point)
    return points


def measured(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Every row of the table."""
    scale = 10 if quick else 1

    def rng(number: int) -> np.random.Generator:
        return np.random.default_rng([SEED, number])

    for place, (negatives, positives) in enumerate(GROUPS):
        n, groups = f"{negatives} + {positives}", (negatives, positives)
        yield row("specificity", str(negatives), proportions(negatives))
        yield row("sensitivity", str(positives), proportions(positives))
        yield row("accuracy", str(sum(groups)), proportions(sum(groups)))
        for title, formula in (
            ("balanced accuracy", balanced_accuracy),
            ("F1 (macro)", macro_f1),
            ("precision (macro)", macro_precision),
        ):
            if not quick or place == 0:
                yield row(title, n, of_counts(formula, negatives, positives))
        yield row("AUC", n, areas(rng(1), negatives, positives, 4000 // scale))
        yield row("AUC difference", n, differences(rng(2), negatives, positives, 1500 // scale))
        yield row("Brier score", n, brier_scores(rng(3), negatives, positives, 1500 // scale))
        yield row("AUC, mean of five folds", n, pooled_areas(rng(4), groups, 1, 1000 // scale))
        yield row("the same, three repeats", n, pooled_areas(rng(5), groups, 3, 1000 // scale))
        yield row("difference of two such means", n, pooled_differences(rng(6), groups, 1000 // scale))
        for key, points in repeated(rng(7), groups, 2400 // scale).items():
            yield row(f"{key}, five folds, three repeats", n, points)
    for n_patients in PATIENTS:
        n = str(n_patients)
        for name, (draws, limits) in SPREADS.items():
            means, medians = spreads(rng(8), draws, limits, n_patients, 10_000 // scale)
            yield row(f"mean of {name}", n, means)
            yield row(f"median of {name}", n, medians)
        bias, limits_ = bland_altmans(rng(9), n_patients, 4000 // scale)
        yield row("bias", n, bias)
        yield row("limits of agreement", n, limits_)
        yield row("ICC(A,1)", n, correlations(rng(10), n_patients, 1500 // scale))
        yield row("kappa of all slices", n, kappas(rng(11), n_patients, 1500 // scale))


def main(arguments: list[str]) -> None:
    """Measure, print, and write the file named."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    rows = []
    for found in measured(quick="--quick" in arguments):
        rows.append(found)
        print(
            f"{found['figure']:45} n={found['n']:8} {found['mean']:.4f}  worst {found['worst']:.4f} "
            f"at {found['at']}",
            file=sys.stderr,
            flush=True,
        )
    data = {
        "least_mean": min(found["mean"] for found in rows),
        "most_mean": max(f["mean"] for f in rows if f["figure"] not in OVER_FOLDS),
        "rows": rows,
    }
    if files:
        Path(files[0]).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps(data, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])

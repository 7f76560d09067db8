"""Whether sets and intervals hold what they promise: `python -m tests.benchmarks.conformal`.

Simulated cohorts whose truth is known. First the set itself, for n calibration patients set aside: of n + 1 patients
each in turn is the new one, which gives the mean coverage without the chance of a draw; and the coverage of all
patients to come is computed from the strangest score that is kept, for its distribution over cohorts. Then sets and
intervals from out-of-fold scores as the program makes them, with small logistic models as members: measured, as no
theorem promises the level there.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from cxstage_core.evaluation.statistics.new_patient.conformal import coverage_band, kept, rank
from cxstage_core.evaluation.statistics.new_patient.group_jackknife import jackknife_interval
from cxstage_core.models import Calibration
from cxstage_core.prediction.group_set import held_groups

Values = npt.NDArray[np.float64]
SIZES = (9, 15, 30, 77)
LEVEL = 0.9
APART = 0.75
"""Half the distance of the groups' mean logits; AUC .86."""
FEATURES, MEMBERS, NEW = 6, 5, 60
OUT_OF_FOLD = (30, 77, 200)


def strangest_kept(scores: Values) -> float:
    """Return the largest score that a new patient may have, found by asking."""
    low, high = -20.0, 20.0
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if kept(scores, middle, LEVEL) else (low, middle)
    return low


def set_aside(n: int, cohorts: int, rng: np.random.Generator) -> dict[str, Any]:
    """Coverage with n patients set aside."""
    labels = rng.integers(0, 2, (cohorts, n + 1))
    logits = rng.normal((2 * labels - 1) * APART, 1.0)
    strangeness = np.where(labels == 1, -logits, logits)
    in_turn = [
        np.mean([kept(np.delete(row, one), row[one], LEVEL) for one in range(n + 1)])
        for row in strangeness[:2000]
    ]
    to_come = np.array([ndtr(strangest_kept(row[:n]) + APART) for row in strangeness])
    mean, low, high = coverage_band(n, LEVEL)
    measured = [float(q) for q in np.quantile(to_come, [0.05, 0.95])]
    expected = math.ceil((n + 1) * Fraction(str(LEVEL))) / (n + 1)
    assert rank(n, LEVEL) / (n + 1) == expected
    return {
        "n": n,
        "mean_in_turn": float(np.mean(in_turn)),
        "mean_to_come": float(to_come.mean()),
        "error_of_mean": float(to_come.std() / math.sqrt(cohorts)),
        "expected": expected,
        "printed": [mean, low, high],
        "measured_band": measured,
        "off_band": max(abs(one - two) for one, two in zip(measured, (low, high), strict=True)),
        "off_expected": max(abs(float(np.mean(in_turn)) - expected), abs(to_come.mean() - expected)),
        "above_nominal": round(float(np.mean(in_turn)) - LEVEL, 9),
    }


def fitted(features: Values, labels: Values, penalty: float = 1.0) -> Values:
    """Weights of a logistic model with a ridge penalty, the last one the constant."""
    design = np.column_stack([features, np.ones(len(features))])
    ridge = penalty * np.eye(design.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - p) - ridge @ weights
        weights += np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]) + ridge, gradient)
    return weights


def said(weights: Values, features: Values) -> Values:
    """Logits."""
    return np.asarray(features @ weights[:-1] + weights[-1])


def drawn(n: int, rng: np.random.Generator) -> tuple[Values, Values]:
    """Features and labels of n patients; half of the features tell something."""
    features = rng.normal(size=(n, FEATURES))
    truth = features[:, : FEATURES // 2].sum(axis=1) * 0.9
    return features, (rng.random(n) < 1 / (1 + np.exp(-truth))).astype(float)


def members_of(
    features: Values, labels: Values, rng: np.random.Generator
) -> tuple[list[Values], npt.NDArray[np.int64]]:
    """One model per fold, and the fold of each patient; both groups are spread over the folds."""
    fold = np.zeros(len(labels), dtype=np.int64)
    for label in (0, 1):
        own = rng.permutation(np.flatnonzero(labels == label))
        fold[own] = np.arange(own.size) % MEMBERS
    return [fitted(features[fold != k], labels[fold != k]) for k in range(MEMBERS)], fold


def out_of_fold(n: int, cohorts: int, rng: np.random.Generator) -> dict[str, Any]:
    """Coverage of sets from out-of-fold scores, and of the interval of the answer.

    The interval should hold the mean answer to a patient over cohorts of the size, and the patient's true risk as far
    as the models can learn it.
    """
    new, _ = drawn(NEW, rng)
    risk = new[:, : FEATURES // 2].sum(axis=1) * 0.9
    right: list[list[bool]] = [[], []]
    sizes: list[int] = []
    answers: list[Values] = []
    for _ in range(cohorts):
        features, labels = drawn(n, rng)
        while min(labels.sum(), n - labels.sum()) < MEMBERS:
            features, labels = drawn(n, rng)
        members, fold = members_of(features, labels, rng)
        calibration = Calibration.of(
            (float(said(members[k], features[i])), int(labels[i]), int(k) + 1)
            for i, k in enumerate(fold)
        )
        answers.append(np.column_stack([said(weights, new) for weights in members]))
        patients, groups = drawn(NEW, rng)
        for row, label in zip(
            np.column_stack([said(weights, patients) for weights in members]), groups, strict=True
        ):
            held = held_groups(calibration, [float(z) for z in row], LEVEL)
            assert held is not None
            right[int(label)].append(any(group.label == label for group in held))
            sizes.append(len(held))
    mean = np.mean([one.mean(axis=1) for one in answers], axis=0)
    bounds = np.array([[jackknife_interval(row, [], LEVEL) for row in one] for one in answers])
    holds = {
        name: float(np.mean((bounds[..., 0] <= value) & (value <= bounds[..., 1])))
        for name, value in (("mean answer", mean), ("true risk", risk))
    }
    return {
        "n": n,
        "coverage": float(np.mean([*right[0], *right[1]])),
        "coverage_of_groups": [float(np.mean(one)) for one in right],
        "none_one_both": [float(np.mean(np.array(sizes) == size)) for size in range(3)],
        "interval_holds": holds,
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cohorts", type=int, default=20_000)
    parser.add_argument("--learned", type=int, default=200)
    asked = parser.parse_args()
    rng = np.random.default_rng(14)
    rows = [set_aside(n, asked.cohorts, rng) for n in SIZES]
    learned = [out_of_fold(n, asked.learned, rng) for n in OUT_OF_FOLD]
    for row in (*rows, *learned):
        print(row, file=sys.stderr)
    print(
        json.dumps(
            {
                "level": LEVEL,
                "least_above_nominal": min(row["above_nominal"] for row in rows),
                "largest_off_expected": max(row["off_expected"] for row in rows),
                "largest_off_band": max(row["off_band"] for row in rows),
                "out_of_fold_coverage": min(row["coverage"] for row in learned),
                "interval_holds_mean_answer": min(
                    row["interval_holds"]["mean answer"] for row in learned
                ),
                "set_aside": rows,
                "out_of_fold": learned,
            }
        )
    )


if __name__ == "__main__":
    main()

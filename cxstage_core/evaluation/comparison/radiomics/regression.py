"""Regularised logistic regression on features; everything is chosen on the training patients alone."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.operating_point import choose_threshold
from cxstage_core.text import Text

FOLDS = 5
STRENGTHS = tuple(float(c) for c in np.logspace(-4, 1, 11))
"""Inverse strengths of the L2 penalty that are tried."""
FEWEST = 4
"""Training patients of each group at least, so that there are folds inside a fold."""

Features = Mapping[str, Mapping[str, float | None]]
"""Pseudonym to features by name."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The answer of one regression.

    Args:
        probabilities: of group 1, by test patient.
        threshold: largest Youden index of the training patients' out-of-fold probabilities.
        strength: the chosen inverse strength of the penalty.
        features: number of features that it used.
        trained: number of training patients.
        note: why the threshold is the neutral one, None where it was chosen.
    """

    probabilities: Mapping[str, float]
    threshold: float
    strength: float
    features: int
    trained: int
    note: Text | None


def fit(features: Features, labels: Mapping[str, int], test: Sequence[str], seed: int) -> Fitted | None:
    """Fit on the training patients and predict the test patients.

    Each feature is filled in with the training median where it is missing, standardised with the training mean and
    standard deviation, and weighted under an L2 penalty whose strength minimises the mean log loss of stratified
    folds of the training patients. The threshold comes from out-of-fold probabilities, for which the strength is
    chosen again inside each fold.

    Args:
        labels: of the training patients, 0 or 1.
        test: patients to be predicted; those without features are left out.

    Returns:
        None where a group has fewer than `FEWEST` training patients with features.
    """
    trained = sorted(patient for patient in labels if patient in features)
    truth = np.array([labels[patient] for patient in trained])
    fewest = min(int((truth == 0).sum()), int((truth == 1).sum())) if trained else 0
    if fewest < FEWEST:
        return None
    names = sorted(
        name
        for name in set.intersection(*(set(features[patient]) for patient in trained))
        if any(features[patient][name] is not None for patient in trained)
    )
    folds = min(FOLDS, fewest - 1)
    seen = _table(features, trained, names)
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = _pipeline(folds, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a fit that did not settle: the log loss decides
        outer = StratifiedKFold(folds, shuffle=True, random_state=seed)
        held = cross_val_predict(model, seen, truth, cv=outer, method="predict_proba")[:, 1]
        model.fit(seen, truth)
        tested = [patient for patient in test if patient in features]
        said = model.predict_proba(_table(features, tested, names))[:, 1] if tested else ()
    chosen = choose_threshold(truth, held)
    return Fitted(
        {patient: float(p) for patient, p in zip(tested, said, strict=True)},
        chosen.value,
        float(np.ravel(model[-1].C_)[0]),
        len(names),
        len(trained),
        chosen.note,
    )


def _pipeline(folds: int, seed: int) -> Any:
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegressionCV
    from sklearn.model_selection import StratifiedKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    inner = StratifiedKFold(max(2, folds - 1), shuffle=True, random_state=seed)
    regression = LogisticRegressionCV(
        Cs=list(STRENGTHS), cv=inner, scoring="neg_log_loss", max_iter=300, tol=1e-3
    )
    return make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler(), regression
    )


def _table(
    features: Features, patients: Sequence[str], names: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Return float64 (patient, feature), NaN where a feature is not defined."""
    rows = [[_number(features[patient].get(name)) for name in names] for patient in patients]
    return np.array(rows, dtype=np.float64).reshape(len(patients), len(names))


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)

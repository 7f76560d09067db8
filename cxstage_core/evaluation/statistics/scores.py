"""Predictions of test patients: one network on one test part, and one network over all folds."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.confusion import Confusion, confusion
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_probabilities, as_truth


@dataclass(frozen=True, slots=True)
class PatientScores:
    """Truth and prediction of each test patient; group 1 is predicted from the threshold on.

    Args:
        truth: shape (patients,).
        probability: of group 1, shape (patients,).
        threshold: chosen on validation patients.
        confusion: of truth and predicted group.
    """

    truth: Truth
    probability: Scores
    threshold: float
    confusion: Confusion

    @classmethod
    def of(cls, truth: npt.ArrayLike, probability: npt.ArrayLike, threshold: float) -> PatientScores:
        """Check the values and count the patients.

        Raises:
            ValueError: values that are not truths (0 and 1) or probabilities.
        """
        t = as_truth(truth)
        p = as_probabilities(probability, t)
        return cls(t, p, threshold, confusion(t, p >= threshold))

    @property
    def both_groups(self) -> bool:
        """Return True if patients of both groups were tested."""
        return bool(self.truth.any() and not self.truth.all())


@dataclass(frozen=True, slots=True)
class FoldScores:
    """Test predictions of one fold.

    Args:
        repeat, number: 1-based.
        truth: (patients,) 0 or 1.
        score: (patients,) probability of group 1.
        threshold: of that fold, from its validation patients.
    """

    repeat: int
    number: int
    patients: tuple[str, ...]
    truth: Truth
    score: Scores
    threshold: float

    @property
    def scores(self) -> PatientScores:
        """The fold as a test part of its own."""
        return PatientScores.of(self.truth, self.score, self.threshold)

    def of(self, wanted: Container[str]) -> FoldScores:
        """The same fold with only some of its patients."""
        kept = [patient in wanted for patient in self.patients]
        patients = tuple(p for p, keep in zip(self.patients, kept, strict=True) if keep)
        return replace(self, patients=patients, truth=self.truth[kept], score=self.score[kept])

    @property
    def right(self) -> list[bool]:
        """Whether each patient was put into the right group."""
        return [bool(one) for one in (self.score >= self.threshold) == self.truth]

    @property
    def confusion(self) -> Confusion:
        """Patients of the fold by truth and prediction."""
        return confusion(self.truth, self.score >= self.threshold)


@dataclass(frozen=True, slots=True)
class PooledScores:
    """Test predictions of one network over all folds; the patient is the unit.

    Args:
        truth: shape (patients,).
        right, wrong: decisions by repeat, shape (repeats, patients); a patient that a repeat does not
            test is neither.
        loss: mean squared error of a patient's probabilities, shape (patients,).
    """

    folds: tuple[FoldScores, ...]
    truth: Truth
    right: Truth
    wrong: Truth
    loss: Scores

    @classmethod
    def of(cls, folds: Sequence[FoldScores]) -> PooledScores:
        """Gather the folds of one network."""
        repeats = sorted({fold.repeat for fold in folds})
        place = {patient: 0 for fold in folds for patient in fold.patients}
        place = {patient: number for number, patient in enumerate(place)}
        truth = np.zeros(len(place), dtype=bool)
        right = np.zeros((len(repeats), len(place)), dtype=bool)
        wrong = np.zeros_like(right)
        square: list[list[float]] = [[] for _ in place]
        for fold in folds:
            row = repeats.index(fold.repeat)
            for patient, true, p in zip(fold.patients, fold.truth, fold.score, strict=True):
                column = place[patient]
                truth[column] = true
                decided = (p >= fold.threshold) == true
                right[row, column], wrong[row, column] = decided, not decided
                square[column].append(float((p - true) ** 2))
        loss = np.array([np.mean(own) for own in square])
        return cls(tuple(folds), truth, right, wrong, loss)

    @property
    def n(self) -> int:
        """Patients; each is tested once per repeat."""
        return int(self.truth.size)

    @property
    def repeats(self) -> int:
        """Number of times the folds were drawn."""
        return len(self.right)

    @property
    def both_groups(self) -> bool:
        """Return True if patients of both groups were tested."""
        return bool(self.truth.any() and not self.truth.all())

    @property
    def confusion(self) -> Confusion:
        """Decisions summed over folds and repeats."""
        tables = [fold.confusion for fold in self.folds]
        return Confusion(*(sum(getattr(t, key) for t in tables) for key in ("tn", "fp", "fn", "tp")))

"""The plan of an experiment as it is stored: protocol, folds, and their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset.protocols import Fold, Protocol, digest_of_folds


@dataclass(frozen=True, slots=True)
class Plan:
    """What all networks of a comparison share.

    Args:
        folds: one, unless the protocol has folds.
        split: the cohort's locked split, None where folds are drawn without one.
        split_sha256: of that split as it is locked, "" without one.
    """

    protocol: Protocol
    folds: tuple[Fold, ...]
    split: Split | None = None
    split_sha256: str = ""

    @property
    def patients(self) -> tuple[str, ...]:
        """Everyone in it."""
        return tuple(sorted({p for fold in self.folds for p in (*fold.training, *fold.test)}))

    @property
    def used_split(self) -> Split:
        """The parts that were used; where every patient is tested in turn, all are in the training part."""
        seed, fraction, scheme = self.protocol.seed, 0.0, ""
        if self.split is not None:
            seed, fraction, scheme = self.split.seed, self.split.fraction, self.split.stratified_by
        if self.protocol.folded:
            return Split(self.patients, (), 1 / self.protocol.folds, self.protocol.seed, scheme)
        return Split(self.folds[0].training, self.folds[0].test, fraction, seed, scheme)

    def to_dict(self, labels: Mapping[str, int]) -> dict[str, Any]:
        """Plain JSON values for the experiment's settings."""
        return {
            **self.protocol.to_dict(),
            "split_sha256": self.split_sha256,
            "plan_sha256": digest_of_folds(self.folds),
            "plan": [
                {
                    "repeat": fold.repeat,
                    "fold": fold.number,
                    "learning": list(fold.learning),
                    "validation": list(fold.validation),
                    "test": list(fold.test),
                    "training_groups": groups(fold.training, labels),
                }
                for fold in self.folds
            ],
        }


def groups(patients: tuple[str, ...], labels: Mapping[str, int]) -> list[int]:
    """How many are in the surgery group and in the other."""
    ones = sum(labels[patient] for patient in patients)
    return [len(patients) - ones, ones]

"""The plan of an experiment as it is stored: protocol, folds, and their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxstage_core.cohort.values.experiment_config import ProtocolRecord
from cxstage_core.cohort.values.folds import Fold
from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset.protocols import Protocol, digest_of_folds


@dataclass(frozen=True, slots=True)
class Plan:
    """Protocol and folds that all networks of a comparison share.

    Args:
        folds: one, unless the protocol has folds.
        split: the cohort's locked split, None where folds are drawn without one.
        split_sha256: of that split as it is locked, "" without one.
        member_folds: inside the training part, one per member of the ensembles; empty without members.
    """

    protocol: Protocol
    folds: tuple[Fold, ...]
    split: Split | None = None
    split_sha256: str = ""
    member_folds: tuple[Fold, ...] = ()

    @property
    def patients(self) -> tuple[str, ...]:
        """Every patient in it."""
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

    def record(self, labels: Mapping[str, int]) -> ProtocolRecord:
        """Return what the experiment stores of the plan.

        Args:
            labels: pseudonym to label, of every patient in it.
        """
        return ProtocolRecord.planned(
            self.protocol.to_dict(),
            self.folds,
            labels,
            split_sha256=self.split_sha256,
            plan_sha256=digest_of_folds(self.folds),
            member_folds=self.member_folds,
            member_folds_sha256=digest_of_folds(self.member_folds) if self.member_folds else "",
        )

"""Patients who lack the series of a channel: counted before a training begins, and never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.roles import OPTIONAL, ROLES
from cxstage_core.dataset.series_choice import choose_by_role
from cxstage_core.errors import DatasetError
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class MissingSeries:
    """The patients without the series of one channel.

    Args:
        channel: name of the channel.
        patients: pseudonyms.
        of: number of patients that were looked at: those with an axial T2 series.
        empty: True if the channel stays empty in them, False if they are left out.
    """

    channel: str
    patients: tuple[str, ...]
    of: int
    empty: bool

    @property
    def sentence(self) -> Text:
        """The count and what follows from it."""
        names = {"channel": ROLES[self.channel].title, "n": len(self.patients), "of": self.of}
        if not self.patients:
            return text("{channel} is there in all {of}.", **names)
        if self.empty:
            return text("{channel} missing in {n} of {of}; the channel is empty in them.", **names)
        return text("{channel} missing in {n} of {of}; they are left out.", **names)


def missing_series(
    cohort: Cohort, patients: Iterable[str], config: Preprocessing
) -> tuple[MissingSeries, ...]:
    """Count the patients who lack the series of a channel; one row for each channel that may be missing.

    Only the descriptions of the series are read. Patients without an axial T2 series are not counted: they are
    left out in any case.
    """
    looked_at = 0
    without: dict[str, list[str]] = {name: [] for name in config.channels if name in OPTIONAL}
    for patient in patients:
        try:
            chosen = choose_by_role(cohort.series(patient), config)
        except DatasetError:  # no axial T2 series
            continue
        looked_at += 1
        for name in chosen.missing:
            without[name].append(patient)
    return tuple(
        MissingSeries(name, tuple(found), looked_at, name in config.empty_if_missing)
        for name, found in without.items()
    )

"""How another thread or process opens the cohort that is open here, as the same person."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.people import SessionToken


@dataclass(frozen=True, slots=True)
class Opening:
    """A cohort's folder and the ticket of whoever signed in; can be sent to another process.

    Args:
        ticket: None in a cohort without accounts.
    """

    path: Path
    token: SessionToken | None = field(default=None, repr=False)

    @classmethod
    def of(cls, cohort: Cohort) -> Opening:
        """How to open the same cohort as the same person."""
        return cls(cohort.path, cohort.token)

    def open(self) -> Cohort:
        """Open it.

        Raises:
            CohortError: as for `Cohort.open`.
        """
        from cxstage_core.cohort import Cohort

        return Cohort.open(self.path, self.token)

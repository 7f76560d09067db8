"""What the user chooses for one import of the clinical table; nothing is chosen by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxstage_core.errors import CohortError
from cxstage_core.staging.facts import ABSENT

SHORT: Mapping[str, tuple[str, ...]] = {
    "nodes": ("pelvic_nodes", "paraaortic_nodes"),
    "mucosa": ("bladder_mucosa", "rectal_mucosa"),
}
"""Words for several columns at once."""


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """Choices of the user for one table.

    Args:
        empty_means_none: facts for which an empty or absent cell of this table means none.
        label_by_entered_stage: label by the entered stage of FIGO 2018 where facts are missing; False takes
            an earlier choice back, None leaves it as it is.
        keep_text: columns of free text that are stored.
    """

    empty_means_none: tuple[str, ...] = ()
    label_by_entered_stage: bool | None = None
    keep_text: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        empty_means_none: Iterable[str] = (),
        label_by_entered_stage: bool | None = None,
        keep_text: Iterable[str] = (),
    ) -> ImportChoices:
        """Read names separated by commas, as the command line gives them.

        Raises:
            CohortError: a column has no word for none.
        """
        from cxstage_core.cohort.clinical.csv_reader import column_name

        named = [column_name(name) for part in empty_means_none for name in part.split(",")]
        facts = [fact for name in named if name for fact in SHORT.get(name, (name,))]
        if wrong := [name for name in facts if name not in ABSENT]:
            raise CohortError(
                "An empty cell of {columns} cannot mean none.",
                remedy="Choose among {known}; {short} stand for two each.",
                columns=", ".join(wrong),
                known=", ".join(ABSENT),
                short=" and ".join(SHORT),
            )
        kept = [column_name(name) for part in keep_text for name in part.split(",")]
        return cls(
            tuple(dict.fromkeys(facts)),
            label_by_entered_stage,
            tuple(dict.fromkeys(name for name in kept if name)),
        )

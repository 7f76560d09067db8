"""What a clinical table leaves open, before it is imported: the questions that only the user can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.clinical.free_text import FreeText
from cxstage_core.cohort.clinical.importer import parse_table
from cxstage_core.cohort.clinical.stage_reason import missing_of
from cxstage_core.cohort.cohort import Cohort
from cxstage_core.staging.facts import ABSENT
from cxstage_core.staging.labelling import believed_stage


@dataclass(frozen=True, slots=True)
class ClinicalPreview:
    """What a table leaves open.

    Args:
        rows: rows that would be imported.
        unstaged: rows of them without a stage.
        missing: fact that can be none to the number of rows whose stage waits for it.
        by_stage: rows without a stage whose entered stage could stand for a label.
        texts: columns of free text.
    """

    rows: int
    unstaged: int
    missing: Mapping[str, int]
    by_stage: int
    texts: tuple[FreeText, ...]

    @property
    def asks(self) -> bool:
        """True if there is anything for the user to choose."""
        return bool(self.missing or self.by_stage or self.texts)


def preview_clinical(cohort: Cohort, file: Path) -> ClinicalPreview:
    """Look at a table without storing anything.

    Raises:
        CohortError: the file is not a clinical table.
    """
    table = parse_table(cohort, file)
    missing: Counter[str] = Counter()
    unstaged = by_stage = 0
    for _, draft in table.drafts:
        record = draft.record
        if record.computed_stage:
            continue
        unstaged += 1
        missing.update(name for name in missing_of(record) if name in ABSENT)
        by_stage += bool(believed_stage(record.entered_stage, record.edition))
    ordered = {name: missing[name] for name in ABSENT if missing[name]}
    return ClinicalPreview(len(table.drafts), unstaged, ordered, by_stage, table.texts)

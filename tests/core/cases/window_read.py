"""Cases of the window's Read page, by the core doors that the page uses."""

from __future__ import annotations

import pytest

from cxstage_core.cohort import Cohort, Reading, ReadingState
from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule
from cxstage_core.errors import ReadingError
from tests.core.cases.running import Case, Check


def drawing_on_a_frozen_case(case: Case) -> None:
    """Another reader's name, typed on a frozen case, draws nothing, and the page is told beforehand."""
    phantom = case.file("phantom")
    case.run("phantom", phantom, "--patients", 1, "--seed", 2)
    case.run("cohort", "create", case.cohort)
    case.run("import", case.cohort, phantom / "dicom")
    cohort = Cohort.open(case.cohort)
    (patient,) = cohort.patients()
    (folder,) = sorted((phantom / "masks").iterdir())
    for reader in "AB":
        file = folder / f"reader-{reader.lower()}.nii.gz"
        case.run("roi", "import", case.cohort, patient, "t2-axial", file, "--reader", reader)
    assert cohort.readings.rights(patient, "Dr Lee").draw is None
    for reader in "AB":
        found = cohort.readings.get(patient, reader)
        assert found is not None
        if found.state is not ReadingState.COMPLETE:
            cohort.save_reading(Reading(patient, reader, found.masks, ReadingState.COMPLETE))
    consensus_by_rule(cohort, "union", reason="a case")
    for reader in ("A", "Dr Lee"):
        rights = cohort.readings.rights(patient, reader)
        assert "frozen" in str(rights.draw)
        assert "reviewer" in str(rights.reopen)
    with pytest.raises(ReadingError, match="frozen"):
        cohort.save_reading(Reading(patient, "Dr Lee", {}))
    assert cohort.readings.get(patient, "Dr Lee") is None


CASES: dict[str, Check] = {"61": drawing_on_a_frozen_case}

"""A reason to use a patient despite the gate that the audit log does not hold is named by `verify`."""

from __future__ import annotations

from cxstage_core.cohort import Cohort
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.conftest import Study


def test_a_reason_that_nobody_logged_is_named(study: Study) -> None:
    study.cohort.people.use_despite(study.patient, reason="checked in the records")
    assert study.cohort.verify() == ()
    path = study.cohort.path / "identities" / f"{study.patient}.json"
    write_json(path, {**read_json(path, "identity"), "despite": "another reason"}, "identity")
    assert [p.file for p in Cohort.open(study.cohort.path).verify()] == [
        f"identities/{study.patient}.json"
    ]

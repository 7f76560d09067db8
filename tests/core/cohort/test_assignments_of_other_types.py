"""Assignments with their hash made right and impossible values are refused by one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxstage_core.errors import IntegrityError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.department import Department


@pytest.mark.parametrize(
    "change",
    [
        {"assigned_at": "B"},
        {"assigned_at": []},
        {"code": "-1"},
        {"code": ["C1"]},
        {"wash_out_days": "x"},
    ],
    ids=str,
)
def test_an_impossible_assignment_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    department = Department.found(tmp_path / "c", patients=1)
    department.assign()
    path = department.path / "assignments.json"
    content = read_json(path, "assignments")
    content["items"][0] |= change
    write_json(path, content, "assignments")
    with pytest.raises(IntegrityError, match="is not a list of assignments"):
        department.enter("Kim").worklist.assignments()

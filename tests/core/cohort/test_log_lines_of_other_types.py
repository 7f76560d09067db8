"""A line of the audit log with its hash made right and values of other types is a changed line, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.storage.content_hash import canonical, hash_of
from tests.core.cohort.conftest import Study

CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a version that is no number": lambda line: line["details"].update(version={}),
    "a detail less": lambda line: line["details"].pop("file"),
    "details that are a list": lambda line: line.update(details=[]),
    "a patient that is a number": lambda line: line["details"].update(patient=1),
    "a time that is none": lambda line: line.update(at="yesterday"),
    "a number that is none": lambda line: line.update(number=None),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_line_of_other_types_is_named_by_verify(study: Study, change: str) -> None:
    study.cohort.save_reading(study.reading(complete=True))
    path = study.cohort.path / "audit.log"
    lines = path.read_bytes().split(b"\n")
    at = next(
        n for n, line in enumerate(lines) if b'"complete reading"' in line or b'"start reading"' in line
    )
    line = json.loads(lines[at])
    line.pop("sha256")
    CHANGES[change](line)
    lines[at] = canonical({**line, "sha256": hash_of(line)}).encode()
    path.write_bytes(b"\n".join(lines))
    problems = Cohort.open(study.cohort.path).verify()
    assert [p.what for p in problems if p.file == "audit.log"] == [
        f"Line {at + 1}: The line was changed."
    ]

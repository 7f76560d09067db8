"""Whoever changes the head of the log, cuts both, or touches a frozen reference is found, and where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from tests.core.cohort.conftest import Study
from tests.core.cohort.edits import edited

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def frozen(study: Study) -> Study:
    """Two frozen versions of one patient."""
    for size in (4, 9):
        study.cohort.references.freeze(
            study.patient, {study.series: study.mask(size)}, origin="reader A"
        )
    study.cohort.refresh_index()
    assert study.cohort.verify() == ()
    return study


def _found(study: Study) -> dict[str, str]:
    return {problem.file: problem.what for problem in Cohort.open(study.cohort.path).verify()}


@QUICK
@given(data=st.data())
def test_any_byte_of_the_head_is_guarded(frozen: Study, data: st.DataObject) -> None:
    head = frozen.cohort.path / "audit.head"
    whole = head.read_bytes()
    position = data.draw(st.integers(0, len(whole)))
    change = data.draw(st.sampled_from(["flip", "insert", "delete"]))
    value = bytes([data.draw(st.integers(0, 255))])
    if change == "insert":
        changed = whole[:position] + value + whole[position:]
    else:
        changed = whole[:position] + (value if change == "flip" else b"") + whole[position + 1 :]
    assume(changed != whole)
    head.write_bytes(changed)
    found = _found(frozen)
    head.write_bytes(whole)
    assert set(found) == {"audit.log"}
    assert "audit.head" in found["audit.log"] or "missing at the end" in found["audit.log"]


@QUICK
@given(data=st.data())
def test_any_byte_of_a_frozen_reference_is_guarded(frozen: Study, data: st.DataObject) -> None:
    file = frozen.cohort.path / "references" / f"{frozen.patient}.h5"
    whole = file.read_bytes()
    position = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.sampled_from(["flip", "insert", "delete"]))
    value = bytes([data.draw(st.integers(0, 255))])
    if change == "insert":
        changed = whole[:position] + value + whole[position:]
    else:
        changed = whole[:position] + (value if change == "flip" else b"") + whole[position + 1 :]
    assume(changed != whole)
    file.write_bytes(changed)
    found = _found(frozen)
    file.write_bytes(whole)
    assert set(found) == {f"references/{frozen.patient}.h5"}


def test_an_older_reference_put_back_is_found_with_its_version(study: Study) -> None:
    study.cohort.references.freeze(study.patient, {study.series: study.mask(4)}, origin="reader A")
    file = study.cohort.path / "references" / f"{study.patient}.h5"
    older = file.read_bytes()
    study.cohort.references.freeze(study.patient, {study.series: study.mask(9)}, origin="reader A")
    file.write_bytes(older)
    (what,) = _found(study).values()
    assert "Version 2" in what


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("field", ["origin", "frozen_at"])
def test_a_reference_sealed_again_is_found_with_its_version(
    frozen: Study, version: int, field: str
) -> None:
    with edited(frozen.cohort.path / "references" / f"{frozen.patient}.h5") as file:
        file[f"v{version}"].attrs[field] = "2020-01-01T00:00:00.000+00:00"
    (what,) = _found(frozen).values()
    assert f"Version {version}" in what


def test_another_frozen_outline_with_all_its_own_hashes_is_found(frozen: Study, tmp_path: Path) -> None:
    twin = tmp_path / "twin.cxcohort"
    shutil.copytree(frozen.cohort.path, twin)
    (twin / "references" / f"{frozen.patient}.h5").unlink()
    other = Cohort.open(twin)
    for size in (4, 12):
        other.references.freeze(frozen.patient, {frozen.series: frozen.mask(size)}, origin="reader A")
    name = f"references/{frozen.patient}.h5"
    shutil.copy(twin / name, frozen.cohort.path / name)
    assert "Version 2" in _found(frozen)[name]


def test_a_log_cut_together_with_its_head_is_missed_by_the_index(frozen: Study) -> None:
    log, head = frozen.cohort.path / "audit.log", frozen.cohort.path / "audit.head"
    lines = log.read_bytes().splitlines(keepends=True)
    kept = b"".join(lines[:-1])
    log.write_bytes(kept)
    last = json.loads(lines[-2])
    content = {"number": last["number"], "offset": len(kept), "sha256": last["sha256"]}
    head.write_text(json.dumps(content, sort_keys=True, separators=(",", ":")))
    assert f"lacks line {len(lines)}" in _found(frozen)["audit.log"]


def test_an_unfinished_line_is_told_and_is_no_damage(frozen: Study) -> None:
    with (frozen.cohort.path / "audit.log").open("ab") as log:
        log.write(b'{"act":')
    assert _found(frozen) == {}


def test_the_audit_check_knows_a_hash_that_was_noted_elsewhere(frozen: Study) -> None:
    state = frozen.cohort.audit.check()
    assert (state.problems, state.torn, state.lines) == ((), False, len(frozen.cohort.audit.entries()))
    frozen.cohort.audit.note("import", actor="A")
    assert frozen.cohort.audit.check(state.last).problems == ()
    (problem,) = frozen.cohort.audit.check("0" * 64).problems
    assert "truncated or rewritten" in problem.what
    with (frozen.cohort.path / "audit.log").open("ab") as log:
        log.write(b"{")
    assert frozen.cohort.audit.check().torn


def test_the_audit_check_locates_line_and_version(frozen: Study) -> None:
    log = frozen.cohort.path / "audit.log"
    whole = log.read_bytes()
    log.write_bytes(whole.replace(b"reader A", b"reader B", 1))
    assert any("Line" in problem.what for problem in frozen.cohort.audit.check().problems)
    log.write_bytes(whole)
    with edited(frozen.cohort.path / "references" / f"{frozen.patient}.h5") as file:
        file["v1"].attrs["origin"] = "reader B"
    (problem,) = frozen.cohort.audit.check().problems
    assert "Version 1" in problem.what

"""Nothing that was noted can be changed, removed or moved unseen."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.audit.log import AuditLog
from cxstage_core.errors import CohortError

LINES = 6


def _log(folder: Path) -> AuditLog:
    return AuditLog(folder / "audit.log", folder / "audit.head", folder / "locks" / "audit.lock")


@cache
def _written() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as name:
        log = _log(Path(name))
        for number in range(LINES):
            log.append(
                "freeze", "Prüfer 王", {"patient": f"P000{number}", "note": "é\r\u2028", "x": 0.1}
            )
        assert log.first_broken() is None
        return log.file.read_bytes(), log.head.read_bytes()


def _first_broken(content: bytes) -> int | None:
    with tempfile.TemporaryDirectory() as name:
        log = _log(Path(name))
        log.file.write_bytes(content)
        log.head.write_bytes(_written()[1])
        found = log.first_broken()
        return None if found is None else found[0]


def _line_of(position: int) -> int:
    return _written()[0][:position].count(b"\n") + 1


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_changed_byte_is_found_in_its_line(data: st.DataObject) -> None:
    content = bytearray(_written()[0])
    position = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.integers(0, 255))
    assume(content[position] != value)
    line = _line_of(position)
    content[position] = value
    assert _first_broken(bytes(content)) == line


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_byte_put_in_or_taken_out_is_found(data: st.DataObject) -> None:
    content = _written()[0]
    position = data.draw(st.integers(0, len(content) - 1))
    extra = data.draw(st.binary(max_size=1))
    changed = content[:position] + extra + content[position + (not extra) :]
    assert _first_broken(changed) is not None


@pytest.mark.parametrize("gone", range(LINES))
def test_a_removed_line_is_found(gone: int) -> None:
    lines = _written()[0].splitlines(keepends=True)
    assert _first_broken(b"".join(lines[:gone] + lines[gone + 1 :])) == gone + 1


@settings(deadline=None)
@given(st.permutations(range(LINES)))
def test_lines_in_another_order_are_found(order: list[int]) -> None:
    lines = _written()[0].splitlines(keepends=True)
    first = next((place + 1 for place, number in enumerate(order) if place != number), None)
    assert _first_broken(b"".join(lines[number] for number in order)) == first


@pytest.mark.parametrize("kept", range(LINES))
def test_a_log_cut_short_is_found(kept: int) -> None:
    lines = _written()[0].splitlines(keepends=True)
    assert _first_broken(b"".join(lines[:kept])) == kept + 1


def test_a_line_with_another_persons_hash_is_found() -> None:
    """Whoever rewrites a line and its own hash breaks the next one."""
    lines = _written()[0].splitlines(keepends=True)
    entry = json.loads(lines[2])
    with tempfile.TemporaryDirectory() as name:
        forged = _log(Path(name))
        forged.file.write_bytes(b"".join(lines[:2]))
        forged.append("freeze", entry["actor"], {"patient": "P9999"})
        content = forged.file.read_bytes() + b"".join(lines[3:])
    assert _first_broken(content) == 4


def test_a_torn_end_is_no_damage_and_is_cut_off(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.append("one", "a", {})
    log.append("two", "a", {})
    whole = log.file.read_bytes()
    for torn in (whole[:40], b"\0" * 17, b"{"):
        log.file.write_bytes(whole + torn)
        assert log.first_broken() is None
        assert [entry.act for entry in log.entries()] == ["one", "two"]
    log.append("three", "a", {})
    assert log.file.read_bytes().startswith(whole)
    assert [entry.number for entry in log.entries()] == [1, 2, 3]
    assert log.first_broken() is None


def test_a_line_whose_head_was_not_written_is_kept(tmp_path: Path) -> None:
    """The process was killed between the line and the head file."""
    log = _log(tmp_path)
    log.append("one", "a", {})
    head = log.head.read_bytes()
    log.append("two", "a", {})
    log.head.write_bytes(head)
    assert log.first_broken() is None
    log.append("three", "a", {})
    assert [entry.act for entry in log.entries()] == ["one", "two", "three"]
    assert log.first_broken() is None


def test_writing_on_after_a_cut_does_not_heal_it(tmp_path: Path) -> None:
    log = _log(tmp_path)
    for act in ("one", "two", "three"):
        log.append(act, "a", {})
    log.file.write_bytes(log.file.read_bytes()[:-200])
    log.append("four", "a", {})
    assert log.first_broken() is not None
    assert log.tip().number == 4
    with pytest.raises(CohortError, match="cannot be read"):
        log.entries()


def test_a_missing_head_is_reported(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.append("one", "a", {})
    log.head.unlink()
    found = log.first_broken()
    assert found is not None
    assert "audit.head" in str(found[1])
    log.append("two", "a", {})
    assert log.first_broken() is None


def test_a_damaged_log_does_not_stop_the_work(cohort: Cohort) -> None:
    (cohort.path / "audit.log").write_bytes(b"nonsense\n")
    again = Cohort.open(cohort.path)
    assert again.pseudonym("x") == "P0001"
    again.audit.note("import", series=3)
    assert [p.file for p in again.verify()] == ["audit.log"]


def test_own_notes_are_kept_and_the_stores_words_are_its_own(cohort: Cohort) -> None:
    cohort.audit.note("import", actor="王", series=3, share=0.5, nothing=None, list=[1, "b"])
    last = cohort.audit.entries()[-1]
    assert (last.act, last.actor) == ("import", "王")
    assert last.details == {"series": 3, "share": 0.5, "nothing": None, "list": [1, "b"]}
    assert last.previous == cohort.audit.entries()[-2].sha256
    with pytest.raises(CohortError, match="itself may log"):
        cohort.audit.note("freeze reference", patient="P0001")

"""Cases of blinding and roles: outlines of others, and what the folder gives away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import NOBODY
from tests.core.cases.running import Case, Check
from tests.core.cohort.department import PEOPLE, Department, reading, words


@contextmanager
def _speaking(name: str) -> Iterator[None]:
    """Commands find the passphrase of this person."""
    os.environ["CXSTAGE_PASSPHRASE"] = words(name)
    try:
        yield
    finally:
        del os.environ["CXSTAGE_PASSPHRASE"]


def sees_another_outline(case: Case) -> None:
    """An export of another's outline is logged, after which its reader does not reopen alone."""
    department = Department.found(case.cohort)
    for name, size in (("A", 6), ("B", 3)):
        department.enter(name).save_reading(reading("P0001", name, size, complete=True))
    with _speaking("B"):
        case.run("roi", "export", case.cohort, "P0001", "t2-axial", "f.nii.gz",
                 "--reader", "A", "--as", "B")  # fmt: skip
    entries = department.enter("Kim").audit.entries()
    seen = [e for e in entries if e.act == "see outlines of others" and e.actor == "B"]
    assert [e.details["outlines"] for e in seen] == ["A"]
    b = department.enter("B")
    try:
        b.readings.reopen("P0001", "B", "as A has it")
    except Exception as error:
        assert "has seen the outlines of others" in str(error)
    else:
        raise AssertionError("B reopened alone after seeing A's outline")
    department.enter("Kim").readings.reopen("P0001", "B", "a slice was missed")
    assert department.enter("Kim").worklist.influenced() == {"P0001"}
    with _speaking("Kim"):
        assert case.run("cohort", "verify", case.cohort, "--as", "Kim")


def becomes_nobody(case: Case) -> None:
    """Nothing that lies in the folder makes a token of anybody."""
    department = Department.found(case.cohort)
    for name in PEOPLE:
        department.enter(name)
    path: Path = department.path
    held = [file.read_bytes() for file in path.rglob("*") if file.is_file()]
    for token in department.tickets.values():
        assert not any(token.secret.encode() in content for content in held)
        assert not any(bytes.fromhex(token.secret) in content for content in held)
    layout = Layout(path)
    for secret in (layout.accounts.read_text(), layout.secret.read_text().strip(), ""):
        at = department.tickets["Kim"].issued_at
        assert Cohort.open(path, SessionToken("Kim", at, secret)).principal == NOBODY
    assert '"key"' not in layout.accounts.read_text()


CASES: dict[str, Check] = {"50": sees_another_outline, "59": becomes_nobody}

"""Whoever may only read a cohort's folder becomes nobody, and whoever writes into it is found by verify."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.audit import events
from cxstage_core.cohort.files import accounts as files
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.errors import CohortError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.department import PEOPLE, Department, words


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Department:
    found = Department.found(tmp_path_factory.mktemp("made") / "c")
    for name in PEOPLE:
        found.enter(name)
    return found


@pytest.fixture
def department(made: Department, tmp_path: Path) -> Department:
    """A copy, in which everybody is signed in."""
    return Department(Path(shutil.copytree(made.path, tmp_path / "c.cxcohort")), dict(made.tickets))


def _everything_readable(folder: Path) -> set[str]:
    """Every word of every file, as text, and every file's bytes in hexadecimal."""
    found = set()
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            text = content.decode("utf-8", "replace")
            found |= set(re.findall(r"[0-9a-zA-Z$+/=,.:_-]{8,}", text))
            if len(content) <= 64:
                found.add(content.hex())
    return found


def test_no_word_in_the_folder_makes_a_token(department: Department) -> None:
    """Each word is tried as the secret of each person, at each time that the folder names."""
    folder, said = department.path, _everything_readable(department.path)
    layout, cohort = Layout(folder), Cohort.open(folder)
    accounts = files.read_accounts(layout)
    assert accounts is not None
    now = datetime.now(UTC)
    times = {at for a in accounts.by_name.values() for at in a.sessions.values()}
    assert times
    for name in PEOPLE:
        for at in times:
            for secret in said:
                token = SessionToken(name, at, secret)
                assert not accounts.principal(token, cohort.id, now).roles
    for token in department.tickets.values():
        assert token.secret not in "".join(said)
        assert not any(
            token.secret.encode() in f.read_bytes() for f in folder.rglob("*") if f.is_file()
        )


def test_no_word_in_the_folder_is_a_passphrase(department: Department) -> None:
    accounts = files.read_accounts(Layout(department.path))
    assert accounts is not None
    marks = {m for a in accounts.by_name.values() for m in a.sessions}
    for secret in [*(a.digest for a in accounts.by_name.values()), *sorted(marks)[:2]]:
        with pytest.raises(CohortError, match="wrong"):
            Cohort.open(department.path).accounts.sign_in("Roe", secret)
    digests = [a.digest for a in accounts.by_name.values()]
    assert all(digest.startswith("$argon2id$") for digest in digests)
    salts = {digest.split("$")[4] for digest in digests}
    assert len(salts) == len(digests)


def test_a_token_is_bound_to_its_name_its_time_and_its_cohort(
    department: Department, tmp_path: Path
) -> None:
    token = department.tickets["A"]
    other = Department.found(tmp_path / "other")
    shutil.copy(department.path / "accounts.json", other.path / "accounts.json")
    for path, forged in (
        (department.path, replace(token, name="Kim")),
        (department.path, replace(token, issued_at="2999-01-01T00:00:00+00:00")),
        (department.path, replace(token, secret=token.secret[::-1])),
        (other.path, token),
    ):
        with pytest.raises(CohortError, match="no one is signed in"):
            Cohort.open(path, forged).patients()


@pytest.mark.parametrize("how", ["close", "reset", "sign out", "role"])
def test_a_token_ends_with_the_account(department: Department, how: str) -> None:
    kim, token = department.enter("Kim"), department.tickets["A"]
    if how == "close":
        kim.accounts.close("A")
        kim.accounts.reopen("A")
    elif how == "reset":
        kim.accounts.reset("A", words("A"))  # even to the same words
    elif how == "sign out":
        department.enter("A").accounts.sign_out()
    else:
        file = department.path / "accounts.json"
        content = read_json(file, "accounts")
        content["accounts"]["A"]["roles"] = ["coordinator"]
        write_json(file, content, "accounts")
    with pytest.raises(CohortError, match="no one is signed in"):
        Cohort.open(department.path, token).patients()
    if how != "role":
        assert Cohort.open(department.path).sign_in("A", words("A")).patients()


def test_what_somebody_writes_into_the_folder_is_named(department: Department) -> None:
    kim, file = department.enter("Kim"), department.path / "accounts.json"
    assert kim.verify() == ()

    def forged_session(content: Any) -> None:
        accounts = files.read_accounts(Layout(department.path))
        assert accounts is not None
        account = accounts.by_name["Roe"]
        token = files.new_token(account, datetime.now(UTC))
        mark = files.session_mark(account, kim.id, token)
        content["accounts"]["Roe"]["sessions"][mark] = token.issued_at

    def demoted(content: Any) -> None:
        content["accounts"]["Roe"]["roles"] = ["reader"]

    def removed(content: Any) -> None:
        del content["accounts"]["B"]

    for change, said in (
        (forged_session, "A sign-in of Roe is not in the audit log."),
        (demoted, "The account of Roe differs from the audit log."),
        (removed, "The account of B differs from the audit log."),
    ):
        kept = file.read_bytes()
        content = read_json(file, "accounts")
        change(content)
        write_json(file, content, "accounts")
        found = [(p.file, p.what) for p in kim.verify()]
        assert ("accounts.json", said) in found, found
        file.write_bytes(kept)
    assert kim.verify() == ()


def test_a_lock_out_lifted_in_the_file_is_named(department: Department) -> None:
    for _ in range(5):
        with pytest.raises(CohortError):
            Cohort.open(department.path).accounts.sign_in("A", "a wrong passphrase")
    file = department.path / "accounts.json"
    content = read_json(file, "accounts")
    content["accounts"]["A"].update(failures=0, not_before="")
    write_json(file, content, "accounts")
    (problem,) = department.enter("Kim").verify()
    assert problem.what == "The wrong passphrases of A are fewer than in the audit log."


def test_a_line_of_a_sign_in_taken_out_of_the_log_is_named(department: Department) -> None:
    log = department.path / "audit.log"
    lines = log.read_bytes().splitlines(keepends=True)
    at = max(n for n, line in enumerate(lines) if json.loads(line)["act"] == events.SIGN_IN)
    log.write_bytes(b"".join([*lines[:at], *lines[at + 1 :]]))
    assert any(p.file == "audit.log" for p in department.enter("Kim").verify())


def test_accounts_of_before_lose_their_key_at_the_first_sign_in(department: Department) -> None:
    """Version 1 kept a key from which everybody could make a token; it opens nothing, and goes."""
    file = department.path / "accounts.json"
    content = read_json(file, "accounts")
    plain = {n: {k: v for k, v in a.items() if k != "sessions"} for n, a in content["accounts"].items()}
    from cxstage_core.storage.content_hash import canonical, hash_of

    old = {"accounts": plain, "key": "ab" * 32}
    file.write_text(canonical({"content": old, "sha256": hash_of(old)}) + "\n")
    with pytest.raises(CohortError, match="no one is signed in"):
        Cohort.open(department.path, department.tickets["Kim"]).patients()
    kim = Cohort.open(department.path).sign_in("Kim", words("Kim"))
    assert kim.patients()
    assert "ab" * 32 not in file.read_text()
    assert kim.verify() == ()


NOTES: list[Callable[[Cohort], Any]] = [
    lambda c: c.audit.note("complete reading", patient="P0001"),
    lambda c: c.audit.note("sign in", actor="Kim"),
    lambda c: c.audit.note("anything at all", actor="Kim"),
    lambda c: c.audit.note("import", actor="Kim"),
    lambda c: c.audit.note("train", actor="Kim"),
]


@pytest.mark.parametrize("name", ["A", "Roe"])
def test_nobody_writes_into_the_log_what_is_not_their_work(department: Department, name: str) -> None:
    before = department.enter("Kim").audit.entries()
    for note in NOTES:
        with pytest.raises(CohortError):
            note(department.enter(name))
    assert department.enter("Kim").audit.entries() == before
    department.enter("Kim").audit.note("import", actor="A")
    assert department.enter("Kim").audit.entries()[-1].actor == "Kim"

"""Accounts: signing in, waiting after wrong passphrases, what each role may do."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort
from cxstage_core.cohort.accounts.passphrase import FIRST_WAIT_S, FREE_TRIES, LONGEST_WAIT_S, wait_s
from cxstage_core.cohort.values.permissions import PERMISSIONS, Permission, Role
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.department import PEOPLE, Department, words


@pytest.fixture
def department(tmp_path: Path) -> Department:
    return Department.found(tmp_path / "宫颈")


def test_a_cohort_without_accounts_is_open_to_everybody(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "open")
    assert cohort.principal.is_everyone
    assert not cohort.accounts.exist
    assert cohort.clinical.records() == {}


def test_the_first_account_is_a_coordinators_and_closes_the_door(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    with pytest.raises(CohortError, match="first account"):
        cohort.accounts.add("A", {Role.READER}, words("A"))
    cohort.accounts.add("Kim", {Role.COORDINATOR}, words("Kim"))
    with pytest.raises(CohortError, match="no one is signed in"):
        cohort.patients()
    assert cohort.accounts.names() == ("Kim",)
    assert cohort.sign_in("kim", words("Kim")).patients() == ()


def test_a_ticket_opens_the_cohort_in_another_process(department: Department) -> None:
    token = pickle.loads(pickle.dumps(department.enter("A").token))
    assert Cohort.open(department.path, token).principal.name == "A"


def test_a_ticket_ends_with_the_passphrase_the_account_and_a_month(department: Department) -> None:
    old = Cohort.open(department.path).accounts.sign_in(
        "A", words("A"), now=datetime.now(UTC) - timedelta(days=31)
    )
    cohort = department.enter("A")
    open_before = department.enter("B")
    new = cohort.accounts.change_own(words("A"), "quite another sentence")
    department.enter("Kim").accounts.close("B")
    assert len(cohort.patients()) == 2  # whoever changed it stays in
    before = Cohort.open(department.path, department.tickets["A"])
    for closed in (Cohort.open(department.path, old), before, open_before):
        with pytest.raises(CohortError, match="no one is signed in"):
            closed.patients()
    assert len(Cohort.open(department.path, new).patients()) == 2
    department.enter("Kim").accounts.reopen("B")
    with pytest.raises(CohortError, match="no one is signed in"):
        open_before.patients()  # what has ended does not come back
    department.tickets.clear()
    assert len(department.enter("B").patients()) == 2


def test_a_forged_ticket_opens_nothing(department: Department) -> None:
    from dataclasses import replace

    token = department.enter("A").token
    assert token is not None
    forged = replace(token, name="Kim")
    with pytest.raises(CohortError, match="no one is signed in"):
        Cohort.open(department.path, forged).clinical.records()


def test_wrong_passphrases_make_one_wait_and_a_coordinator_ends_it(department: Department) -> None:
    door = Cohort.open(department.path).accounts
    now = datetime.now(UTC)
    for _ in range(FREE_TRIES):
        with pytest.raises(CohortError, match="Name or passphrase is wrong"):
            door.sign_in("A", "a wrong passphrase", now=now)
    for words_given in ("a wrong passphrase", words("A")):  # the right one must wait, too
        with pytest.raises(CohortError, match="wait"):
            door.sign_in("A", words_given, now=now)
    later = now + timedelta(seconds=FIRST_WAIT_S + 1)
    with pytest.raises(CohortError, match="is wrong"):
        door.sign_in("A", "a wrong passphrase", now=later)
    with pytest.raises(CohortError, match="wait"):
        door.sign_in("A", words("A"), now=later + timedelta(seconds=FIRST_WAIT_S + 1))
    department.enter("Kim").accounts.reset("A", "a fresh passphrase")
    assert door.sign_in("A", "a fresh passphrase", now=later).name == "A"
    acts = [entry.act for entry in department.enter("Kim").audit.entries()]
    assert acts.count("lock out") == 2
    assert "reset passphrase" in acts


def test_the_wait_grows_and_stays_within_an_hour() -> None:
    waits = [wait_s(failures) for failures in range(40)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits[FREE_TRIES] == FIRST_WAIT_S
    assert all(after >= before for before, after in pairwise(waits))
    assert waits[-1] == LONGEST_WAIT_S


def test_nobody_learns_which_names_exist_and_no_passphrase_is_stored(department: Department) -> None:
    door = Cohort.open(department.path).accounts
    said = set()
    for name in ("A", "nobody"):
        with pytest.raises(CohortError) as caught:
            door.sign_in(name, "a wrong passphrase")
        said.add(str(caught.value))
    assert len(said) == 1
    for file in department.path.rglob("*"):
        if file.is_file():
            assert words("A").encode() not in file.read_bytes()
    assert '"digest":"$argon2id$' in (department.path / "accounts.json").read_text().replace(" ", "")


@pytest.mark.parametrize(
    ("name", "roles", "given", "said"),
    [
        ("A", {Role.READER}, words("A"), "already"),
        ("a", {Role.READER}, words("A"), "already"),
        ("A#2", {Role.READER}, words("A"), "must not contain #"),
        ("New", {Role.READER, Role.REVIEWER}, words("New"), "cannot have another role"),
        ("New", set(), words("New"), "at least one role"),
        ("New", {Role.READER}, "short", "at least 10"),
        ("New longish", {Role.READER}, "new longish", "differ from the account's name"),
    ],
)
def test_an_account_that_cannot_be(
    department: Department, name: str, roles: set[Role], given: str, said: str
) -> None:
    kim = department.enter("Kim")
    before = kim.accounts.all()
    with pytest.raises(CohortError, match=said):
        kim.accounts.add(name, roles, given)
    assert kim.accounts.all() == before


def test_there_is_always_a_coordinator(department: Department) -> None:
    with pytest.raises(CohortError, match="last coordinator"):
        department.enter("Kim").accounts.close("Kim")


def test_without_its_file_the_door_stays_shut(department: Department) -> None:
    kim = department.enter("Kim")
    file = department.path / "accounts.json"
    kept = file.read_bytes()
    file.unlink()
    for cohort in (kim, Cohort.open(department.path)):
        with pytest.raises(CohortError, match="is missing"):
            cohort.patients()
    file.write_bytes(b"{}")
    with pytest.raises(IntegrityError):
        kim.patients()
    file.write_bytes(kept)
    assert len(kim.patients()) == 2


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_each_role_may_do_what_the_one_table_says(department: Department, name: str) -> None:
    """One representative door for each act; the table decides, and the store asks it."""
    cohort = department.enter(name)
    patient = cohort.patients()[0]
    doors = {
        Permission.SEE_IMAGES: lambda: cohort.volume(patient, "t2-axial"),
        Permission.SEE_PROGRESS: cohort.worklist.assignments,
        Permission.SEE_CLINICAL: cohort.clinical.records,
        Permission.IMPORT: lambda: cohort.clinical.save([ClinicalRecord(patient)]),
        Permission.SPLIT: cohort.split,
        Permission.EXPERIMENTS: cohort.experiments.all,
        Permission.SEE_LOG: cohort.audit.entries,
        Permission.ACCOUNTS: cohort.accounts.all,
        Permission.UNBLIND: lambda: cohort.worklist.unblind(patient, "teaching"),
    }
    for act, door in doors.items():
        if PERMISSIONS[act] & PEOPLE[name]:
            door()
        else:
            with pytest.raises(CohortError, match="may not"):
                door()


def test_accounts_and_assignments_changed_behind_the_log_are_found(department: Department) -> None:
    kim = department.enter("Kim")
    department.assign()
    kim.worklist.unblind(kim.patients()[0], "teaching")
    kim.worklist.assign_repeats(0.5, 7)
    kim.accounts.reset("B", "a fresh passphrase")
    assert kim.verify() == ()
    accounts, assignments = (department.path / f"{name}.json" for name in ("accounts", "assignments"))

    def forged(file: Path, change: Callable[[Any], None]) -> tuple[str, str]:
        """What `verify` says first of a file that was rewritten with a seal that fits."""
        kept = file.read_bytes()
        content = read_json(file, file.stem)
        change(content)
        write_json(file, content, file.stem)
        (first, *_) = kim.verify()
        file.write_bytes(kept)
        return first.file, first.what

    def promoted(content: Any) -> None:
        content["accounts"]["A"]["roles"] = ["reviewer"]

    def borrowed(content: Any) -> None:
        content["accounts"]["A"]["digest"] = content["accounts"]["B"]["digest"]

    def other(content: Any) -> None:
        content["items"][1]["slot"] = "A#2"

    def blind_again(content: Any) -> None:
        content["unblinded"] = {}

    for change in (promoted, borrowed):
        found = forged(accounts, change)
        assert found == ("accounts.json", "The account of A differs from the audit log.")
    assert forged(assignments, other)[1].startswith("The assignment of P000")
    assert forged(assignments, blind_again)[1].startswith("The lifted blinding of P0001")
    assert kim.verify() == ()

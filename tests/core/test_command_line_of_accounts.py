"""Accounts and assignments as a coordinator's script uses them."""

from __future__ import annotations

import pytest

from tests.core.cohort.conftest import Study, cohort, image, study
from tests.core.test_command_line import run

__all__ = ["cohort", "image", "study"]


def _as(monkeypatch: pytest.MonkeyPatch, name: str) -> tuple[str, str]:
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", f"four plain words {name}")
    return "--as", name


def test_a_department_is_set_up_from_the_shell(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    path = study.cohort.path
    for name, role in {"Kim": "coordinator", "A": "reader", "B": "reader"}.items():
        monkeypatch.setenv("CXSTAGE_NEW_PASSPHRASE", f"four plain words {name}")
        found = run("accounts", "add", path, name, "--role", role, *_as(monkeypatch, "Kim"))
        assert found["roles"] == [role]
    kim = _as(monkeypatch, "Kim")
    assert [a["state"] for a in run("accounts", "list", path, *kim)["accounts"]] == [
        "to change the passphrase", "to change the passphrase", "open",
    ]  # fmt: skip
    made = run("assign", "everybody", path, "--readers", "A, B", *kim)["assigned"]
    assert [row["reading"] for row in made] == ["A", "B"]
    assert run("cohort", "info", path, *kim)["patients"][0]["patient"] == study.patient
    own = run("assign", "show", path, *_as(monkeypatch, "B"))["assignments"]
    assert own == [
        {"code": made[1]["code"], "state": "not begun", "due": own[0]["due"], "returned": ""}
    ]
    hidden = run("cohort", "info", path, *_as(monkeypatch, "B"))
    assert hidden["patients"][0]["stage"] == ""
    assert hidden["split"] is None
    kim = _as(monkeypatch, "Kim")
    assert run("assign", "repeats", path, "--share", 1, "--wash-out", 7, *kim)["assigned"]
    run("assign", "withdraw", path, study.patient, "B#2", *kim)
    run("assign", "unblind", path, study.patient, "--reason", "teaching", *kim)
    run("accounts", "close", path, "B", *kim)
    assert "wrong" in run("assign", "show", path, *_as(monkeypatch, "B"), expect=1)["error"]
    run("accounts", "reopen", path, "B", *_as(monkeypatch, "Kim"))
    monkeypatch.setenv("CXSTAGE_NEW_PASSPHRASE", "a fresh set of words")
    run("accounts", "passphrase", path, *_as(monkeypatch, "B"))
    run("accounts", "reset", path, "A", *_as(monkeypatch, "Kim"))
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", "a fresh set of words")
    for name in "AB":
        run("assign", "show", path, "--as", name)


def test_who_does_not_say_who_they_are_is_told_how(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = study.cohort.path
    monkeypatch.setenv("CXSTAGE_NEW_PASSPHRASE", "four plain words Kim")
    run("accounts", "add", path, "Kim", "--role", "coordinator")
    for command in (("cohort", "info"), ("cohort", "verify"), ("audit", "show"), ("assign", "show")):
        assert "--as NAME" in run(*command, path, expect=1)["error"]
    monkeypatch.delenv("CXSTAGE_PASSPHRASE", raising=False)
    assert "not a terminal" in run("cohort", "info", path, "--as", "Kim", expect=1)["error"]
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", "four plain words Kim")
    monkeypatch.setenv("CXSTAGE_AS", "Kim")
    assert run("cohort", "info", path)["patients"]

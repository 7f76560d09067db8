"""The audit log and reading kits as a script uses them."""

from __future__ import annotations

from tests.core.cohort.conftest import Study, cohort, image, study
from tests.core.test_command_line import run

__all__ = ["cohort", "image", "study"]


def test_the_log_is_verified_and_shown(study: Study) -> None:
    path = study.cohort.path
    study.cohort.save_reading(study.reading("A", complete=True))
    found = run("audit", "verify", path)
    assert found["problems"] == []
    assert run("audit", "verify", path, "--known", found["last"])["problems"] == []
    assert run("audit", "verify", path, "--known", "ab" * 32, expect=1)["problems"]
    entries = run("audit", "show", path, "--actor", "A")["entries"]
    assert [entry["act"] for entry in entries] == ["complete reading"]
    assert len(run("audit", "show", path, "--last", 2)["entries"]) == 2
    log = path / "audit.log"
    log.write_bytes(log.read_bytes().replace(b"complete", b"Complete", 1))
    (problem,) = run("audit", "verify", path, expect=1)["problems"]
    assert problem["file"] == "audit.log"
    assert "Line 4" in problem["what"]

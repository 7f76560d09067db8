"""Numbers without end and letters that no hash has are damage, told by one sentence; JSON writes 1e999."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CxStageError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.conftest import Study
from tests.core.cohort.edits import edited


def test_in_the_version_of_a_reading(study: Study) -> None:
    study.cohort.save_reading(study.reading())
    (file,) = (study.cohort.path / "readings").rglob("*.h5")
    with edited(file) as opened:
        opened.attrs["schema"] = np.inf
    problems = Cohort.open(study.cohort.path).verify()
    assert any("damaged" in str(problem.what) for problem in problems)


@pytest.mark.parametrize("key", ["number", "offset"])
def test_in_the_head_of_the_audit_log(study: Study, key: str) -> None:
    head = study.cohort.path / "audit.head"
    head.write_text(re.sub(rf'"{key}": ?\d+', f'"{key}":1e999', head.read_text()))
    assert "1e999" in head.read_text()
    problems = Cohort.open(study.cohort.path).verify()
    assert any("audit.head" in str(problem.what) for problem in problems)


def test_in_the_version_of_a_json_file(tmp_path: Path) -> None:
    file = tmp_path / "cohort.json"
    file.write_text(json.dumps({"content": {}, "sha256": "0", "version": 1}).replace("1}", "1e999}"))
    assert "1e999" in file.read_text()
    with pytest.raises(CxStageError, match="damaged"):
        read_json(file, "cohort")


def test_a_mark_of_letters_that_no_hash_has(study: Study) -> None:
    file = study.cohort.path / "settings.json"
    stored = json.loads(file.read_bytes())["content"]
    write_json(file, {**stored, "secret_mark": "ß" * 64}, "cohort")
    problems = Cohort.open(study.cohort.path).verify()
    assert any("not the secret" in str(problem.what) for problem in problems)

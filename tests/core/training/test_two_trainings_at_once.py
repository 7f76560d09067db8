"""Two trainings on one cohort, in real processes: each has its id, nothing is overwritten or refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import label_patients, make_split
from tests.core.dataset.cohorts import fill

CXSTAGE = str(Path(sys.executable).with_name("cxstage"))
HOLD = (
    "import sys; from pathlib import Path; from cxstage_core.cohort import Cohort\n"
    "with Cohort.open(Path(sys.argv[1])).experiments.reserved() as name:\n"
    "    print(name, flush=True); sys.stdin.read()"
)


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = fill(tmp_path / "c.cxcohort", 12, step_mm=2.0)
    labels, _ = label_patients(made, "paper")
    made.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return made


def holding(cohort: Cohort) -> tuple[subprocess.Popen[str], str]:
    """A process that holds an id, and the id."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(cohort.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_reserved_id_is_free_again_when_its_process_is_killed(cohort: Cohort) -> None:
    first, one = holding(cohort)
    second, two = holding(cohort)
    assert (one, two) == ("E0001", "E0002")
    first.kill()
    first.wait()
    with cohort.experiments.reserved() as mine, cohort.experiments.reserved() as next_one:
        assert (mine, next_one) == ("E0001", "E0003")
    second.communicate("")


@pytest.mark.parametrize("same", [True, False])
def test_two_trainings_at_once_both_arrive(cohort: Cohort, same: bool) -> None:
    def started(seed: int) -> subprocess.Popen[str]:
        settings = ["--models", "ShuffleNet", "--size", "32", "--epochs", "1", "--seed", str(seed)]
        return subprocess.Popen(
            [CXSTAGE, "compare", str(cohort.path), *settings, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    both = [started(1), started(1 if same else 2)]
    found = []
    for process in both:
        out, errors = process.communicate()
        assert process.returncode == 0, out + errors
        found.append(json.loads(out)["experiment"])
    assert sorted(found) == ["E0001", "E0002"]
    again = Cohort.open(cohort.path)
    assert [e.id for e in again.experiments.all()] == ["E0001", "E0002"]
    assert len(again.models.ids()) == 2
    assert again.verify() == ()
    before = {name: again.experiments.tested_before(name) for name in found}
    assert sorted(before.values()) == [0, 1]
    (again.path / "experiments/E0002.h5").unlink()
    assert {name: again.experiments.tested_before(name) for name in found} == before
    assert again.experiments.next_id() == "E0003"


def test_two_searches_of_the_same_settings_share_their_trials(cohort: Cohort) -> None:
    def started() -> subprocess.Popen[str]:
        wanted = "--model ShuffleNet --method grid --over batch --folds 1 --size 32 --epochs 1"
        return subprocess.Popen(
            [CXSTAGE, "search", str(cohort.path), *wanted.split(), "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    answers = []
    for process in [started(), started()]:
        out, errors = process.communicate()
        assert process.returncode == 0, out + errors
        answers.append(json.loads(out))
    assert answers[0]["rows"] == answers[1]["rows"]
    assert Cohort.open(cohort.path).verify() == ()

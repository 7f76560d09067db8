"""Cases of leaks: settings tested on those who chose them, and a split that is drawn again."""

from __future__ import annotations

from cxstage_core.cohort import Cohort
from tests.core.cases.running import Case
from tests.core.dataset.cohorts import fill

_QUICK = ("--size", 32, "--epochs", 1)


def search_then_folds(case: Case) -> None:
    """Settings chosen on patients that the folds test are refused; the search is stored otherwise."""
    cohort = fill(case.cohort, 12, step_mm=2.0)
    case.run("split", cohort.path, "--test", 0.3)
    found = case.run(
        "search", cohort.path, "--model", "ShuffleNet", "--method", "random", "--over", "lr",
        "--trials", 1, "--folds", 1, *_QUICK,
    )["search"]  # fmt: skip
    taken = ("compare", cohort.path, "--models", "ShuffleNet", "--search", found, *_QUICK)
    for protocol in ("cross-validation", "nested"):
        said = case.run(*taken, "--protocol", protocol, "--folds", 2, expect=1)["error"]
        assert found in said
        assert "nested" in said
    assert Cohort.open(cohort.path).experiments.all() == ()
    made = case.run(*taken)
    assert [one["search"] for one in made["searches"]] == [found]
    (stored,) = Cohort.open(cohort.path).experiments.all()
    assert [one["search"] for one in stored.config.origins] == [found]


def split_removed(case: Case) -> None:
    """A split that is gone is not drawn again; verify names it."""
    cohort = fill(case.cohort, 12, step_mm=2.0)
    case.run("split", cohort.path, "--test", 0.3)
    (cohort.path / "split.h5").unlink()
    said = case.run("split", cohort.path, "--test", 0.3, "--seed", 99, expect=1)["error"]
    assert "missing; restore it" in said
    assert not (cohort.path / "split.h5").exists()
    said = case.run("compare", cohort.path, "--models", "ShuffleNet", *_QUICK, expect=1)["error"]
    assert "missing; restore it" in said
    problems = case.run("cohort", "verify", cohort.path, expect=1)["problems"]
    assert [problem["file"] for problem in problems] == ["split.h5"]


CASES = {"53": search_then_folds, "54": split_removed}

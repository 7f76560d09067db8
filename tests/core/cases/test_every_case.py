"""Every case of the folder of cases gives its right answer; a case without a check fails."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from tests.conftest import REAL_DATA
from tests.core import cases
from tests.core.cases.running import Check, opened

GIVEN = REAL_DATA.parent / "cases"


def checks() -> dict[str, Check]:
    """The checks of all modules beside this one, by the number a case's folder begins with."""
    found: dict[str, Check] = {}
    for module in iter_modules(cases.__path__):
        if not module.name.startswith("test_"):
            table = getattr(import_module(f"{cases.__name__}.{module.name}"), "CASES", {})
            assert not found.keys() & table.keys(), "two checks of one case"
            found |= table
    return found


CHECKS = checks()


def folders() -> list[Path]:
    """The folders of the cases, in order; one that is absent where there are none."""
    if not GIVEN.is_dir():
        return [GIVEN]
    return sorted(path for path in GIVEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_case_gives_its_expected_answer(folder: Path, tmp_path: Path) -> None:
    if not GIVEN.is_dir():
        pytest.skip("no cases beside this checkout (../shared/cases)")
    CHECKS[folder.name[:2]](opened(folder, tmp_path))

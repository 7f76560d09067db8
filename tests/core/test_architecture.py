"""The shape of the code: layers, module sizes, what loads what, and words that must not appear."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("cxstage_core/**/*.py"), *ROOT.glob("cxstage_gui/**/*.py")])


def test_the_import_contracts_hold() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_modules_are_small() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    assert lengths[-1] <= 500
    assert lengths[len(lengths) // 2] <= 180


@pytest.mark.parametrize(
    "module",
    ["cxstage_core.cohort", "cxstage_core.imaging", "cxstage_core.staging", "cxstage_core.reading",
     "cxstage_core.evaluation", "cxstage_core.models.families", "cxstage_core.jobs", "cxstage_gui.app"],
)  # fmt: skip
def test_the_window_opens_without_the_heavy_libraries(module: str) -> None:
    code = (
        f"import sys, {module}; heavy = {{'torch','timm','torchvision','SimpleITK','pydicom','sklearn',"
        "'pandas','statsmodels','scipy.stats'} & set(sys.modules); print(sorted(heavy)); sys.exit(bool(heavy))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_no_error_is_swallowed() -> None:
    swallowed = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                swallowed.append(f"{path.name}:{node.lineno}")
    assert swallowed == []


def test_error_templates_are_literal_so_that_they_can_be_translated() -> None:
    names = set(re.findall(r"^class (\w+Error)\(", (ROOT / "cxstage_core/errors.py").read_text(), re.M))
    loose = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if (
                node.func.id in names | {"text"}
                and node.args
                and path.name not in {"errors.py", "text.py"}
            ):
                first = node.args[0]
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    loose.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert loose == []

"""The shape of the code: layers, module sizes, what loads what, and words that must not appear."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("cxstage_core/**/*.py"), *ROOT.glob("cxstage_gui/**/*.py")])


Graph = dict[str, set[str]]


def module_name(path: Path) -> str:
    """Dotted name of a module; a package has the name of its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports() -> Graph:
    """Every module of both packages with the modules that it imports, wherever the import stands."""
    paths = {module_name(path): path for path in MODULES}
    graph: Graph = {}
    for name, path in paths.items():
        found: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    found.add(inner if inner in paths else node.module)
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
        graph[name] = (found & paths.keys()) - {name}
    return graph


def children_of(folder: str, graph: Graph) -> Graph:
    """The imports between the direct children of a folder; a child stands for all below it."""

    def child(name: str) -> str:
        return name.removeprefix(f"{folder}.").partition(".")[0]

    inside = [name for name in graph if name.startswith(f"{folder}.")]
    found: Graph = {child(name): set() for name in inside}
    for name in inside:
        found[child(name)] |= {child(other) for other in graph[name] if other.startswith(f"{folder}.")}
    return {name: others - {name} for name, others in found.items()}


def circles(graph: Graph) -> list[list[str]]:
    """Groups of nodes that reach each other (strongly connected components, Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in order:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], order[other])
        if low[node] == order[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return found


def public_names() -> dict[str, int]:
    """How many public methods and properties each class defines itself."""
    return {
        f"{module_name(path)}.{node.name}": len(
            {
                line.name
                for line in node.body
                if isinstance(line, ast.FunctionDef) and not line.name.startswith("_")
            }
        )
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }


def passes_over(node: ast.AST) -> bool:
    """Return True if a node catches an error and does nothing with it, or catches every error."""
    if isinstance(node, ast.With):
        return any("suppress(" in ast.unparse(item.context_expr) for item in node.items)
    if not isinstance(node, ast.ExceptHandler) or any(isinstance(n, ast.Raise) for n in ast.walk(node)):
        return False
    every = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
    return every or all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    folders = children_of("p", {"p.a.x": {"p.b.y"}, "p.b.y": {"p.a.z"}, "p.a.z": set()})
    assert circles(folders) == [["a", "b"]]


def test_the_import_contracts_hold() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_no_two_modules_import_each_other_however_far_around() -> None:
    """Imports under TYPE_CHECKING and inside functions count as well."""
    assert circles(imports()) == []


def test_no_two_folders_import_each_other() -> None:
    """In every folder of both packages, what lies next to each other is ordered."""
    graph = imports()
    found = [
        f"{folder}: {' <-> '.join(circle)}"
        for folder in sorted({name.rpartition(".")[0] for name in graph} - {""})
        for circle in circles(children_of(folder, graph))
    ]
    assert found == []


def test_modules_folders_and_classes_are_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [str(path) for path, length in lengths.items() if length > 500] == []
    assert statistics.median(lengths.values()) <= 150
    folders = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert {str(folder): number for folder, number in folders.items() if number > 25} == {}
    assert {name: number for name, number in public_names().items() if number > 30} == {}


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


def test_an_error_that_is_passed_over_has_a_reason_on_its_line() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for lines in [path.read_text(encoding="utf-8").splitlines()]
        for node in ast.walk(ast.parse("\n".join(lines)))
        if passes_over(node)
        and not any("# " in line for line in lines[node.lineno - 1 : node.lineno + 1])
    ]
    assert silent == []


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


def test_every_benchmark_finds_what_it_measures() -> None:
    """`make bench` is no test; a name that moved would be found only when somebody measures."""
    modules = [path.stem for path in sorted((ROOT / "tests" / "benchmarks").glob("[a-z]*.py"))]
    code = "import importlib\n" + "\n".join(
        f"importlib.import_module('tests.benchmarks.{name}')" for name in modules
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr

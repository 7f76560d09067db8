"""Collect every sentence a user sees into the translation file, and compile it.

    python packaging/translations.py            update assets/translations/*.ts and compile *.qm
    python packaging/translations.py --missing  list what has no translation; exit code 1 if any

A language is added by an empty file cxstage_CODE.ts in that folder. The catalogue of the source language
holds plural forms only.

The window's sentences are found by Qt's own lupdate. The core knows no Qt: its sentence templates are
found in the syntax tree and given to lupdate under the context "core".
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assets" / "translations"
PREFIX, SOURCE = "cxstage_", "en"
TOOLS = Path(sys.executable).parent
# What these calls of the core hold at these places is shown as well: (position, keyword).
NAMED = {
    "Progress": ((2, "what"),),
    "LabelScheme": ((1, "title"), (2, "description")),
    "Baseline": ((0, "name"), (1, "rule")),
    "Interval": ((3, "method"),),
    "interval_with": ((4, "method"),),
    "auc_interval": ((4, "method"),),
    "auc_difference": ((6, "method"),),
    "setting": ((1, "title"), (2, "help"), (sys.maxsize, "words")),
    "Choice": ((1, "title"),),
    "Part": ((1, "title"),),
    "refuse": ((1, "what"), (sys.maxsize, "remedy")),
}
SHOWN_ENUMS = {"Group"}
SHOWN_NAMES = {"note", "notes", "FROM_SCRATCH"}


def core_sentences() -> list[str]:
    """Every literal sentence template of the core, in order of first appearance.

    The window raises the core's errors and names its own stages of work too; those sentences stand
    in the same context.
    """
    errors = set(
        re.findall(r"^class (\w+Error)\(", (ROOT / "cxstage_core/errors.py").read_text("utf-8"), re.M)
    )
    found: dict[str, None] = {}
    for package in ("cxstage_core", "cxstage_gui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = _constants(tree)
            for node in ast.walk(tree):
                for part in _shown_expressions(node, errors):
                    for sentence in _strings(part, constants):
                        if sentence.strip():
                            found.setdefault(sentence)
    return list(found)


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The module's own names and what they were given."""
    given = [node for node in tree.body if isinstance(node, ast.Assign)]
    return {t.id: node.value for node in given for t in node.targets if isinstance(t, ast.Name)}


def _shown_expressions(node: ast.AST, errors: set[str]) -> list[ast.expr]:
    """The expressions of a node that hold what a person reads."""
    if isinstance(node, ast.Call):
        return _arguments(node, errors)
    if isinstance(node, ast.ClassDef) and node.name in SHOWN_ENUMS:
        return [line.value for line in node.body if isinstance(line, ast.Assign)]
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(t, ast.Name) and t.id in SHOWN_NAMES for t in targets):
            return [node.value]
    return []


def _arguments(call: ast.Call, errors: set[str]) -> list[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    keywords = {k.arg: k.value for k in call.keywords}
    if name in errors or name == "text":
        places: tuple[tuple[int, str], ...] = ((0, ""), (sys.maxsize, "remedy"))
    else:
        places = NAMED.get(name, ())
    if name == "text" and isinstance(call.func, ast.Attribute):
        return []  # a method of that name, such as that of the settings
    return [
        call.args[place] if place < len(call.args) else keywords[keyword]
        for place, keyword in places
        if place < len(call.args) or keyword in keywords
    ]


def _strings(node: ast.expr, constants: dict[str, ast.expr]) -> list[str]:
    """The literals an expression can give; a name stands for the module's constant."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _strings(node.body, constants) + _strings(node.orelse, constants)
    if isinstance(node, ast.Tuple | ast.List):
        return [s for part in node.elts for s in _strings(part, constants)]
    if isinstance(node, ast.Name) and node.id in constants:
        return _strings(constants[node.id], {})
    return []


def catalogues(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the catalogues of all languages."""
    return tuple(sorted(folder.glob(f"{PREFIX}*.ts")))


def language(catalogue: Path) -> str:
    """Return the code of a catalogue's language."""
    return catalogue.stem.removeprefix(PREFIX)


def update(catalogue: Path) -> None:
    """Refresh a catalogue from the sources; translations made earlier stay."""
    if not catalogue.read_text(encoding="utf-8").strip():
        catalogue.unlink()  # an empty file asks for a new language; lupdate wants none
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        core = Path(folder) / "core_sentences.py"
        lines = [
            f"QT_TRANSLATE_NOOP('core', {json.dumps(s, ensure_ascii=False)})" for s in core_sentences()
        ]
        core.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = [str(p) for p in sorted((ROOT / "cxstage_gui").rglob("*.py"))]
        subprocess.run(
            [TOOLS / "pyside6-lupdate", "-no-obsolete", "-locations", "none",
             "-target-language", language(catalogue),
             *(("-pluralonly",) if language(catalogue) == SOURCE else ()),
             *sources, str(core), "-ts", str(catalogue)],
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip


def compile_catalogue(catalogue: Path) -> None:
    """Write the .qm file that Qt loads next to the catalogue."""
    subprocess.run(
        [TOOLS / "pyside6-lrelease", str(catalogue), "-qm", str(catalogue.with_suffix(".qm"))],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def missing(catalogue: Path) -> list[tuple[str, str]]:
    """(context, sentence) of everything in the catalogue without a finished translation."""
    found = []
    for context in ET.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            done = message.find("translation")
            text = "" if done is None else "".join(done.itertext())
            if not text.strip() or (done is not None and done.get("type") == "unfinished"):
                found.append((context.findtext("name", ""), message.findtext("source", "")))
    return found


def main(folder: Path = FOLDER, *, only_list: bool = False) -> int:
    """Update and compile all catalogues, and list what has no translation; returns how many."""
    left = 0
    for catalogue in catalogues(folder):
        if not only_list:
            update(catalogue)
            compile_catalogue(catalogue)
        found = missing(catalogue)
        for context, sentence in found:
            print(f"{language(catalogue)}: {context}: {sentence}")
        left += len(found)
    print(f"{left} sentences have no translation")
    return left


if __name__ == "__main__":
    listing = "--missing" in sys.argv
    raise SystemExit(bool(main(only_list=listing)) and listing)

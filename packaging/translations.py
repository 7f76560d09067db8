"""Collect every sentence a user sees into the translation file, and compile it.

    python packaging/translations.py            update assets/translations/*.ts and compile *.qm
    python packaging/translations.py --missing  list what has no translation; exit code 1 if any

The window's sentences are found by Qt's own lupdate. The core knows no Qt: its sentence templates are
found in its syntax tree and given to lupdate under the context "core".
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
CATALOGUE = ROOT / "assets" / "translations" / "cxstage_zh_CN.ts"
TEMPLATE_ARGUMENT = {"Progress": (2, "what")}


def core_sentences() -> list[str]:
    """Every literal sentence template of the core, in order of first appearance."""
    errors = set(
        re.findall(r"^class (\w+Error)\(", (ROOT / "cxstage_core/errors.py").read_text("utf-8"), re.M)
    )
    found: dict[str, None] = {}
    for path in sorted((ROOT / "cxstage_core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for template in _templates(node, errors):
                    found.setdefault(template)
    return list(found)


def _templates(call: ast.Call, errors: set[str]) -> list[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    parts: list[ast.expr] = []
    keywords = {k.arg: k.value for k in call.keywords}
    if name in errors or name in {"text", "_"}:
        parts += call.args[:1]
        if "remedy" in keywords:
            parts.append(keywords["remedy"])
    elif name in TEMPLATE_ARGUMENT:
        position, keyword = TEMPLATE_ARGUMENT[name]
        if len(call.args) > position:
            parts.append(call.args[position])
        elif keyword in keywords:
            parts.append(keywords[keyword])
    literals = [n.value for part in parts for n in _strings(part)]
    return [value for value in literals if isinstance(value, str) and value.strip()]


def _strings(node: ast.expr) -> list[ast.Constant]:
    if isinstance(node, ast.Constant):
        return [node]
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return []


def update() -> None:
    """Refresh the catalogue from the sources and compile it; translations made earlier stay."""
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        core = Path(folder) / "core_sentences.py"
        lines = [
            f"QT_TRANSLATE_NOOP('core', {json.dumps(s, ensure_ascii=False)})" for s in core_sentences()
        ]
        core.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = [str(p) for p in sorted((ROOT / "cxstage_gui").rglob("*.py"))]
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [tools / "pyside6-lupdate", "-no-obsolete", "-locations", "none", "-target-language", "zh_CN",
             *sources, str(core), "-ts", str(CATALOGUE)],
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    subprocess.run(
        [tools / "pyside6-lrelease", str(CATALOGUE), "-qm", str(CATALOGUE.with_suffix(".qm"))],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def missing() -> list[tuple[str, str]]:
    """(context, sentence) of everything in the catalogue without a finished translation."""
    found = []
    for context in ET.parse(CATALOGUE).getroot().iter("context"):
        for message in context.iter("message"):
            done = message.find("translation")
            text = "" if done is None else "".join(done.itertext())
            if not text.strip() or (done is not None and done.get("type") == "unfinished"):
                found.append((context.findtext("name", ""), message.findtext("source", "")))
    return found


if __name__ == "__main__":
    if "--missing" not in sys.argv:
        update()
    left = missing()
    for context, sentence in left:
        print(f"{context}: {sentence}")
    print(f"{len(left)} sentences have no translation")
    raise SystemExit("--missing" in sys.argv and bool(left))

"""The Simplified Chinese catalogue: complete, up to date, and filled with the same values."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "cxstage_translations", ROOT / "packaging" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _script()
CATALOGUE = script.FOLDER / "cxstage_zh_CN.ts"


def _messages(catalogue: Path) -> Iterator[tuple[str, str, str]]:
    for context in ET.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            done = message.find("translation")
            words = "" if done is None else "".join(done.itertext())
            yield context.findtext("name", ""), message.findtext("source", ""), words


def _fields(template: str) -> Counter[tuple[str, str, str]]:
    return Counter(
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as the sources of today make it, in a folder of its own."""
    if not (script.TOOLS / "pyside6-lupdate").exists():
        pytest.skip("PySide6's tools are not beside this Python")
    copy = tmp_path_factory.mktemp("translations") / CATALOGUE.name
    shutil.copyfile(CATALOGUE, copy)
    script.update(copy)
    return copy


def test_every_sentence_of_the_sources_is_translated(collected: Path) -> None:
    assert script.missing(collected) == []


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(collected: Path) -> None:
    assert set(_messages(collected)) == set(_messages(CATALOGUE))


def test_every_sentence_has_its_context() -> None:
    """A call that lupdate misreads leaves its context empty, and the sentence stays English."""
    assert all(context for context, _, _ in _messages(CATALOGUE))


def test_translations_are_filled_with_the_same_values() -> None:
    unlike = [
        (source, words)
        for _, source, words in _messages(CATALOGUE)
        if _fields(source) != _fields(words)
    ]
    assert unlike == []


def test_the_core_sentences_include_errors_progress_schemes_and_groups() -> None:
    found = script.core_sentences()
    for sentence in (
        "{file} is not a cohort.",
        "Reading headers",
        "As in the paper",
        "chemoradiotherapy or systemic",
        "Wilson",
    ):
        assert sentence in found


SAY = """
from pathlib import Path
import sys
from PySide6.QtCore import QCoreApplication, QTranslator
from cxstage_core.errors import CohortError
from cxstage_core.staging import Facts, SCHEMES, stage
from cxstage_gui.strings import localized, error_message

application = QCoreApplication([])
translator = QTranslator()
assert translator.load(sys.argv[1])
application.installTranslator(translator)
sentences = [
    error_message(CohortError("{file} is not a cohort.", file="x.nii", remedy="Check the disk, then try again.")),
    localized(SCHEMES["t_only"].title),
    localized(stage(Facts(diameter_mm=25)).reason),
]
sys.stdout.buffer.write("\\n".join(sentences).encode())
"""


def test_the_compiled_catalogue_speaks_for_the_core() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAY, str(CATALOGUE.with_suffix(".qm"))],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "x.nii 不是队列。请检查磁盘，然后重试。",
        "仅局部范围",
        "局限于宫颈，最大径 25 mm（> 20 至 ≤ 40 mm）。",
    ]

"""Reader B tries every command with every right of B's: nothing of A comes out before B has completed the case."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from cxstage_core import cli
from cxstage_core.cli.opening import sign_in_as
from cxstage_core.intake import read_mask, write_mask
from tests.core.cohort.department import Department, outline, reading, words

SERIES = "t2-axial"
SECRET = "A says: parametrium on the left"


def _application() -> typer.Typer:
    application = typer.Typer()
    for module in pkgutil.walk_packages(cli.__path__, f"{cli.__name__}."):
        found = importlib.import_module(module.name)
        if hasattr(found, "register"):
            found.register(application)
    return application


APPLICATION = _application()

COMMANDS: dict[str, str] = {
    "demo": "",
    "phantom": "",
    "cohort create": "",
    "kit unpack": "",
    "cohort info": "C",
    "cohort verify": "C --rebuild",
    "cohort same-person": "C P0001 P0002 --reason x",
    "cohort separate": "C P0001 P0002 --reason x",
    "cohort use-despite": "C P0001 --reason x",
    "import": "C OUT",
    "clinical import": "C OUT/b.nii.gz",
    "roi import": "C P0001 t2-axial OUT/b.nii.gz --reader A",
    "roi export": "C P0001 t2-axial OUT/a.nii.gz --reader A",
    "roi acknowledge": "C P0001 --reader A",
    "reference adopt": "C",
    "split": "C",
    "external": "C E0001-x C",
    "recompute": "C E0001",
    "compare": "C",
    "predict": "C P0001 --model E0001-x",
    "radiomics": "C E0001",
    "predict-many": "C --model E0001-x --out OUT/t.csv",
    "predictions": "C",
    "reproduce": "OUT/r.json --cohort C",
    "test-maps": "C --model E0001-x",
    "search": "C",
    "pretrain": "C --model ShuffleNet --out OUT/w.safetensors --source cohort",
    "recipe": "OUT/settings.toml --cohort C --experiment E0001",
    "accounts list": "C",
    "accounts add": "C New --role coordinator",
    "accounts reset": "C A",
    "accounts passphrase": "C",
    "accounts close": "C A",
    "accounts reopen": "C A",
    "assign everybody": "C --readers A,B",
    "assign balanced": "C --readers A,B",
    "assign repeats": "C",
    "assign show": "C",
    "assign withdraw": "C P0001 A",
    "assign unblind": "C P0001 --reason curious",
    "agreement": "C --export OUT/agreement",
    "consensus": "C --rule first --reason x",
    "kit export": "C A OUT/a.cxkit",
    "kit pack": "C OUT/packed.cxkit",
    "kit import": "C OUT/a.cxkit",
    "audit verify": "C",
    "audit show": "C",
    "register": "C --patient P0001 --checkerboard OUT/board.png",
    "report": "C E0001 --export OUT/report",
}
"""Every command, with arguments by which B asks for A's outlines: C is the cohort, OUT an empty folder. Those without
arguments open no cohort that has accounts."""


def _names(group: Any, before: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _names(command, (*before, name))
        else:
            yield " ".join((*before, name))


def test_no_command_is_forgotten() -> None:
    assert set(_names(typer.main.get_command(APPLICATION))) == set(COMMANDS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    department = Department.found(tmp_path_factory.mktemp("commands") / "c")
    department.assign()
    done = reading("P0001", "A", 9, complete=True)
    department.enter("A").save_reading(type(done)(**{**_fields(done), "comment": SECRET}))
    department.enter("B").save_reading(reading("P0001", "B", 3))
    department.enter("Kim").references.freeze("P0001", {SERIES: outline(9)}, origin="reader A")
    return department.path


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _shows_a(folder: Path) -> bool:
    wanted = outline(9).array > 0
    for file in folder.rglob("*"):
        if file.suffix in (".gz", ".nrrd", ".mha") and file.is_file():
            if np.array_equal(read_mask(file).array > 0, wanted):
                return True
        elif file.is_file() and (file.suffix == ".cxkit" or SECRET.encode() in file.read_bytes()):
            return True
    return False


@pytest.mark.parametrize("name", [name for name, given in COMMANDS.items() if given])
def test_a_blind_reader_gets_nothing_of_another(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cohort = Path(shutil.copytree(made, tmp_path / "c.cxcohort"))
    out = tmp_path / "out"
    out.mkdir()
    write_mask(outline(2), out / "b.nii.gz")
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", words("B"))
    monkeypatch.setenv("CXSTAGE_NEW_PASSPHRASE", "quite another sentence")
    words_of = {"C": str(cohort)}
    given = [words_of.get(word, word.replace("OUT", str(out))) for word in COMMANDS[name].split()]
    sign_in_as("B")
    try:
        done = CliRunner().invoke(APPLICATION, [*name.split(), *given, "--json"])
    finally:
        sign_in_as("")
    assert done.exit_code != 2 or "Usage" not in done.output, done.output
    assert SECRET not in done.output
    assert not _shows_a(out), name
    if name == "roi export":
        assert "still blind" in done.output
    kim = Department(cohort).enter("Kim")
    assert not [e for e in kim.audit.entries() if e.act == "see outlines of others"]
    stored = kim.readings.get("P0001", "A")
    assert stored is not None
    assert (stored.comment, stored.version) == (SECRET, 1)

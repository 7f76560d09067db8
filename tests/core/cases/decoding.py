"""Files that ended, stopped or filled the machine, and values that are no measurements."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake import write_volume
from tests.core.cases.running import CXSTAGE, Case

GRID = Grid.axial((4, 12, 12), (3.0, 0.8, 0.8))


def with_a_neighbour(case: Case, words: str, rows: str = "t2") -> None:
    """The file is refused with these words, and a good one beside it is imported."""
    array = np.random.default_rng(1).integers(10, 900, GRID.size).astype(np.int16)
    write_volume(Volume(array, GRID), case.file("in") / "a_good_t2_tra.nii.gz")
    said = case.imported()
    assert said["counts"]["imported"] == 1, said
    refused = [row["reason"] for row in said["series"] if row["status"] == "rejected"]
    assert any(words in reason for reason in refused), refused
    assert rows in " ".join(row["source"] for row in said["series"])
    assert Cohort.open(case.cohort).patients() == ("P0001",)


def not_a_number(case: Case, count: str) -> None:
    """The image is refused with the number of its voxels that hold no measurement."""
    case.run("cohort", "create", case.cohort)
    said = case.run("import", case.cohort, case.file("t2_tse_tra.mha"), "--patient", "X", expect=None)
    (row,) = said["series"]
    assert row["status"] == "rejected"
    assert f"{count} of 14400 voxels hold no measurement" in row["reason"]


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and prints the largest memory of its processes, kB."""


def small_memory(case: Case) -> None:
    """The refusal takes less than 1 GB in each process."""
    with_a_neighbour(case, "compressed pixels", "0.dcm")
    if sys.platform == "linux":
        case.run("cohort", "create", case.file("again.cxcohort"))
        command = [CXSTAGE, "import", str(case.file("again.cxcohort")), str(case.file("in"))]
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True
        )
        assert int(done.stdout) < 1_000_000


CASES = {
    "14": lambda case: not_a_number(case, "1600"),
    "15": lambda case: not_a_number(case, "1"),
    "40": lambda case: with_a_neighbour(case, "cannot be read"),
    "41": lambda case: with_a_neighbour(case, "cannot be read"),
    "42": lambda case: with_a_neighbour(
        case, "The Image Orientation Patient of this image is", "1.dcm"
    ),
    "43": lambda case: with_a_neighbour(case, "8 bits are not the size of its type of voxels (512)"),
    "44": small_memory,
    "45": lambda case: with_a_neighbour(case, "keeps its pixels in another place"),
}

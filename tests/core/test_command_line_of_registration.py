"""The command `register`, and channels by role on the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cxstage_core.cohort import Cohort
from tests.core.dataset.cohorts import fill
from tests.core.test_command_line import run


def test_series_are_registered_once_and_shown_in_squares(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c", 2)
    board = tmp_path / "board.png"
    found = run("register", cohort.path, "--patient", "P0001", "--checkerboard", board)
    (one,) = found["registrations"]
    assert (one["patient"], one["fixed"], one["moving"]) == ("P0001", "t2-axial", "t1-axial")
    assert one["used"] == (one["reason"] == "")
    assert one["shift_mm"] < 3  # nothing was moved
    assert found["checkerboard"] == str(board)
    assert board.read_bytes().startswith(b"\x89PNG")
    both = run("register", cohort.path)
    assert both["registrations"][0] == one
    assert [row["patient"] for row in both["registrations"]] == ["P0001", "P0002"]
    assert len(Cohort.open(cohort.path).registrations.all("P0001")) == 1
    none = run("register", cohort.path, "--channel", "adc", expect=1)
    assert [row["patient"] for row in none["failed"]] == ["P0001", "P0002"]
    assert "no axial ADC series" in none["failed"][0]["reason"]


def test_channels_are_named_by_role_in_any_case_of_letters(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    run(
        "recipe", file, "--set", "channels=t2,adc,Mask", "--set", "empty_if_missing=none", "--set", "neighbours=1",
        "--set", "register=t1",
    )  # fmt: skip
    written = tomllib.loads(file.read_text(encoding="utf-8"))["preprocessing"]
    assert written["channels"] == ["T2", "ADC", "mask"]
    assert (written["empty_if_missing"], written["register"], written["neighbours"]) == ([], ["T1"], 1)
    refused = run("recipe", tmp_path / "x.toml", "--set", "channels=t2,pet", expect=1)
    assert "T2, T1, DWI, ADC, sagittal, mask" in refused["error"]

"""The tables of the documentation that are written by `packaging/tables.py` are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_tables_of_the_documentation_are_up_to_date() -> None:
    found = subprocess.run(
        [sys.executable, ROOT / "packaging" / "tables.py", "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr

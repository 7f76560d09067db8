"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("no clock", deadline=None)  # a busy machine is no failure
settings.load_profile("no clock")

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real MRI; tests that need it skip where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("no real MRI beside this checkout (../shared/data)")
    return REAL_DATA

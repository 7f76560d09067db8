"""Fixtures that every test may use."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_cache = tempfile.mkdtemp(prefix="cxstage-cache-")
os.environ["CXSTAGE_CACHE"] = (
    _cache  # nothing that this user's trainings have measured, and nothing left
)
atexit.register(shutil.rmtree, _cache, ignore_errors=True)

settings.register_profile("no clock", deadline=None)  # a busy machine is no failure
settings.load_profile("no clock")

SLOW_FOLDERS = ("gui", "real", "core/training", "core/prediction", "core/fuzz")
SLOW_MODULES = frozenset(
    [
        "test_command_line",
        "test_demo",
        "test_command_line_of_a_study",
        "test_command_line_of_accounts",
        "test_command_line_of_agreement",
        "test_opening_files_of_schema_1",
        "test_what_was_seen_is_logged",
        "test_life_of_a_case",
        "test_two_readers_at_once",
        "test_two_processes",
        "test_signing_in",
        "test_reading_kits",
        "test_reviewing",
        "test_audit_chain",
        "test_against_the_definitions",
        "test_build_families",
        "test_start_weights",
        "test_another_family",
        "test_taking_a_drawing_up_again",
        "test_writing_a_cohort",
        "test_prepare_a_cohort",
        "test_radiomics_baseline",
        "test_report_as_pdf",
        "test_study_report",
        "test_more_patients_than_memory",
        "test_formats_that_grow",
        "test_newer_versions_are_refused",
        "test_reading_blind",
        "test_outlines_for_a_prediction",
        "test_runtime_of_an_ensemble",
        "test_command_line_of_kits_and_audit",
        "test_command_line_of_reports",
        "test_assigning_readings",
    ]
)
"""Modules of other folders that take long; measured, 10 s and more on two cores."""

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make check` leaves to `make test`."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        if place.startswith(SLOW_FOLDERS) or item.path.stem in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real MRI; tests that need it skip where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("no real MRI beside this checkout (../shared/data)")
    return REAL_DATA

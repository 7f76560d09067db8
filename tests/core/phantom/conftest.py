"""One small cohort for all tests of the phantom."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.phantom import PhantomCohort, write_cohort

SEED = 3


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> PhantomCohort:
    """Four patients, written by two processes."""
    folder: Path = tmp_path_factory.mktemp("phantom")
    return write_cohort(folder, patients=4, seed=SEED)

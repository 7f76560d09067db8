"""The bladder outlined on the axial T2, taken over to the sagittal and coronal series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.imaging import Label
from cxstage_core.intake import import_series
from cxstage_core.reading.tools.transfer import transferred
from tests.real.test_overlay_on_the_pelvis import bladder

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def cohort(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    made = Cohort.create(tmp_path_factory.mktemp("transfer") / "real.cxcohort")
    import_series(made, [real_data / "pelvis_dicom"])
    return made


@pytest.mark.parametrize("series", ["t2-sagittal", "t2-coronal"])
def test_what_is_taken_over_is_the_bladder_there_too(cohort: Cohort, series: str) -> None:
    (patient,) = cohort.patients()
    mask = bladder(cohort.volume(patient, "t2-axial"))
    target = cohort.volume(patient, series)
    found = transferred(mask, target.grid, Label.TUMOUR)
    fluid = np.median(target.array[found])
    assert found.sum() > 1000
    assert fluid > np.percentile(target.array, 90)
    assert np.mean(target.array[found] > 0.6 * fluid) > 0.95
    # As much of it as both series see has the same volume.
    inside = target.grid.contains(mask.grid.index_to_world(np.argwhere(mask.array > 0)))
    seen = np.count_nonzero(inside) * mask.grid.voxel_mm3
    assert found.sum() * target.grid.voxel_mm3 == pytest.approx(seen, rel=0.06)

"""How long the agreement of two readers takes for a cohort of the paper's size."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import Reading, ReadingState, SeriesInfo
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.imaging import Grid, Label, Mask, Volume

GRID = Grid.axial((25, 512, 512), (5.0, 0.7, 0.7))


def main(patients: int = 112) -> None:
    """Tumours of 2 to 6 cm with a rim of possible infiltration, read twice on 25×512×512 voxels."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        cohort = Cohort.create(Path(folder) / "bench")
        voxels = 0
        for number in range(patients):
            patient = cohort.pseudonym(f"bench-{number}")
            # One picture, made different by one voxel: making pictures is not what is measured.
            image = np.zeros(GRID.size, dtype=np.uint16)
            image[0, 0, 0] = number + 1
            record, _ = cohort.add_series(patient, Volume(image, GRID), SeriesInfo("T2"))
            radius = rng.uniform(10, 30)
            for name, more in (("A", 0.0), ("B", 1.0)):
                mask = _tumour(radius + more, rng)
                voxels += int(np.count_nonzero(mask.array))
                cohort.save_reading(Reading(patient, name, {record.id: mask}, ReadingState.COMPLETE))
        began = time.perf_counter()
        found = compare_readers(cohort)
        taken = time.perf_counter() - began
    print(
        json.dumps(
            {
                "agreement_s": taken,
                "patients": found.summaries[0].n,
                "mean_voxels": voxels / patients / 2,
            }
        )
    )


def _tumour(radius: float, rng: np.random.Generator) -> Mask:
    mask = Mask.empty(GRID)
    middle = np.array([12, 256, 256]) * GRID.spacing + rng.normal(0, 1, 3)
    slices, rows, columns = np.ogrid[:25, 180:332, 180:332]
    far = sum(
        (axis * step - at) ** 2
        for axis, step, at in zip((slices, rows, columns), GRID.spacing, middle, strict=True)
    )
    part = mask.array[:, 180:332, 180:332]
    part[far <= (radius + 3) ** 2] = Label.INFILTRATION
    part[far <= radius**2] = Label.TUMOUR
    return mask


if __name__ == "__main__":
    main()

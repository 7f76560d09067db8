"""How long it takes to open a study and to save a reading."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import Reading, SeriesInfo
from cxstage_core.imaging import Grid, Mask, Volume


def main(rounds: int = 15) -> None:
    """Two sequences of 25×512×512 with MRI-like content; medians in milliseconds."""
    rng = np.random.default_rng(1)
    grid = Grid.axial((25, 512, 512), (4.0, 0.6, 0.6))
    rows, columns = np.mgrid[:512, :512]
    body = (((rows - 256) / 200) ** 2 + ((columns - 256) / 230) ** 2) < 1
    with tempfile.TemporaryDirectory() as folder:
        cohort = Cohort.create(Path(folder) / "bench")
        patient = cohort.pseudonym("bench")
        ids = []
        for sequence in ("T2", "T1"):
            noise = rng.normal(0, 20, grid.size)
            array = np.clip(body * 400 + noise, 0, 4000).astype(np.uint16)
            record, _ = cohort.add_series(patient, Volume(array, grid), SeriesInfo(sequence))
            ids.append(record.id)
        mask = Mask.empty(grid)
        mask.array[8:16, 200:280, 210:290] = 1
        opening, saving = [], []
        for _ in range(rounds):
            began = time.perf_counter()
            for series in ids:
                cohort.volume(patient, series)
            opening.append(time.perf_counter() - began)
            began = time.perf_counter()
            cohort.save_reading(Reading(patient, "A", {ids[0]: mask}))
            saving.append(time.perf_counter() - began)
    print(
        json.dumps(
            {
                "open_study_ms": 1000 * statistics.median(opening),
                "save_reading_ms": 1000 * statistics.median(saving),
                "rounds": rounds,
            }
        )
    )


if __name__ == "__main__":
    main()

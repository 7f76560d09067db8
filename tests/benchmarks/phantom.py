"""How many synthetic patients a second are drawn, rendered and written as DICOM.

A cohort as large as the paper's: of a small one most of the time is the start of the worker processes.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from cxstage_core.phantom import write_cohort


def main(patients: int = 120) -> None:
    """Write a cohort once and print the rate, start-up of the workers included."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        write_cohort(Path(folder) / "phantom", patients=patients, seed=7)
        seconds = time.perf_counter() - began
    print(json.dumps({"patients_per_s": patients / seconds, "patients": patients}))


if __name__ == "__main__":
    main()

"""The bars that need a GPU: `python -m tests.benchmarks.gpu --part loaders|comparison|memory`.

Each part is over within six minutes, the start of the machine included, writes its table after every figure
(`gpu_table`), and goes on where it was when it is called again. It needs torch, torchvision, timm and h5py; what
else it compares with comes as wheels in `build/wheels`, and is "not measured" where it is missing. `--rehearse`
runs every line on a CPU with little data, whose figures mean nothing. Without `--part` the bars are read
from the tables, after all parts were measured where there is a GPU.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import zipfile
from pathlib import Path

WHEELS = Path("build/wheels")
MOST_BYTES = 64 << 20
"""A machine that is lent takes no more along."""
OUT = Path("build/gpu")
PARTS = ("loaders", "comparison", "memory")
MINUTES = 4.0
"""After so long no further figure is begun: the start of the machine and the figure in work come on top."""


def unpacked(wheels: Path, into: Path) -> list[str]:
    """Unpack wheels that lie beside the project and put them last on the path; returns their names.

    Raises:
        SystemExit: they are larger than what a machine takes along.
    """
    found = sorted(wheels.glob("*.whl"))
    if sum(wheel.stat().st_size for wheel in found) > MOST_BYTES:
        raise SystemExit(f"{wheels} holds more than {MOST_BYTES >> 20} MiB.")
    for wheel in found:
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(into)
    if found:
        sys.path.append(str(into))
    return [wheel.name.partition("-")[0] for wheel in found]


def measure(part: str, out: Path, minutes: float, *, rehearse: bool) -> None:
    """Measure what is missing of one part."""
    import torch

    from cxstage_core.training.loop.devices import device_title, training_ground
    from cxstage_core.training.run.provenance import libraries
    from tests.benchmarks.gpu_figures import MEASURED, Bench
    from tests.benchmarks.gpu_table import Clock, Table

    clock = Clock(60 * minutes)
    with tempfile.TemporaryDirectory() as folder:
        unpacked(WHEELS, Path(folder))
        bench = Bench(torch.device("cpu" if rehearse else "cuda"), small=rehearse)
        about = {
            "device": device_title(bench.device),
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "libraries": libraries(),
            "settings": bench.settings(),
            "rehearsal": rehearse,
        }
        table = Table(out, part, about)
        with training_ground(bench.device, 0):
            MEASURED[part](bench, table, clock)


def main() -> None:
    """Measure a part, or print the bars as one line of JSON."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--part", choices=PARTS)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--minutes", type=float, default=MINUTES)
    arguments.add_argument("--rehearse", action="store_true")
    given = arguments.parse_args()

    import torch

    from tests.benchmarks.gpu_figures import bars

    there = given.rehearse or torch.cuda.is_available()
    if given.part is not None:
        if not there:
            raise SystemExit("There is no GPU here; --rehearse runs every line on the CPU.")
        measure(given.part, given.out, given.minutes, rehearse=given.rehearse)
        return
    if there:
        for part in PARTS:
            measure(part, given.out, given.minutes, rehearse=given.rehearse)
    found = bars(given.out)
    print(json.dumps(found or {"not_measured": "there is no GPU here"}))


if __name__ == "__main__":
    main()

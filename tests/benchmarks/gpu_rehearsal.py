"""Rehearse the GPU's parts on a CPU, in an environment as bare as a lent machine: `make gpu-rehearsal`.

The environment in `build/bare` holds torch, torchvision, timm, h5py, typer and what these need, linked from the one
that runs this; whatever else the core imports on the way to a trained network is an error here.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

from packaging.requirements import Requirement

from tests.benchmarks.gpu import PARTS

BARE = Path("build/bare")
OUT = Path("build/gpu-rehearsal")
THERE = ("torch", "torchvision", "timm", "h5py", "typer", "numpy")
MISSING = ("SimpleITK", "pydicom", "optuna", "monai", "PySide6", "argon2", "scipy", "sklearn")


def needed(names: tuple[str, ...]) -> list[importlib.metadata.Distribution]:
    """These distributions with all that they require."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except (
            importlib.metadata.PackageNotFoundError
        ):  # for another system, or not needed by this build
            continue
        for written in found[name].requires or ():
            wanted = Requirement(written)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                waiting.append(wanted.name)
    return list(found.values())


def bare() -> Path:
    """Make the environment; return its Python."""
    shutil.rmtree(BARE, ignore_errors=True)
    venv.create(BARE, with_pip=False, symlinks=True)
    (packages,) = BARE.glob("lib/python*/site-packages")
    for distribution in needed(THERE):
        for top in {file.parts[0] for file in distribution.files or () if file.parts[0] != ".."}:
            source, link = Path(str(distribution.locate_file(top))), packages / top
            if top != "__pycache__" and source.exists() and not link.exists():
                link.symlink_to(source.resolve())
    return BARE / "bin" / "python"


def main() -> None:
    """Run every part, print how long it took and how many figures its table has."""
    python = bare()
    looks = "import importlib.util as u, sys; sys.exit(', '.join(n for n in sys.argv[1:] if u.find_spec(n)) or 0)"
    subprocess.run([str(python), "-c", looks, *MISSING], check=True)
    shutil.rmtree(OUT, ignore_errors=True)
    found = {}
    for part in PARTS:
        began = time.perf_counter()
        command = ["-m", "tests.benchmarks.gpu", "--part", part, "--rehearse", "--out", str(OUT)]
        subprocess.run([str(python), *command], check=True)
        lines = (OUT / f"{part}.jsonl").read_text().splitlines()
        found[part] = {"s": round(time.perf_counter() - began, 1), "figures": len(lines) - 1}
    print(json.dumps({"rehearsed": found, "python": sys.version.split()[0]}))


if __name__ == "__main__":
    main()

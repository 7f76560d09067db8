"""Programs of others that read and keep DICOM, and what they say of a file."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import SimpleITK as sitk

from cxstage_core.imaging import Grid
from cxstage_core.imaging.resample import grid_of_sitk

Points = set[tuple[float, float, float]]


def peer(name: str) -> str:
    """The path of a program of Debian; skips the test where it is not installed."""
    found = shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    if found is None:
        pytest.skip(f"{name} is not installed (apt-get install dcmtk dicom3tools orthanc)")
    return found


def dcmqi(name: str) -> str:
    """The path of a program of the dcmqi wheel."""
    return str(Path(sys.executable).with_name(name))


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, errors="replace"
    )


def errors_of_dciodvfy(file: Path) -> list[str]:
    """What dicom3tools finds wrong in a file."""
    said = run(peer("dciodvfy"), "-new", file)
    return [line for line in (said.stdout + said.stderr).splitlines() if line.startswith("Error")]


def points(inside: npt.NDArray[np.bool_], grid: Grid) -> Points:
    """World positions of the marked voxels, to a hundredth of a millimetre."""
    found = np.round(grid.index_to_world(np.argwhere(inside)), 2) + 0.0
    return {(float(x), float(y), float(z)) for x, y, z in found}


def apart(one: Points, other: Points) -> float:
    """The largest distance of a point to its nearest partner, mm; infinite if they differ in number."""
    if len(one) != len(other):
        return float("inf")
    here, there = np.array(sorted(one)), np.array(sorted(other))
    gaps = np.linalg.norm(here[:, None] - there[None], axis=2)
    return float(max(gaps.min(axis=0).max(), gaps.min(axis=1).max()))


def points_of_dcmqi(file: Path, out: Path) -> dict[int, Points]:
    """Segments as dcmqi converts them, by segment number."""
    out.mkdir()
    said = run(
        dcmqi("segimage2itkimage"),
        "--inputDICOM",
        file,
        "--outputDirectory",
        out,
        "-t",
        "nrrd",
        "-p",
        "s",
    )
    assert said.returncode == 0, said.stdout + said.stderr
    found = {}
    for image in sorted(out.glob("s-*.nrrd")):
        picture = sitk.ReadImage(str(image))
        number = int(image.stem.removeprefix("s-"))
        found[number] = points(sitk.GetArrayFromImage(picture) > 0, grid_of_sitk(picture))
    return found


def report_of_dcmqi(file: Path, out: Path) -> dict[str, object]:
    """A structured report as dcmqi reads it."""
    said = run(dcmqi("tid1500reader"), "--inputDICOM", file, "--outputMetadata", out)
    assert said.returncode == 0, said.stdout + said.stderr
    found: dict[str, object] = json.loads(out.read_text("utf-8", errors="replace"))
    return found


@dataclass(frozen=True)
class Archive:
    """A running Orthanc."""

    http: int
    dicom: int

    def ask(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=30) as answer:
            return bytes(answer.read())

    def send(self, *files: Path) -> None:
        said = run(peer("storescu"), "-R", "-aec", "ORTHANC", "127.0.0.1", self.dicom, *files)
        assert said.returncode == 0, said.stdout + said.stderr

    def instances(self) -> list[bytes]:
        """Every stored file."""
        return [self.ask(f"/instances/{name}/file") for name in json.loads(self.ask("/instances"))]


@contextlib.contextmanager
def archive(folder: Path) -> Iterator[Archive]:
    """Start an Orthanc on free ports of this machine, and end it."""
    program = peer("Orthanc")
    http, dicom = _free_ports(2)
    folder.mkdir()
    settings = {
        "StorageDirectory": str(folder / "db"),
        "IndexDirectory": str(folder / "db"),
        "HttpPort": http,
        "DicomPort": dicom,
        "DicomAet": "ORTHANC",
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomAlwaysAllowStore": True,
        "OverwriteInstances": True,
        "Plugins": [],
    }
    (folder / "orthanc.json").write_text(json.dumps(settings))
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [program, str(folder / "orthanc.json")], stdout=log, stderr=subprocess.STDOUT
    )
    found = Archive(http, dicom)
    try:
        for _ in range(400):
            assert process.poll() is None, (folder / "log").read_text(errors="replace")
            try:
                found.ask("/system")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError("Orthanc did not start")
        yield found
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as open_ones:
        found = []
        for _ in range(count):
            one = open_ones.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            found.append(int(one.getsockname()[1]))
        return found

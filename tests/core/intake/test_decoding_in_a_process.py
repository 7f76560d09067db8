"""Foreign files are decoded in a process of its own: what ends it costs one file, and no time or memory."""

from __future__ import annotations

import bz2
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from cxstage_core.cohort import Cohort
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake import import_series, read_volume, scan, write_volume
from cxstage_core.intake.decoding.client import Decoder, decoder
from cxstage_core.intake.decoding.limits import Limits
from cxstage_core.intake.formats.picture import Picture
from cxstage_core.intake.image_files import volume_of

GRID = Grid.axial((6, 30, 40), (3.0, 0.8, 0.8))
on_posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


def written(file: Path, value: int = 7) -> Path:
    """A good image; its voxel (0, 0, 0) has the value."""
    array = np.random.default_rng(2).integers(10, 900, GRID.size).astype(np.int16)
    array[0, 0, 0] = value
    file.parent.mkdir(parents=True, exist_ok=True)
    write_volume(Volume(array, GRID), file)
    return file


def slow(file: Path, megabytes: int = 900) -> Path:
    """An NRRD file of a few kB whose pixels take seconds to unpack, and turn out to be cut off."""
    head = (
        "NRRD0004\ntype: double\ndimension: 3\nspace: left-posterior-superior\nsizes: 1000 1000 120\n"
        "space directions: (1,0,0) (0,1,0) (0,0,1)\nendian: little\nencoding: bzip2\n"
        "space origin: (0,0,0)\n\n"
    )
    file.write_bytes(head.encode() + bz2.compress(bytes(1 << 20)) * megabytes)
    return file


def image(own: Decoder, file: Path) -> Volume:
    """Read an image with a process of the test's own."""
    found = own.ask("picture", file, work_bytes=file.stat().st_size)
    assert isinstance(found, Picture)
    return volume_of(found, file)


def test_one_process_serves_all_files_and_threads(tmp_path: Path) -> None:
    files = [written(tmp_path / f"bild é 子宫 {n}.nii.gz", n) for n in range(8)]
    read_volume(files[0])
    first = decoder().pid
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read_volume, files))
    assert [int(v.array[0, 0, 0]) for v in found] == list(range(8))
    assert decoder().pid == first != os.getpid()
    found[0].array[0, 0, 0] = 9  # what comes back may be changed


@on_posix
def test_a_process_that_was_killed_is_started_again(tmp_path: Path) -> None:
    file = written(tmp_path / "a.mha")
    read_volume(file)
    before = decoder().pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert int(read_volume(file).array[0, 0, 0]) == 7
    assert decoder().pid != before


@on_posix
def test_a_file_that_ends_the_process_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    own = Decoder()
    file = slow(tmp_path / "t2.nrrd")
    killing = threading.Thread(target=lambda: kill_when_started(own))
    killing.start()
    with pytest.raises(IntakeError, match=r"t2\.nrrd is damaged in a way that ends the decoder"):
        image(own, file)
    killing.join()
    assert int(image(own, written(tmp_path / "b.mha")).array[0, 0, 0]) == 7
    own.close()


def kill_when_started(own: Decoder) -> None:
    """Kill the process once it works on its first file."""
    while own.pid is None:
        time.sleep(0.01)
    pid = own.pid
    while cpu_seconds(pid) < 1.2:  # starting takes less
        time.sleep(0.01)
    os.kill(pid, signal.SIGSEGV)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process; 0 where it cannot be told."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@on_posix
def test_a_file_that_never_ends_is_stopped_and_named(tmp_path: Path) -> None:
    own = Decoder(Limits(file_s=3.0))
    good = written(tmp_path / "a.mha")
    image(own, good)
    assert own.pid is not None
    os.kill(own.pid, signal.SIGSTOP)
    with pytest.raises(IntakeError, match=r"Reading .*a\.mha was stopped after"):
        image(own, good)
    assert image(own, good).grid == read_volume(good).grid
    own.close()


@on_linux
def test_memory_beyond_what_the_header_declares_is_not_given(tmp_path: Path) -> None:
    own = Decoder(Limits(memory=1 << 20, memory_per_byte=0))
    with pytest.raises(IntakeError, match=r"t2\.nrrd (needs far more memory|cannot be read)"):
        image(own, slow(tmp_path / "t2.nrrd", 100))
    own.close()


def test_more_pixels_than_an_answer_may_have_are_not_taken(tmp_path: Path) -> None:
    own = Decoder(Limits(output=1000))
    with pytest.raises(IntakeError, match="needs far more memory"):
        image(own, written(tmp_path / "a.mha"))
    own.close()


PARENT = """
import sys, threading, time
from pathlib import Path
from cxstage_core.intake.decoding.client import decoder
own = decoder()
threading.Thread(target=lambda: own.ask("picture", Path(sys.argv[1])), daemon=True).start()
while own.pid is None:
    time.sleep(0.01)
print(own.pid, flush=True)
time.sleep(600)
"""


@on_linux
@pytest.mark.parametrize("busy", [True, False])
def test_the_process_ends_with_its_parent(tmp_path: Path, busy: bool) -> None:
    file = slow(tmp_path / "t2.nrrd") if busy else written(tmp_path / "t2.mha")
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(file)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    while cpu_seconds(pid) < (1.2 if busy else 0.1):
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    while Path(f"/proc/{pid}").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text():
        time.sleep(0.01)  # for ever, if the process stays


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_has_a_process_of_its_own(tmp_path: Path) -> None:
    file = written(tmp_path / "a.mha")
    read_volume(file)
    before = decoder().pid
    child = os.fork()
    if child == 0:
        ok = int(read_volume(file).array[0, 0, 0]) == 7 and decoder().pid != before
        decoder().close()
        os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert int(read_volume(file).array[0, 0, 0]) == 7
    assert decoder().pid == before


def test_one_bad_header_among_many_costs_one_series(
    tmp_path: Path, series: Callable[..., list[Path]]
) -> None:
    for number in range(12):
        series(tmp_path / "in" / f"s{number}", SeriesDescription=f"t2 tra b{number}")
    bad = series(tmp_path / "in" / "s12", ImageOrientationPatient=[1, 0, 0, 0, 1, 0, 0, 0, 1])
    found = scan([tmp_path / "in"])
    assert len(found.candidates) == 12
    assert all("b12" not in candidate.info.description for candidate in found.candidates)
    (refusal,) = found.rejections
    assert refusal.source == bad[0].parent
    assert "6 files: The Image Orientation Patient of this image is" in str(refusal.reason)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e38])
def test_voxels_without_a_measurement_are_refused_with_their_number(
    tmp_path: Path, value: float
) -> None:
    array = np.random.default_rng(2).normal(300, 80, GRID.size).astype(np.float32)
    array[2, 3:5, 4] = value
    picture = sitk.GetImageFromArray(array)
    picture.SetSpacing((0.8, 0.8, 3.0))
    (tmp_path / "in").mkdir()
    for suffix in (".nii.gz", ".mha", ".nrrd"):
        sitk.WriteImage(picture, str(tmp_path / "in" / f"t2_tse_tra{suffix}"))
    written(tmp_path / "in" / "a_t2_tra.mha")
    report = import_series(Cohort.create(tmp_path / "c"), [tmp_path / "in"])
    assert report.by_status == {"imported": 1, "duplicate": 0, "rejected": 3}
    refused = [s.reason for s in report.series if s.status == "rejected"]
    assert all(reason.startswith("2 of 7200 voxels hold no measurement") for reason in refused)

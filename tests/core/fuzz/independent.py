"""What other libraries see in a file; SimpleITK in a process of its own, because damaged files may end it."""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid

Array = npt.NDArray[Any]
SAME_MM = 0.1
_SECONDS = 20.0


@dataclass(frozen=True)
class Picture:
    """An image as SimpleITK reads it: values (slice, row, column), and the matrix from index to LPS mm."""

    array: Array
    affine: Array
    texts: dict[str, str]

    def corners(self) -> Array:
        """World positions of the corner voxels."""
        return _corners(self.affine, self.array.shape[:3])


def _corners(affine: Array, shape: tuple[int, ...]) -> Array:
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in shape], indexing="ij")).reshape(3, -1).T
    return np.asarray(ends @ affine[:3, :3].T + affine[:3, 3])


def same_place(grid: Grid, picture: Picture) -> bool:
    """Whether every corner lies where SimpleITK has it."""
    if tuple(grid.size) != tuple(picture.array.shape[:3]):
        return False
    gap = np.linalg.norm(_corners(grid.affine, grid.size) - picture.corners(), axis=1)
    return bool(gap.max() <= SAME_MM)


def same_values(one: Array, other: Array) -> bool:
    """Whether two arrays hold the same numbers, as exactly as single precision."""
    if one.shape != other.shape:
        return False
    a, b = one.astype(np.float64), other.astype(np.float64)
    return bool(np.allclose(a, b, rtol=2e-6, atol=1e-6 * max(1.0, float(np.abs(b).max(initial=0.0)))))


def places(array: Array, affine: Array, label: int) -> Array:
    """World positions of the voxels with a label, sorted."""
    index = np.argwhere(array == label)
    world = np.round(index @ affine[:3, :3].T + affine[:3, 3], 1) + 0.0
    return np.asarray(world[np.lexsort(world.T)])


def same_places(one: Array, other: Array) -> bool:
    """Whether two sorted lists of positions agree."""
    from scipy.spatial import cKDTree

    if len(one) != len(other):
        return False
    if not len(one):
        return True
    near, _ = cKDTree(other).query(one)
    return bool(np.max(near) <= 0.25)


class Reader:
    """SimpleITK in a process of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, file: Path) -> Picture | None:
        """Return the image, None if SimpleITK cannot read it."""
        with file.open("rb") as stream:
            if stream.read(4) == b"\x1c\x02\0\0":
                return of_nifti_2(file)
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.core.fuzz.independent"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(_SECONDS, process.kill)
        timer.start()
        try:
            pickle.dump(str(file), process.stdin)
            process.stdin.flush()
            found = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._process = None
            process.kill()
            return None
        finally:
            timer.cancel()
        return None if found is None else Picture(*found)

    def __del__(self) -> None:
        if self._process is not None:
            self._process.kill()


def of_nifti_2(file: Path) -> Picture | None:
    """Read a little-endian NIfTI-2 file field by field; SimpleITK does not know the format."""
    content = file.read_bytes()
    try:
        (size,) = struct.unpack_from("<i", content, 0)
        kind, _ = struct.unpack_from("<2h", content, 12)
        dim = struct.unpack_from("<8q", content, 16)
        (offset,) = struct.unpack_from("<q", content, 168)
        slope, shift = struct.unpack_from("<2d", content, 176)
        qform, sform = struct.unpack_from("<2i", content, 344)
        rows = np.array(struct.unpack_from("<12d", content, 400)).reshape(3, 4)
        dtype = np.dtype(
            {2: "u1", 4: "<i2", 8: "<i4", 16: "<f4", 64: "<f8", 256: "i1", 512: "<u2", 768: "<u4"}[kind]
        )
        x, y, z = dim[1:4]
        if (
            size != 540
            or dim[0] < 3
            or any(n != 1 for n in dim[4 : dim[0] + 1])
            or (sform < 1 and qform < 1)
        ):
            return None
        array = np.frombuffer(content, dtype, x * y * z, max(544, offset)).reshape(z, y, x)
    except (struct.error, KeyError, ValueError):
        return None
    if slope not in (0.0, 1.0) or (slope == 1.0 and shift):
        array = array * slope + shift
    if sform < 1:
        rows = _rows_of_quaternion(
            struct.unpack_from("<6d", content, 352), struct.unpack_from("<8d", content, 104)
        )
    affine = np.eye(4)
    affine[:3] = np.diag([-1.0, -1.0, 1.0]) @ rows[:, [2, 1, 0, 3]]
    return Picture(array, affine, {"qform": str(qform)})


def _rows_of_quaternion(qform: tuple[float, ...], pixdim: tuple[float, ...]) -> Array:
    """Rotation, sizes and offset of method 2 of nifti1.h, as three rows."""
    from scipy.spatial.transform import Rotation

    imaginary = np.array(qform[:3])
    real = np.sqrt(max(0.0, 1.0 - float(imaginary @ imaginary)))
    turned = Rotation.from_quat([*imaginary, real]).as_matrix()
    sizes = np.array(pixdim[1:4]) * (1.0, 1.0, -1.0 if pixdim[0] < 0 else 1.0)
    return np.column_stack([turned * sizes, qform[3:6]])


def _serve() -> None:
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    while True:
        try:
            name = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            reader = sitk.ImageFileReader()
            reader.SetFileName(name)
            reader.ReadImageInformation()
            image = reader.Execute()
            texts = {key: image.GetMetaData(key) for key in image.GetMetaDataKeys()}
            array = sitk.GetArrayFromImage(image)
            n = image.GetDimension()
            axes = np.eye(3)
            held = np.asarray(image.GetDirection()).reshape(n, n)[:3, :3]
            axes[: held.shape[0], : held.shape[1]] = held
            spacing, origin = [*image.GetSpacing(), 1.0][:3], [*image.GetOrigin(), 0.0][:3]
            affine = np.eye(4)
            affine[:3, :3] = (axes * np.asarray(spacing))[:, ::-1]
            affine[:3, 3] = origin
            found: Any = (array, affine, texts)
        except Exception:  # whatever it raises, it cannot read the file; `Reader` answers None
            found = None
        pickle.dump(found, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()

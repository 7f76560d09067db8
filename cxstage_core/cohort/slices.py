"""Stacks of slices in HDF5: one chunk per slice, shuffled, deflated; packed and unpacked in parallel.

Any HDF5 program reads the result. Here chunks pass zlib directly: it frees Python's lock, so slices
are unpacked side by side, and it is told how many bytes may come out of a chunk.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.guard import FREE_BYTES

_LEVEL = 1
_WORKERS = min(4, os.cpu_count() or 1)


def write_stack(
    group: h5py.Group, name: str, array: npt.NDArray[Any], *, sparse: bool = False
) -> h5py.Dataset:
    """Store an array (slice, row, column).

    Args:
        sparse: leave out slices of zeros; a reader of the file sees zeros there.
    """
    array = np.ascontiguousarray(array)
    stack = group.create_dataset(
        name,
        shape=array.shape,
        dtype=array.dtype,
        chunks=(1, *array.shape[1:]),
        compression="gzip",
        compression_opts=_LEVEL,
        shuffle=array.dtype.itemsize > 1,
        fillvalue=0,
    )
    leave_out = sparse and array.nbytes <= FREE_BYTES
    wanted = [i for i in range(len(array)) if not leave_out or array[i].any()]
    for index, packed in zip(wanted, _parallel(_pack, [array[i] for i in wanted]), strict=True):
        stack.id.write_direct_chunk((index, 0, 0), packed)
    return stack


def read_stack(stack: h5py.Dataset) -> npt.NDArray[Any]:
    """Load an array (slice, row, column) that `write_stack` stored.

    Raises:
        ValueError: a chunk does not unpack to one slice.
    """
    if stack.ndim != 3 or stack.chunks != (1, *stack.shape[1:]):
        raise ValueError("not a stack of slices")
    if stack.compression != "gzip" or stack.fletcher32 or stack.shuffle != (stack.dtype.itemsize > 1):
        raise ValueError("not packed as expected")
    out = np.zeros(stack.shape, dtype=stack.dtype)
    tasks = []
    for number in range(stack.id.get_num_chunks()):
        where = stack.id.get_chunk_info(number).chunk_offset
        skipped, packed = stack.id.read_direct_chunk(where)
        if skipped:
            raise ValueError("not packed as expected")
        tasks.append((packed, out[where[0]]))
    for _ in _parallel(_unpack, tasks):
        pass
    return out


def _pack(plane: npt.NDArray[Any]) -> bytes:
    if plane.dtype.itemsize > 1:
        plane = plane.reshape(-1).view(np.uint8).reshape(-1, plane.dtype.itemsize).T
    return zlib.compress(np.ascontiguousarray(plane).data, _LEVEL)


def _unpack(task: tuple[bytes, npt.NDArray[Any]]) -> None:
    packed, plane = task
    opener = zlib.decompressobj()
    raw = opener.decompress(packed, plane.nbytes + 1)
    if len(raw) != plane.nbytes or not opener.eof:
        raise ValueError("a slice has the wrong number of bytes")
    width = plane.dtype.itemsize
    bytes_in_order = np.frombuffer(raw, dtype=np.uint8)
    out = plane.reshape(-1).view(np.uint8).reshape(-1, width)
    for byte in range(width):
        out[:, byte] = bytes_in_order[byte * (len(raw) // width) : (byte + 1) * (len(raw) // width)]


def _parallel(work: Any, tasks: list[Any]) -> Iterable[Any]:
    if len(tasks) < 2 or _WORKERS == 1:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(work, tasks))

"""Stacks of slices in HDF5: one chunk per slice, shuffled, deflated; packed and unpacked in parallel.

Any HDF5 program reads the result. Here chunks pass zlib directly: it frees Python's lock, so slices
are unpacked side by side, and it is given the number of bytes that may come out of a chunk. Bytes that are
mostly noise are put into the deflate stream as they are: a series is 2 % larger and opens more than
twice as fast (figures in docs/cohort-format.md).
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

from cxstage_core.storage.hdf5_guard import FREE_BYTES

_LEVEL = 1
_BLOCK = 512
_NOISY = 0.6
"""A sample that does not shrink below this share is not worth packing."""
_ZLIB_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"
"""An empty final deflate block, after which only the checksum follows."""
_WORKERS = min(4, os.cpu_count() or 1)


def write_stack(
    group: h5py.Group, name: str, array: npt.NDArray[Any], *, sparse: bool = False
) -> h5py.Dataset:
    """Store an array (slice, row, column).

    Args:
        sparse: leave out slices of zeros (whole numbers only); a reader of the file sees zeros there.
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
    leave_out = sparse and array.dtype.kind in "ui" and array.nbytes <= FREE_BYTES
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
    """One zlib stream of the slice's first bytes, then its second bytes, …"""
    width = plane.dtype.itemsize
    parts = [_ZLIB_HEADER]
    check = 1
    for byte in np.ascontiguousarray(plane.reshape(-1).view(np.uint8).reshape(-1, width).T):
        packer = zlib.compressobj(_level(byte), zlib.DEFLATED, -zlib.MAX_WBITS)
        parts += [packer.compress(byte.data), packer.flush(zlib.Z_FULL_FLUSH)]
        check = zlib.adler32(byte.data, check)
    return b"".join([*parts, _LAST_BLOCK, check.to_bytes(4, "big")])


def _level(values: npt.NDArray[np.uint8]) -> int:
    """0 (stored) for values of which a sample hardly shrinks, else the usual level."""
    sample = values[: len(values) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)[::8]
    size = len(zlib.compress(np.ascontiguousarray(sample).data, _LEVEL))
    return 0 if sample.size and size > _NOISY * sample.size else _LEVEL


def _unpack(task: tuple[bytes, npt.NDArray[Any]]) -> None:
    packed, plane = task
    opener = zlib.decompressobj()
    try:
        raw = opener.decompress(packed, plane.nbytes + 1)
    except zlib.error as error:
        raise ValueError("a slice does not unpack") from error
    if len(raw) != plane.nbytes or not opener.eof:
        raise ValueError("a slice has the wrong number of bytes")
    width = plane.dtype.itemsize
    by_place = np.frombuffer(raw, dtype=np.uint8).reshape(width, -1)
    if width == 2:
        whole = plane.reshape(-1).view("<u2")
        np.multiply(by_place[1], 256, out=whole, dtype=np.uint16)
        whole |= by_place[0]
    else:
        plane.reshape(-1).view(np.uint8).reshape(-1, width)[:] = by_place.T


def _parallel(work: Any, tasks: list[Any]) -> Iterable[Any]:
    if len(tasks) < 2 or _WORKERS == 1:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(work, tasks))

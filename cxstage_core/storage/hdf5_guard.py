"""What a cohort's HDF5 file may not do: point elsewhere, or claim to be far larger than it is.

A cohort may come from a stranger. HDF5 can link to other files, keep its data in any other file
(external storage, virtual datasets) and declare terabytes that were never stored; all of it is refused
before any value is read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py

from cxstage_core.errors import CohortError, GeometryError, IntegrityError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.steps import STEPS
from cxstage_core.migrations.upgrade import check_version, first_step, lacking, migrate
from cxstage_core.storage.checksum import check_seal
from cxstage_core.storage.own_path import own

FREE_BYTES = 64 << 20
"""A dataset of up to this size may be stored in any number of bytes (an empty mask takes none)."""
_LARGEST_RATIO = 300
"""zlib at our level packs a blank slice 227 times; a bomb packs 1,000 times and more."""
_CEILING_BYTES = 8 << 30
_DEEPEST = 8
_MOST_OBJECTS = 500_000
_FILTERS = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_FLETCHER32}
_PLAIN_TYPES = {h5py.h5t.INTEGER, h5py.h5t.FLOAT, h5py.h5t.STRING, h5py.h5t.ENUM}
_INSIDE = re.compile(r"(?:(?:series|readings)/P\d{4,9}|references|experiments)/[A-Za-z0-9._-]+\.h5")
_AT_ROOT = {"clinical.h5", "split.h5"}

_VERSION = "schema"
_MIGRATED_FROM = "migrated_from"
_REMEDY = "Do not use this cohort unless you know who changed it; get a fresh copy from its source."


@contextmanager
def opened(path: Path, root: Path, *, kind: str) -> Iterator[h5py.File]:
    """Open a cohort's HDF5 file for reading, guarded, in the version of today.

    A file of an older version is migrated in memory; on disk it stays as it is. `as_stored` distinguishes them.

    Args:
        root: the cohort's folder; the file must really lie in it.
        kind: key of `KINDS`, which the file must have as its root attribute `kind`.

    Raises:
        IntegrityError: the file is damaged or not what it should be.
        CohortError: it is missing, of a newer version, or refused by the guard; or it is of an older
            version and lacks a value without a safe default.
    """
    own(path, root)
    known = found = KINDS[kind].version
    try:
        check_seal(path)
        with h5py.File(path, "r", locking=False) as file:
            found = int(file.attrs[_VERSION])
            check_version(kind, found, path)
            check_content(file, path, links=kind == "index")
            if file.attrs["kind"] != kind:
                raise damaged(path)
            with _migrated(file, path, kind, found) as current:
                yield current
    except FileNotFoundError as error:
        raise CohortError(
            "{file} is missing.",
            remedy="Restore it from a backup; `cxstage cohort verify` lists all that is missing.",
            file=path,
        ) from error
    except (
        OSError,
        KeyError,
        ValueError,
        TypeError,
        OverflowError,
        RuntimeError,
        AttributeError,
        GeometryError,
    ) as error:
        if found < known and KINDS[kind].cache:
            raise outdated(path) from error
        if 0 < found < known:
            raise lacking(kind, found, path, error) from error
        raise damaged(path) from error


def as_stored(file: h5py.File) -> bool:
    """Return True if no step of a migration has changed the content, so that its hashes hold.

    The hashes of migrated content were checked before the first step.
    """
    return file.attrs.get(_MIGRATED_FROM) is None


def content_version(file: h5py.File) -> int:
    """Return the version that the content has now: as stored, or that of today after a migration."""
    kind = str(file.attrs["kind"])
    return int(file.attrs[_VERSION]) if as_stored(file) else KINDS[kind].version


@contextmanager
def _migrated(file: h5py.File, path: Path, kind: str, found: int) -> Iterator[h5py.File]:
    start = first_step(kind, found)
    if start is None:
        yield file
        return
    if not STEPS[kind, start].check(file):
        raise damaged(path)
    with h5py.File(path.name, "w", driver="core", backing_store=False) as copy:
        for name, value in file.attrs.items():
            copy.attrs[name] = value
        for name in file:
            file.copy(name, copy, expand_external=False)
        copy.attrs[_MIGRATED_FROM] = found
        yield migrate(kind, copy, found)


def check_content(file: h5py.File, path: Path, *, links: bool = False) -> None:
    """Walk through all links and datasets without reading a value.

    Args:
        links: external links to other files of the same cohort are allowed (the index has them).

    Raises:
        CohortError: something points elsewhere or is declared far above its stored size.
    """
    _check_group(file["/"].id, path, links, set(), 0)


def _check_group(group: Any, path: Path, links: bool, seen: set[Any], depth: int) -> None:
    if depth > _DEEPEST or len(seen) > _MOST_OBJECTS:
        raise ValueError("nested too deep")
    found: list[tuple[bytes, int]] = []

    def note(name: bytes, info: Any) -> None:
        found.append((name, info.type))

    group.links.iterate(note, info=True)
    for name, kind in found:
        if kind == h5py.h5l.TYPE_HARD:
            node = h5py.h5o.open(group, name)
            if isinstance(node, h5py.h5d.DatasetID):
                _check_dataset(node, path)
            elif (address := h5py.h5o.get_info(node).addr) not in seen:
                seen.add(address)
                if isinstance(node, h5py.h5g.GroupID):
                    _check_group(node, path, links, seen, depth + 1)
        elif kind != h5py.h5l.TYPE_EXTERNAL or not links or not _stays_inside(group, name):
            raise CohortError(
                "{file} holds a link to another place, which a cohort never has.",
                remedy=_REMEDY,
                file=path,
            )


def _stays_inside(group: Any, name: bytes) -> bool:
    target = group.links.get_val(name)[0].decode("utf-8", "replace")
    return target in _AT_ROOT or (".." not in target and _INSIDE.fullmatch(target) is not None)


def _check_dataset(dataset: Any, path: Path) -> None:
    plan = dataset.get_create_plist()
    if plan.get_layout() == h5py.h5d.VIRTUAL or plan.get_external_count() > 0:
        raise CohortError(
            "{file} takes its values from another file, which a cohort never does.",
            remedy=_REMEDY,
            file=path,
        )
    if dataset.get_type().get_class() not in _PLAIN_TYPES:
        raise ValueError("a type of values that is never written")
    if any(plan.get_filter(i)[0] not in _FILTERS for i in range(plan.get_nfilters())):
        raise ValueError("a filter that is never used")
    width = dataset.get_type().get_size()
    declared = math.prod(dataset.shape) * width
    stored = max(1, dataset.get_storage_size())
    chunk = math.prod(plan.get_chunk()) * width if plan.get_layout() == h5py.h5d.CHUNKED else 0
    if (
        declared > _CEILING_BYTES
        or chunk > max(declared, 1 << 20)
        or (declared > FREE_BYTES and declared > _LARGEST_RATIO * stored)
    ):
        raise CohortError(
            "{file} declares far more values than it stores.",
            remedy=_REMEDY,
            file=path,
        )


def outdated(path: Path) -> IntegrityError:
    """The error of a cache in the format of an older version."""
    return IntegrityError(
        "{file} is a cache in the format of an older version.",
        remedy="Run `cxstage cohort verify --rebuild`; nothing is lost.",
        file=path,
    )


def damaged(path: Path) -> IntegrityError:
    """The error of a file whose bytes are not what was written."""
    return IntegrityError(
        "{file} is damaged: it cannot be read as what it should be.",
        remedy="Restore it from a backup; `cxstage cohort verify` lists all that is damaged.",
        file=path,
    )

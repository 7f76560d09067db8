"""Kit file: a zip archive of the kit's folder, validated before it is unpacked."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from cxstage_core.cohort.kits.manifest import FILE, is_kit, read_manifest
from cxstage_core.cohort.values.folder_layout import SUFFIX, Layout
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage import atomic_write

KIT_SUFFIX = ".cxkit"
MOST_FILES = 200_000
MOST_RATIO = 200
SMALL_BYTES = 1 << 20
LEFT_OUT = ("locks/", "prepared/")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, ValueError,
    OverflowError,
)  # fmt: skip
"""What the zip library raises for a damaged archive."""
_IMPOSSIBLE_NAMES = (
    errno.ENAMETOOLONG,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EINVAL,
    errno.EILSEQ,
)
"""How the system refuses a file whose name is none, or is that of a folder."""


def pack_kit(folder: Path, file: Path, job: Job | None = None) -> Path:
    """Pack an unpacked kit into one file.

    Args:
        file: `.cxkit` is appended if it is missing; an existing file is replaced.

    Raises:
        CohortError: the folder is not a kit, or the file cannot be written.
        Cancelled: a stop was requested; no file was written.
    """
    job = job or no_progress()
    read_manifest(folder)
    file = file if file.suffix == KIT_SUFFIX else file.with_name(file.name + KIT_SUFFIX)
    names = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not atomic_write.is_leftover(path)
        and not path.relative_to(folder).as_posix().startswith(LEFT_OUT)
    ]

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for done, path in enumerate(names):
                job.step(Progress(done, len(names), "Packing the kit"))
                archive.write(path, path.relative_to(folder).as_posix())

    def check(temporary: Path) -> None:
        with zipfile.ZipFile(temporary) as archive:
            if archive.testzip() is not None or len(archive.namelist()) != len(names):
                raise CohortError(
                    "{file} was not read back as it was written.", remedy="Try again.", file=file
                )

    atomic_write.replace_file(file, write, check)
    return file


def unpack_kit(file: Path, folder: Path, job: Job | None = None) -> Path:
    """Unpack a kit under a temporary name next to its folder and move it there in one step.

    Args:
        folder: cohort folder to create; `.cxcohort` is appended if it is missing.

    Raises:
        CohortError: the file is not a kit, is a hostile or damaged zip, or the folder exists already.
        Cancelled: a stop was requested; nothing was unpacked.
    """
    job = job or no_progress()
    folder = folder if folder.suffix == SUFFIX else folder.with_name(folder.name + SUFFIX)
    if folder.exists():
        raise CohortError(
            "{file} already exists.", remedy="Choose another folder for the kit.", file=folder
        )
    partial = folder.with_name(f".{secrets.token_hex(6)}{SUFFIX}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _extract(file, partial, job)
        os.replace(partial, folder)
    except OSError as error:
        raise atomic_write.refusal(error, folder) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def extract(file: Path, folder: Path, job: Job) -> None:
    """Unpack a kit into a new folder, or copy an unpacked kit there.

    Raises:
        CohortError: as for `unpack_kit`.
    """
    if file.is_dir():
        if not is_kit(file):
            read_manifest(file)
        shutil.copytree(file, folder, symlinks=True)
        _refuse_links(folder)
    else:
        _extract(file, folder, job)


def _extract(file: Path, folder: Path, job: Job) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_hostile(file, members)
            folder.mkdir()
            for done, info in enumerate(members):
                job.step(Progress(done, len(members), "Unpacking the kit"))
                target = folder.joinpath(*PurePosixPath(info.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, target.open("xb") as sink:
                    _copy(source, sink, info.file_size, file)
            for needed in Layout(folder).folders():  # empty folders are not in the zip
                needed.mkdir(parents=True, exist_ok=True)
    except _DAMAGE as error:
        raise _not_a_kit(file) from error
    except FileNotFoundError as error:
        raise CohortError("The file {file} does not exist.", file=file) from error
    except OSError as error:
        if error.errno in _IMPOSSIBLE_NAMES:
            raise _not_a_kit(file) from error
        raise atomic_write.refusal(error, folder) from error


def _copy(source: object, sink: object, size: int, file: Path) -> None:
    """Copy at most `size` bytes, because the sizes declared in a zip may be false."""
    left = size
    read = source.read  # type: ignore[attr-defined]
    while block := read(min(1 << 20, left + 1)):
        left -= len(block)
        if left < 0:
            raise _not_a_kit(file)
        sink.write(block)  # type: ignore[attr-defined]


def _refuse_hostile(file: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in members]
    packed = sum(info.compress_size for info in members)
    unpacked = sum(info.file_size for info in members)
    suspicious = any(_suspicious(info) for info in members)
    bomb = unpacked > SMALL_BYTES and unpacked > MOST_RATIO * max(packed, 1)
    if (
        suspicious
        or bomb
        or len(names) > MOST_FILES
        or len(set(map(str.casefold, names))) != len(names)
    ):
        raise CohortError(
            "{file} was not unpacked: it contains files that do not belong to a reading kit.",
            remedy="Ask the sender for a kit exported by CxStage.",
            file=file,
        )
    if FILE not in names:
        raise _not_a_kit(file)


def _suspicious(info: zipfile.ZipInfo) -> bool:
    """Return True if a member is outside the folder, not a regular file, or encrypted."""
    path = PurePosixPath(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    outside = path.is_absolute() or ".." in path.parts or "\\" in info.filename
    named = not path.parts or ":" in info.filename or "\0" in info.orig_filename
    return outside or named or kind not in (0, stat.S_IFREG) or bool(info.flag_bits & 1)


def _refuse_links(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise CohortError(
                "{file} was not read: it contains files that do not belong to a reading kit.",
                remedy="Ask the sender for a kit exported by CxStage.",
                file=folder,
            )


def _not_a_kit(file: Path) -> CohortError:
    return CohortError(
        "{file} is not a reading kit, or it is damaged.",
        remedy="Choose a file NAME.cxkit exported by CxStage; ask the sender for it again if it was damaged.",
        file=file,
    )

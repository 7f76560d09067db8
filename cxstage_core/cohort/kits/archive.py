"""A kit as one file: a zip of its folder, opened with the care that a stranger's zip needs."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import zipfile
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


def pack_kit(folder: Path, file: Path, job: Job | None = None) -> Path:
    """Pack an unpacked kit into one file, to be sent back.

    Args:
        file: `.cxkit` is added when it is missing; an older one is replaced.

    Raises:
        CohortError: the folder is no kit, or the file cannot be written.
        Cancelled: a stop was asked for; no file was written.
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
    """Unpack a kit beside its place and move it there in one step.

    Args:
        folder: becomes the kit's cohort folder; `.cxcohort` is added when it is missing.

    Raises:
        CohortError: no kit, a hostile or damaged zip, or something is in the folder already.
        Cancelled: a stop was asked for; nothing was unpacked.
    """
    job = job or no_progress()
    folder = folder if folder.suffix == SUFFIX else folder.with_name(folder.name + SUFFIX)
    if folder.exists():
        raise CohortError(
            "{file} exists already.", remedy="Choose another place for the kit.", file=folder
        )
    aside = folder.with_name(f".{secrets.token_hex(6)}{SUFFIX}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _extract(file, aside, job)
        os.replace(aside, folder)
    except OSError as error:
        raise atomic_write.refusal(error, folder) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def extract(file: Path, folder: Path, job: Job) -> None:
    """Unpack a kit into a new folder of one's own, or copy one that is unpacked already.

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
            for needed in Layout(folder).folders():  # a zip keeps no empty folder
                needed.mkdir(parents=True, exist_ok=True)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _no_kit(file) from error
    except FileNotFoundError as error:
        raise CohortError("There is no file {file}.", file=file) from error


def _copy(source: object, sink: object, size: int, file: Path) -> None:
    """No more bytes than were promised: a zip may lie about its sizes."""
    left = size
    read = source.read  # type: ignore[attr-defined]
    while block := read(min(1 << 20, left + 1)):
        left -= len(block)
        if left < 0:
            raise _no_kit(file)
        sink.write(block)  # type: ignore[attr-defined]


def _refuse_hostile(file: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in members]
    packed = sum(info.compress_size for info in members)
    unpacked = sum(info.file_size for info in members)
    strange = any(_strange(info) for info in members)
    bomb = unpacked > SMALL_BYTES and unpacked > MOST_RATIO * max(packed, 1)
    if strange or bomb or len(names) > MOST_FILES or len(set(map(str.casefold, names))) != len(names):
        raise CohortError(
            "{file} is not unpacked: it holds what no reading kit holds.",
            remedy="Ask whoever sent it for a kit made by CxStage.",
            file=file,
        )
    if FILE not in names:
        raise _no_kit(file)


def _strange(info: zipfile.ZipInfo) -> bool:
    """Whether a member points out of its folder, is no plain file, or is encrypted."""
    path = PurePosixPath(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    outside = path.is_absolute() or ".." in path.parts or "\\" in info.filename
    named = not path.parts or ":" in info.filename or "\0" in info.orig_filename
    return outside or named or kind not in (0, stat.S_IFREG) or bool(info.flag_bits & 1)


def _refuse_links(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise CohortError(
                "{file} is not read: it holds what no reading kit holds.",
                remedy="Ask whoever sent it for a kit made by CxStage.",
                file=folder,
            )


def _no_kit(file: Path) -> CohortError:
    return CohortError(
        "{file} is no reading kit, or it is damaged.",
        remedy="Give a file NAME.cxkit that CxStage made; ask for it once more if it was sent.",
        file=file,
    )

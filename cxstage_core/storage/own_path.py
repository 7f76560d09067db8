"""Links inside a cohort are followed nowhere: every path of a cohort passes here before it is used.

A folder from elsewhere may hold links by which reading shows files from elsewhere, and writing or
deleting changes them. Only what is below the cohort's folder counts; the way to that folder is the user's own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cxstage_core.errors import CohortError
from cxstage_core.text import Text, text

SYMBOLIC = text("The file is a symbolic link; a cohort must not contain links.")
SECOND_NAME = text(
    "The file has a second name elsewhere (a hard link), through which it could be changed; a cohort must "
    "not contain links."
)

_LINK_TAGS = (0xA0000003, 0xA000000C)
"""Of Windows: a folder that stands for another one, and a symbolic link; files kept in a cloud have others."""


def own(path: Path, root: Path) -> Path:
    """Return a path of a cohort if neither it nor a folder above it, up to the cohort's, is a link.

    Raises:
        CohortError: one is a link, or the path is not in the cohort's folder.
    """
    try:
        parts = path.relative_to(root).parts
    except ValueError as error:
        raise outside(path) from error
    if ".." in parts:
        raise outside(path)
    here = root
    for part in parts:
        here = here / part
        found = link_at(here)
        if found is None:
            continue
        raise outside(here) if found == SYMBOLIC else second_name(here)
    return path


def link_at(path: Path) -> Text | None:
    """Return what kind of link a file or folder is, None if it is none or does not exist."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(status.st_mode) or _is_junction(status):
        return SYMBOLIC
    return SECOND_NAME if stat.S_ISREG(status.st_mode) and status.st_nlink > 1 else None


def links_below(folder: Path) -> Iterator[tuple[Path, Text]]:
    """Yield every link below a folder, without following it."""
    for here, folders, files in os.walk(folder, followlinks=False):
        for name in sorted((*folders, *files)):
            if (found := link_at(Path(here, name))) is not None:
                yield Path(here, name), found
        folders[:] = [name for name in folders if link_at(Path(here, name)) is None]


def outside(path: Path) -> CohortError:
    """The error of a file that a link puts into another place."""
    return CohortError(
        "{file} lies outside its cohort: the cohort holds a link to another place.",
        remedy="Do not use this cohort unless you know who changed it; get a fresh copy from its source.",
        file=path,
    )


def second_name(path: Path) -> CohortError:
    """The error of a file that exists under a second name."""
    return CohortError(
        "{file} has a second name elsewhere (a hard link), through which it could be changed.",
        remedy="If the cohort is a copy made with hard links, copy its folder again without them.",
        file=path,
    )


def _is_junction(status: os.stat_result) -> bool:
    """Return True for a folder of Windows that stands for another one."""
    tag = getattr(status, "st_reparse_tag", 0)
    return tag in _LINK_TAGS

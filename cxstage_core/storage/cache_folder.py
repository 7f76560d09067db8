"""Folder for what a program may lose at any time: results of measurements, exported networks.

It lies where the system keeps such files, apart from every cohort, and holds nothing about patients.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CACHE_VARIABLE = "CXSTAGE_CACHE"
"""Environment variable that names another folder."""
_NAME = "CxStage"


def cache_folder(*parts: str) -> Path:
    """Return a folder of this user's caches, which need not exist yet.

    Windows: `%LOCALAPPDATA%/CxStage/Cache`; macOS: `~/Library/Caches/CxStage`; else
    `$XDG_CACHE_HOME/cxstage` or `~/.cache/cxstage` (XDG Base Directory Specification 0.8).

    Args:
        parts: names of folders within it.
    """
    return _root().joinpath(*parts)


def _root() -> Path:
    if wanted := os.environ.get(CACHE_VARIABLE):
        return Path(wanted)
    if sys.platform == "win32":
        own = os.environ.get("LOCALAPPDATA")
        return (Path(own) if own else Path.home() / "AppData" / "Local") / _NAME / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _NAME
    own = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(own) if Path(own).is_absolute() else Path.home() / ".cache") / _NAME.lower()

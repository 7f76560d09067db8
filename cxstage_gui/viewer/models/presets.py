"""The programs that keys and mouse can follow."""

from __future__ import annotations

from enum import StrEnum


class Preset(StrEnum):
    """The program that keys and mouse follow."""

    ITK_SNAP = "itk-snap"
    SLICER = "slicer"

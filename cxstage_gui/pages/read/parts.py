"""The parts of the Read page beside images and strip; each adds its own commands and sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

PARTS: tuple[Callable[[ReadPage], QObject], ...] = ()

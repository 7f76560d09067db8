"""Panes as a picture file, without any name in it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from cxstage_core.errors import CxStageError


def picture_of(widget: QWidget, area: QRect | None = None, *, scale: int = 1) -> QImage:
    """A picture of a widget or a part of it; with 2, twice as many pixels, drawn and not enlarged."""
    area = widget.rect() if area is None else area
    ratio = widget.devicePixelRatio() * scale
    image = QImage(area.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0), QRegion(area))
    painter.end()
    image.setDevicePixelRatio(1.0)
    return image


def write_picture(image: QImage, path: Path) -> Path:
    """Write a PNG without any text in it, read it back, and put it in its place.

    Raises:
        CxStageError: the file could not be written, or holds something else than the picture.
    """
    plain = image.copy()
    for key in plain.textKeys():
        plain.setText(key, "")
    beside = path.with_name(f".{path.stem}-part.png")
    try:
        written = plain.save(str(beside))
        if not written or not _same(QImage(str(beside)), plain):
            raise CxStageError(
                "The picture could not be written to {path}.",
                path=path,
                remedy="Choose another folder, or make room on the disk, and try again.",
            )
        beside.replace(path)
    except OSError as error:
        raise CxStageError(
            "The picture could not be written to {path}.",
            path=path,
            remedy="Choose another folder, or make room on the disk, and try again.",
        ) from error
    finally:
        with contextlib.suppress(OSError):  # the error that is shown is the cause
            beside.unlink(missing_ok=True)
    return path


def folder_of(stored: str) -> Path:
    """The folder used last if it is still there and may be written to, else the home folder."""
    folder = Path(stored) if stored else Path.home()
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else Path.home()


def _same(one: QImage, other: QImage) -> bool:
    kind = QImage.Format.Format_RGB32
    return (
        not one.isNull()
        and one.size() == other.size()
        and one.convertToFormat(kind) == other.convertToFormat(kind)
        and not [key for key in one.textKeys() if one.text(key)]
    )

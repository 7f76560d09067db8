"""Reading kits: exported, unpacked, packed to be returned, imported; in a worker process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.operation import NOTHING, Change, Operations, Subject
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort.kits import KitReport


class KitOperations(Operations):
    """Each operation shows progress and can be cancelled; its result is complete or absent.

    Signals:
        written: a file that was written.
        imported: a `KitReport`.
    """

    written = Signal(object)
    imported = Signal(object)

    def export(self, reader: str, file: Path) -> None:
        """Write a kit for a reader."""
        self._run(
            _export,
            self._opening(),
            reader,
            file,
            title=self.tr("Export of a reading kit"),
            on_done=self.written.emit,
        )

    def pack(self, file: Path) -> None:
        """Pack the open kit to be returned."""
        self._run(
            _pack,
            self._cohort().path,
            file,
            title=self.tr("Packing the kit"),
            on_done=self.written.emit,
        )

    def unpack(self, file: Path, folder: Path, on_done: Callable[[Path], None]) -> None:
        """Unpack a kit."""
        self._run(_unpack, file, folder, title=self.tr("Unpacking the kit"), on_done=on_done)

    def import_kit(self, file: Path) -> None:
        """Import the readings of a returned kit."""
        self._run(
            _import,
            self._opening(),
            file,
            title=self.tr("Import of a reading kit"),
            on_done=self.imported.emit,
            change=Change.of(Subject.READINGS),
        )

    def _run(
        self,
        work: Callable[..., Any],
        *args: object,
        title: str,
        on_done: Callable[[Any], None],
        change: Change = NOTHING,
    ) -> None:
        self._start(
            work,
            *args,
            change=change,
            watched=True,
            executor=Executor.STUDY,
            title=title,
            on_done=on_done,
        )


def _export(opening: Opening, reader: str, file: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import export_kit

    return export_kit(opening.open(), reader, file, job=job)


def _pack(folder: Path, file: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import pack_kit

    return pack_kit(folder, file, job)


def _unpack(file: Path, folder: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import unpack_kit

    return unpack_kit(file, folder, job)


def _import(opening: Opening, file: Path, *, job: Job) -> KitReport:
    from cxstage_core.cohort.kits import import_kit

    return import_kit(opening.open(), file, job)

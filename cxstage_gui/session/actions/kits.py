"""Reading kits: given away, unpacked, packed to be sent back, taken back; in a worker process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.kits import KitReport


class Kits(QObject):
    """Each act shows progress and can be cancelled; what it made is there as a whole or not at all.

    Args:
        cohort: gives the open cohort.

    Signals:
        made: a file or folder that was written.
        taken: a `KitReport`.
        refused: why nothing was done.
    """

    made = Signal(object)
    taken = Signal(object)
    refused = Signal(str)

    def __init__(
        self, tasks: Tasks, cohort: Callable[[], Cohort], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort

    def export(self, reader: str, file: Path) -> None:
        """Write a kit for a reader."""
        self._run(
            _export, Opening.of(self._cohort()), reader, file, title=self.tr("Export of a reading kit")
        )

    def pack(self, file: Path) -> None:
        """Pack the open kit to be sent back."""
        self._run(_pack, self._cohort().path, file, title=self.tr("Packing the kit"))

    def unpack(self, file: Path, folder: Path, on_done: Callable[[Path], None]) -> None:
        """Unpack a kit."""
        self._tasks.run(
            _unpack,
            file,
            folder,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Unpacking the kit"),
            on_done=on_done,
            on_error=self._refuse,
        )

    def take(self, file: Path) -> None:
        """Take the readings of a kit over."""
        self._tasks.run(
            _take,
            Opening.of(self._cohort()),
            file,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Import of a reading kit"),
            on_done=self.taken.emit,
            on_error=self._refuse,
        )

    def _run(self, work: Callable[..., Path], *args: object, title: str) -> None:
        self._tasks.run(
            work,
            *args,
            watched=True,
            executor=Executor.STUDY,
            title=title,
            on_done=self.made.emit,
            on_error=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(error_message(error))


def _export(opening: Opening, reader: str, file: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import export_kit

    return export_kit(opening.open(), reader, file, job=job)


def _pack(folder: Path, file: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import pack_kit

    return pack_kit(folder, file, job)


def _unpack(file: Path, folder: Path, *, job: Job) -> Path:
    from cxstage_core.cohort.kits import unpack_kit

    return unpack_kit(file, folder, job)


def _take(opening: Opening, file: Path, *, job: Job) -> KitReport:
    from cxstage_core.cohort.kits import import_kit

    return import_kit(opening.open(), file, job)

"""Live curves of a training, and one line per network."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxstage_gui.widgets.colours import colour_of, sign_of, symbol_of
from cxstage_gui.widgets.column_fit import ColumnFit
from cxstage_gui.widgets.plot import Plot
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.jobs import Event
    from cxstage_core.training import EpochFinished

DASH = "–"
WIDTHS = (121, 99, 98, 97, 110, 105, 104, 103, 112)
DRAW_MS = 250


@dataclass(slots=True)
class Course:
    """Progress of one network.

    Args:
        state: "waiting", "training" or "done".
        losses, validation_losses, aucs: one value per epoch.
        title: of the network; members of an ensemble share it.
    """

    name: str
    epochs: int
    state: str = "waiting"
    epoch: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)
    aucs: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    images_per_s: float = math.nan
    memory_gb: float = math.nan
    best_epoch: int = 0
    parameters: int = 0
    device: str = ""
    title: str = ""


class Curves(QWidget):
    """Loss, validation AUC and the table of networks; fed with the training's events."""

    def __init__(self) -> None:
        super().__init__()
        self.courses: dict[str, Course] = {}
        self.loss = Plot(self.tr("Loss"), self.tr("epoch"), self.tr("loss"), whole_x=True)
        self.auc = Plot(
            self.tr("AUC on the validation patients"), self.tr("epoch"), self.tr("AUC"), whole_x=True
        )
        self.auc.show_range(y=(0.0, 1.0))
        self.rate = Plot(self.tr("Learning rate"), self.tr("epoch"), self.tr("× 1000"), whole_x=True)
        self.speed = Plot(self.tr("Speed"), self.tr("epoch"), self.tr("images/s"), whole_x=True)
        self._changed: set[str] = set()
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(DRAW_MS)
        self._drawing.timeout.connect(self._draw)
        self.model: RowsModel[Course] = RowsModel(self._columns())
        self.table = table_view(self.tr("Networks in training"))
        self.table.setModel(self.model)
        self.beyond = ColumnFit(self.table, WIDTHS)
        plots = QHBoxLayout()
        plots.setSpacing(16)
        plots.addWidget(self.loss, 3)
        plots.addWidget(self.auc, 3)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.rate, 1)
        beside.addWidget(self.speed, 1)
        plots.addLayout(beside, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(plots, 3)
        box.addWidget(self.table, 2)
        box.addWidget(self.beyond)

    def begin(self, titles: list[str], epochs: int, members: int = 0) -> None:
        """Make room for a new training.

        Args:
            titles: of the networks.
            members: of each one's ensemble, 0 for one network.
        """
        from cxstage_core.training.settings.events import names_in_training

        self.courses = {
            name: Course(name, epochs, title=title)
            for title in titles
            for name in names_in_training(title, members)
        }
        for plot in self._plots:
            plot.clear()
        self.auc.level(0.5, "")
        for plot in self._plots:
            plot.show_range(x=(1.0, max(2.0, float(epochs))))
        self.model.show(list(self.courses.values()))

    @property
    def _plots(self) -> tuple[Plot, ...]:
        return (self.loss, self.auc, self.rate, self.speed)

    def take(self, event: Event) -> None:
        """Draw one event of the training; others are no concern of the curves."""
        from cxstage_core.training.settings.events import EpochFinished, ModelFinished, ModelStarted

        if not isinstance(event, ModelStarted | EpochFinished | ModelFinished):
            return
        course = self.courses.get(event.name)
        if course is None:
            return
        if isinstance(event, ModelStarted):
            course.state, course.parameters, course.device = "training", event.parameters, event.device
        elif isinstance(event, EpochFinished):
            self._epoch(course, event)
        else:
            course.state, course.best_epoch = "done", event.best_epoch
        self._changed.add(course.name)
        if not self._drawing.isActive():
            self._drawing.start()

    def _draw(self) -> None:
        """Draw what changed since the last time; many quick epochs cost one drawing."""
        self.model.show(list(self.courses.values()))
        for name in self._changed & self.courses.keys():
            course = self.courses[name]
            colour, mark = colour_of(course.title), symbol_of(course.title)
            self.loss.curve(f"{name}/train", course.epoch, course.losses, colour, marks=mark)
            self.loss.curve(
                f"{name}/validation", course.epoch, course.validation_losses, colour, dashed=True
            )
            self.auc.curve(name, course.epoch, course.aucs, colour, marks=mark)
            self.rate.curve(name, course.epoch, [1000 * rate for rate in course.rates], colour)
            self.speed.curve(name, course.epoch, course.speeds, colour)
        self._changed.clear()

    def _epoch(self, course: Course, event: EpochFinished) -> None:
        course.epoch.append(event.epoch)
        course.losses.append(event.train_loss)
        course.validation_losses.append(event.validation_loss)
        course.aucs.append(event.validation_auc)
        course.rates.append(event.learning_rate)
        course.speeds.append(event.images_per_s)
        course.images_per_s = event.images_per_s
        course.memory_gb = event.memory_gb

    def _columns(self) -> list[Column[Course]]:
        states = {
            "waiting": self.tr("waiting"),
            "training": self.tr("training"),
            "done": self.tr("done"),
        }

        def best(course: Course) -> str:
            known = [auc for auc in course.aucs if not math.isnan(auc)]
            return f"{max(known):.3f}" if known else DASH

        return [
            Column(
                self.tr("Network"),
                lambda c: f"{sign_of(c.title)}  {c.name}",
                colour=lambda c: colour_of(c.title),
            ),
            Column(self.tr("State"), lambda c: states[c.state]),
            Column(
                self.tr("Epoch"),
                lambda c: f"{c.epoch[-1] if c.epoch else 0} / {c.epochs}",
                number=True,
            ),
            Column(self.tr("Loss"), lambda c: f"{c.losses[-1]:.3f}" if c.losses else DASH, number=True),
            Column(
                self.tr("Validation"),
                lambda c: f"{c.validation_losses[-1]:.3f}" if c.validation_losses else DASH,
                number=True,
                header_tip=self.tr("Loss on the validation patients"),
            ),
            Column(
                self.tr("Best AUC"),
                best,
                number=True,
                header_tip=self.tr("Highest AUC on the validation patients so far"),
            ),
            Column(
                self.tr("Images/s"),
                lambda c: DASH if math.isnan(c.images_per_s) else f"{c.images_per_s:.0f}",
                number=True,
            ),
            Column(
                self.tr("Memory"),
                lambda c: DASH if math.isnan(c.memory_gb) else f"{c.memory_gb:.1f} GB",
                number=True,
                header_tip=self.tr("Highest so far: of the GPU, or of the training process"),
            ),
            Column(self.tr("Device"), lambda c: c.device or DASH),
        ]

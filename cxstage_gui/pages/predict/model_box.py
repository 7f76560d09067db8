"""Which model: of the cohort, the one in use first, then model files used lately."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.session.workers.prediction_values import ModelRef
from cxstage_gui.widgets.labels import label


class ModelBox(QWidget):
    """Chooses the model.

    Signals:
        chosen: the `ModelRef`, None when there is none.
        file_wanted: the user wants to choose a model file.
    """

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.models: tuple[ModelRef, ...] = ()
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setPlaceholderText(self.tr("No model yet"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(12)
        self.model.activated.connect(lambda _: self._chosen())
        self.file = QPushButton(self.tr("Model file …"))
        self.file.clicked.connect(self.file_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Model"), "heading"))
        column.addWidget(self.model)
        column.addWidget(self.file)

    def show_models(self, models: Sequence[ModelRef], chosen: ModelRef | None) -> None:
        """List models; the first replaces a chosen one that has gone."""
        self.models = tuple(models)
        self.model.clear()
        for one in self.models:
            self.model.addItem(self.title(one), one.id)
            self.model.setItemData(self.model.count() - 1, self.title(one), Qt.ItemDataRole.ToolTipRole)
        known = [(m.id, m.file) for m in self.models]
        wanted = None if chosen is None else (chosen.id, chosen.file)
        at = known.index(wanted) if wanted in known else (0 if known else -1)
        self.model.setCurrentIndex(at)
        self.model.setEnabled(bool(known))
        self._chosen()

    def title(self, model: ModelRef) -> str:
        """The model in words."""
        if model.file is not None:
            return self.tr("{file} (file)").format(file=model.file.stem)
        title = f"{model.name} · {model.experiment}" if model.name else model.id
        return self.tr("{model} (in use)").format(model=title) if model.in_use else title

    def _chosen(self) -> None:
        at = self.model.currentIndex()
        self.model.setToolTip(self.model.currentText())
        self.chosen.emit(self.models[at] if 0 <= at < len(self.models) else None)

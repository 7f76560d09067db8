"""The settings of a training, the paper's by default."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.dataset import Preprocessing
from cxstage_core.models import FAMILIES
from cxstage_core.staging import SCHEMES
from cxstage_core.training import Recipe, threads_beside_window
from cxstage_gui.pages.train.networks import Networks
from cxstage_gui.session.jobs import TrainingRequest
from cxstage_gui.strings import say
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field, whole_field

SIZES = (64, 96, 128, 160, 192, 224)


class TrainingForm(QWidget):
    """Networks, input, recipe; `request` is what they say."""

    input_changed = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.networks = Networks()
        self.networks.changed.connect(self.changed)
        self.weights = QComboBox()
        self.weights.addItem(self.tr("From scratch (no pretrained weights)"), "scratch")
        self.weights.addItem(self.tr("ImageNet, from the public hub"), "hub")
        self.weights.addItem(self.tr("ImageNet, from a local file or folder"), "local")
        self.weights_file = ChooseFile(self.tr("Folder with one weights file per network"))
        self.input_size = QComboBox()
        for size in SIZES:
            self.input_size.addItem(f"{size} px", size)
        self.t1 = QCheckBox("T1")
        self.outline = QCheckBox(self.tr("outline"))
        self.slices = QComboBox()
        self.slices.addItem(self.tr("Largest and its neighbours"), "largest+neighbours")
        self.slices.addItem(self.tr("All with an outline"), "all")
        self.scheme = QComboBox()
        for scheme in SCHEMES.values():
            self.scheme.addItem(say(scheme.title), scheme.name)
            self.scheme.setItemData(self.scheme.count() - 1, say(scheme.description), 3)  # tooltip role
        self.epochs = whole_field(1, 1000)
        self.batch = whole_field(2, 512)
        self.rate = number_field(0.00001, 1.0, 5, 0.001)
        self.momentum = number_field(0.0, 0.999, 3, 0.05)
        self.decay = number_field(0.0, 0.1, 5, 0.0001)
        self.validation = whole_field(5, 50, suffix=" %")
        self.seed = whole_field(0, 2**31 - 1)
        self.balance = QCheckBox(self.tr("Draw both groups equally often"))
        self.reset_button = QPushButton(self.tr("The paper's recipe"))
        self.reset_button.setToolTip(self.tr("Set everything back to the values of Dai et al. 2025"))
        self.reset_button.clicked.connect(self.reset)
        self._lay_out()
        self.reset()
        self.weights.currentIndexChanged.connect(self._weights_changed)
        for signal in (self.input_size.currentIndexChanged, self.t1.toggled, self.outline.toggled):
            signal.connect(lambda _: self.input_changed.emit())
        self._weights_changed()

    def reset(self) -> None:
        """Set everything to the paper's recipe."""
        recipe, preprocessing = Recipe(), Preprocessing()
        self.networks.choose(tuple(FAMILIES))
        self.weights.setCurrentIndex(0)
        self.input_size.setCurrentIndex(self.input_size.findData(preprocessing.size_px))
        self.t1.setChecked("T1" in preprocessing.channels)
        self.outline.setChecked("mask" in preprocessing.channels)
        self.slices.setCurrentIndex(self.slices.findData(preprocessing.slices))
        self.scheme.setCurrentIndex(0)
        self.epochs.setValue(recipe.epochs)
        self.batch.setValue(recipe.batch)
        self.rate.setValue(recipe.lr)
        self.momentum.setValue(recipe.momentum)
        self.decay.setValue(recipe.weight_decay)
        self.validation.setValue(round(100 * recipe.validation))
        self.seed.setValue(recipe.seed)
        self.balance.setChecked(recipe.balance)

    @property
    def size_px(self) -> int:
        """Rows and columns of the input."""
        return int(self.input_size.currentData())

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels of the input; T2 is always there."""
        return (
            "T2",
            *(["T1"] if self.t1.isChecked() else []),
            *(["mask"] if self.outline.isChecked() else []),
        )

    @property
    def request(self) -> TrainingRequest:
        """The training that the fields describe."""
        weights = str(self.weights.currentData())
        if weights == "local":
            weights = str(self.weights_file.path or "")
        return TrainingRequest(
            self.networks.chosen,
            str(self.scheme.currentData()),
            replace(
                Preprocessing(),
                size_px=self.size_px,
                channels=self.channels,
                slices=str(self.slices.currentData()),
            ),
            replace(
                Recipe(),
                epochs=self.epochs.value(),
                batch=self.batch.value(),
                lr=self.rate.value(),
                momentum=self.momentum.value(),
                weight_decay=self.decay.value(),
                validation=self.validation.value() / 100,
                seed=self.seed.value(),
                balance=self.balance.isChecked(),
                weights=weights,
                threads=threads_beside_window(),
            ),
        )

    def _weights_changed(self) -> None:
        self.weights_file.setVisible(self.weights.currentData() == "local")

    def _lay_out(self) -> None:
        channels = QHBoxLayout()
        channels.setSpacing(16)
        for choice in (self.weights, self.input_size, self.slices, self.scheme):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(12)
        t2 = QCheckBox("T2")
        t2.setChecked(True)
        t2.setEnabled(False)
        for box in (t2, self.t1, self.outline):
            channels.addWidget(box)
        channels.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Networks"), "heading"))
        head.addStretch(1)
        head.addWidget(label(self.tr("parameters"), "muted"))
        column.addLayout(head)
        column.addWidget(self.networks)
        column.addSpacing(8)
        column.addWidget(label(self.tr("First weights"), "heading"))
        self.weights.setAccessibleName(self.tr("First weights"))
        self.weights_file.setAccessibleName(self.tr("Weights file or folder"))
        column.addWidget(self.weights)
        column.addWidget(self.weights_file)
        column.addSpacing(8)
        column.addWidget(label(self.tr("Input"), "heading"))
        form = _form()
        _row(form, self.tr("Size"), self.input_size)
        form.addRow(self.tr("Channels"), channels)
        _row(form, self.tr("Slices"), self.slices)
        _row(form, self.tr("Labels"), self.scheme)
        column.addLayout(form)
        column.addSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Recipe"), "heading"))
        head.addStretch(1)
        head.addWidget(self.reset_button)
        column.addLayout(head)
        form = _form()
        for name, field in (
            (self.tr("Epochs"), self.epochs),
            (self.tr("Batch"), self.batch),
            (self.tr("Learning rate"), self.rate),
            (self.tr("Momentum"), self.momentum),
            (self.tr("Weight decay"), self.decay),
            (self.tr("Validation share"), self.validation),
            (self.tr("Seed"), self.seed),
        ):
            _row(form, name, field)
        form.addRow("", self.balance)
        column.addLayout(form)
        column.addStretch(1)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _row(form: QFormLayout, name: str, field: QWidget) -> None:
    title = QLabel(name)
    title.setBuddy(field)
    title.setMinimumWidth(112)
    title.setMinimumHeight(field.sizeHint().height())
    field.setAccessibleName(name)
    form.addRow(title, field)

"""The settings of a training, the paper's by default and marked where they differ."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.values.folds import FOLDED
from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.protocols import WITH_MEMBERS
from cxstage_core.errors import CxStageError
from cxstage_core.models import PAPER as PAPERS_NETWORKS
from cxstage_core.models.weights import KINDS
from cxstage_core.settings import rows
from cxstage_core.training import Recipe, threads_beside_window
from cxstage_core.training.settings import groups
from cxstage_core.training.settings.named_recipes import NAMED, PAPER
from cxstage_core.training.settings.origin import Origins
from cxstage_core.training.settings.recipe_file import TrainingSettings
from cxstage_gui.pages.train.channels import Channels
from cxstage_gui.pages.train.fields import Fields
from cxstage_gui.pages.train.networks import Networks
from cxstage_gui.pages.train.recipe_choice import RecipeChoice
from cxstage_gui.pages.train.reopened import ReopenedCases
from cxstage_gui.pages.train.settings_rows import (
    fields_of,
    from_fields,
    paper_of,
    scheme_field,
    shown,
)
from cxstage_gui.pages.train.where import Where
from cxstage_gui.session.workers.jobs import TrainingRequest
from cxstage_gui.strings import localized
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.labels import label


class TrainingForm(QWidget):
    """Networks, input and recipe; `request` is the training they describe.

    Signals:
        changed: anything.
        input_changed: the size of the input, or its channels.
    """

    input_changed = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.networks = Networks()
        self.more_networks = QLineEdit()
        self.more_networks.setPlaceholderText(self.tr("Further networks by their timm name"))
        self.more_networks.setToolTip(
            self.tr("Names as in timm, separated by commas, such as convnext_tiny")
        )
        self.more_networks.setAccessibleName(self.tr("Further networks"))
        self.weights = QComboBox()
        for kind in KINDS.values():
            if kind.offered():
                self.weights.addItem(localized(kind.title), kind.key)
                last = self.weights.count() - 1
                self.weights.setItemData(last, localized(kind.about), Qt.ItemDataRole.ToolTipRole)
        self.weights_file = ChooseFile(self.tr("Folder with one weights file per network"))
        self.inputs = Channels()
        self.pretrain_button = QPushButton(self.tr("Pre-train…"))
        self.pretrain_button.setToolTip(
            self.tr("Make first weights from phantoms, or from unlabelled slices, without internet")
        )
        settings = groups.GROUPS
        pixels = paper_of(settings.preprocessing)
        inputs = [*fields_of(settings.preprocessing, "input"), scheme_field()]
        self.protocol = Fields(fields_of(settings.protocol), paper_of(settings.protocol))
        self.input = Fields(inputs, {**pixels, "scheme": "paper"})
        self.pixels = Fields(fields_of(settings.preprocessing), pixels)
        self.recipe = Fields(fields_of(settings.recipe), paper_of(settings.recipe))
        self.augmentation = Fields(fields_of(settings.augmentation), paper_of(settings.augmentation))
        self.named = RecipeChoice()
        self._base = PAPER
        self.where = Where()
        self.origins: Origins = ()
        self._protocol_seed: int | None = None
        self.input_size: QComboBox = self.input["size_px"]
        self.epochs = self.recipe["epochs"]
        self.reopened = ReopenedCases()
        self.import_button = QPushButton(self.tr("Import settings…"))
        self.export_button = QPushButton(self.tr("Export settings…"))
        self.preview_button = QPushButton(self.tr("Before and after…"))
        self.preview_button.setToolTip(self.tr("See what the preprocessing makes of a real slice"))
        self.reset_button = QPushButton(self.tr("Reset to the paper's settings"))
        self.reset_button.setToolTip(self.tr("Set everything back to the values of Dai et al. 2025"))
        self.reset_button.clicked.connect(self.reset)
        self._lay_out()
        self.reset()
        self._connect()

    @property
    def groups(self) -> tuple[Fields, ...]:
        """The groups of settings."""
        return (self.protocol, self.input, self.pixels, self.recipe, self.augmentation)

    def _connect(self) -> None:
        self.networks.changed.connect(self.changed)
        self.more_networks.textChanged.connect(lambda _: self.changed.emit())
        self.weights.currentIndexChanged.connect(lambda _: self._adjust())
        self.where.changed.connect(self.changed)
        self.reopened.changed.connect(self.changed)
        self.input_size.currentIndexChanged.connect(lambda _: self.input_changed.emit())
        self.input["neighbours"].currentIndexChanged.connect(lambda _: self.input_changed.emit())
        self.inputs.changed.connect(self.input_changed)
        self.named.chosen.connect(self._take_named)
        for group in self.groups:
            group.changed.connect(self._adjust)
        self._adjust()

    def reset(self) -> None:
        """Set everything to the paper's recipe."""
        self.networks.choose(PAPERS_NETWORKS)
        self.more_networks.clear()
        self.weights.setCurrentIndex(0)
        self.inputs.put(groups.GROUPS.preprocessing())
        for group in self.groups:
            group.reset()
        self.origins = ()
        self._base = PAPER
        self._protocol_seed = None
        self.named.show_recipe(self._recipe(1))

    def _take_named(self, name: str) -> None:
        """Show the values of a named recipe; what belongs to the run or the computer stays."""
        recipe = NAMED[name].recipe
        self._base = name
        decided = {row.name for row in rows(type(recipe)) if row.named}
        self.recipe.put({key: value for key, value in shown(recipe).items() if key in decided})
        self.augmentation.put(shown(recipe.augmentation))
        self._adjust()

    def take_settings(self, settings: TrainingSettings) -> None:
        """Show all settings of a file; networks and where they train stay."""
        self.take(settings.recipe, settings.preprocessing, settings.origins)
        self.protocol.put(shown(settings.protocol))
        self.input.put({"scheme": settings.scheme})
        weights = settings.recipe.weights
        place = self.weights.findData(weights)
        self.weights.setCurrentIndex(place)
        if place < 0:
            self.take_weights(Path(weights))
        self._protocol_seed = settings.protocol.seed

    def take_weights(self, file: Path) -> None:
        """Begin with the weights of this file."""
        self.weights.setCurrentIndex(self.weights.findData("local"))
        self.weights_file.path = file

    @property
    def settings(self) -> TrainingSettings:
        """Every setting, as a file holds it.

        Raises:
            CxStageError: values that do not go together.
        """
        asked = self.request
        return TrainingSettings(
            asked.scheme, asked.protocol, asked.preprocessing, asked.recipe, asked.origins
        )

    def take(self, recipe: Recipe, preprocessing: Preprocessing, origins: Origins) -> None:
        """Show the settings of a recipe and a preprocessing; networks and protocol stay.

        Args:
            origins: the searches that chose some of them; they stay with the settings until a reset.
        """
        self.origins = origins
        self._base = recipe.base
        self.recipe.put(shown(recipe))
        self.augmentation.put(shown(recipe.augmentation))
        self.pixels.put(shown(preprocessing))
        self.input.put(shown(preprocessing))
        self.inputs.put(preprocessing)
        self.named.show_recipe(recipe)

    @property
    def families(self) -> tuple[str, ...]:
        """Chosen families, then the further names."""
        more = (name.strip() for name in self.more_networks.text().split(","))
        return tuple(dict.fromkeys((*self.networks.chosen, *(name for name in more if name))))

    @property
    def size_px(self) -> int:
        """Rows and columns of the input."""
        return int(self.input_size.currentData())

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels of the input, with the neighbours of T2."""
        return self.preprocessing.inputs

    @property
    def preprocessing(self) -> Preprocessing:
        """The preprocessing that the fields describe."""
        inputs = {name: value for name, value in self.input.values.items() if name != "scheme"}
        group = groups.GROUPS.preprocessing
        values = from_fields(group, {**inputs, **self.pixels.values})
        return group(**self.inputs.values, **values)

    @property
    def request(self) -> TrainingRequest:
        """The training that the fields describe.

        Raises:
            CxStageError: values that do not go together.
        """
        placement = self.where.placement
        settings = groups.GROUPS
        recipe = self._recipe(max(1, threads_beside_window() // placement.at_once))
        seeds: dict[str, Any] = {} if self._protocol_seed is None else {"seed": self._protocol_seed}
        protocol = settings.protocol(**from_fields(settings.protocol, self.protocol.values), **seeds)
        scheme = str(self.input["scheme"].currentData())
        return TrainingRequest(
            self.families,
            scheme,
            self.preprocessing,
            recipe,
            protocol,
            placement,
            self.origins,
            self.reopened.choice,
        )

    def _recipe(self, threads: int) -> Recipe:
        weights = str(self.weights.currentData())
        if weights == "local":
            weights = str(self.weights_file.path or "")
        settings = groups.GROUPS
        return settings.recipe(
            **from_fields(settings.recipe, self.recipe.values),
            base=self._base,
            augmentation=settings.augmentation(
                **from_fields(settings.augmentation, self.augmentation.values)
            ),
            weights=weights,
            threads=threads,
        )

    def _adjust(self) -> None:
        with suppress(CxStageError):  # values that do not go together are told of at the start
            self.named.show_recipe(self._recipe(1))
        self.weights_file.setVisible(self.weights.currentData() == "local")
        folded = self.protocol["kind"].currentData() in FOLDED
        for name in ("folds", "repeats"):
            self.protocol[name].setEnabled(folded)
        members = self.protocol["members"]
        members.setEnabled(self.protocol["kind"].currentData() == WITH_MEMBERS)
        if not members.isEnabled():
            members.setCurrentIndex(members.findData(0))
        self.recipe["averaged"].setEnabled(self.recipe["averaging"].currentData() != "none")
        self.recipe["validation"].setEnabled(self.protocol["kind"].currentData() != "paper")
        self.changed.emit()

    def _lay_out(self) -> None:
        self.weights.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.weights.setMinimumContentsLength(12)
        self.weights.setAccessibleName(self.tr("Initial weights"))
        self.weights_file.setAccessibleName(self.tr("Weights file or folder"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(_head(self.tr("Networks"), label(self.tr("parameters"), "muted")))
        column.addWidget(self.networks)
        column.addWidget(self.more_networks)
        column.addSpacing(8)
        column.addLayout(_head(self.tr("Initial weights"), self.pretrain_button))
        column.addWidget(self.weights)
        column.addWidget(self.weights_file)
        column.addSpacing(8)
        column.addWidget(label(self.tr("Test"), "heading"))
        column.addWidget(self.protocol)
        column.addSpacing(8)
        column.addLayout(_head(self.tr("Input"), self.preview_button))
        column.addWidget(self.inputs)
        column.addWidget(self.input)
        column.addWidget(Folded(self.tr("Preprocessing"), self.pixels))
        column.addSpacing(8)
        column.addLayout(_head(self.tr("Recipe"), self.reset_button))
        column.addWidget(self.named)
        column.addWidget(self.recipe)
        column.addWidget(Folded(self.tr("Augmentation"), self.augmentation))
        column.addSpacing(8)
        column.addWidget(label(self.tr("Where"), "heading"))
        column.addWidget(self.where)
        column.addWidget(self.reopened)
        files = QHBoxLayout()
        files.addWidget(self.import_button)
        files.addWidget(self.export_button)
        files.addStretch(1)
        column.addLayout(files)
        column.addStretch(1)


class Folded(QWidget):
    """A collapsible group of settings; its header shows how many differ from the paper."""

    def __init__(self, title: str, fields: Fields) -> None:
        super().__init__()
        self._fields = fields
        self._title = title
        self.button = QToolButton()
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.toggled.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(fields)
        fields.hide()
        fields.changed.connect(self._update_header)
        self._update_header()

    def _open(self, on: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self._fields.setVisible(on)

    def _update_header(self) -> None:
        other = len(self._fields.other_than_paper)
        words = (
            self.tr("{title}: {count} not as in the paper").format(title=self._title, count=other)
            if other
            else self.tr("{title}: as in the paper").format(title=self._title)
        )
        self.button.setText(words)


def _head(title: str, beside: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label(title, "heading"))
    row.addStretch(1)
    row.addWidget(beside)
    return row

"""All commands with their keys: search by word or by key, and change keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.pages.read.case.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.viewer.models.keymaps import Preset
from cxstage_gui.widgets.labels import label

ID = int(Qt.ItemDataRole.UserRole)
ALONE = frozenset(
    {
        *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
        Qt.Key.Key_unknown,
    }
)
OWN_KEYS = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class Shortcuts(QObject):
    """Adds the command that opens the sheet."""

    def __init__(self, context: ReadContext, commands: Commands, area: QWidget) -> None:
        super().__init__(context)
        self._commands = commands
        self._area = area
        self.sheet: ShortcutSheet | None = None
        commands.add(Command("shortcuts", self.tr("Keys and mouse"), self.tr("Help"), self.open))

    def open(self) -> None:
        """Show the sheet."""
        self.sheet = ShortcutSheet(self._commands, self._area)
        self.sheet.show()


class KeyField(QLineEdit):
    """Takes the next pressed key, with its modifiers."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.keys = ""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Keep the page's shortcuts from taking a key that is pressed here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take every key except those that leave the field."""
        key = Qt.Key(event.key())
        if key in OWN_KEYS or key in ALONE:
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Backspace and not event.modifiers():
            self.keys = ""
            self.clear()
            return
        pressed = QKeySequence(event.keyCombination())
        self.keys = pressed.toString(QKeySequence.SequenceFormat.PortableText)
        self.setText(pressed.toString(QKeySequence.SequenceFormat.NativeText))


class ShortcutSheet(QDialog):
    """Searchable by word and by key; the selected command can be given another key."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 640)
        self._commands = commands
        self.preset = QComboBox()
        self.preset.addItem(self.tr("As in ITK-SNAP"), Preset.ITK_SNAP)
        self.preset.addItem(self.tr("As in 3D Slicer"), Preset.SLICER)
        self.preset.setCurrentIndex(self.preset.findData(commands.preset))
        self.preset.setAccessibleName(self.tr("Preset of keys and mouse"))
        self.preset.activated.connect(self._preset_chosen)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by word"))
        self.search.setAccessibleName(self.tr("Search by word"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show())
        self.by_key = KeyField(self.tr("Search by pressing a key"))
        self.by_key.textChanged.connect(lambda _: self._show())
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.new_key = KeyField(self.tr("Press the new key"))
        self.new_key.textChanged.connect(lambda _: self._chosen())
        self.give = QPushButton(self.tr("Give this key"))
        self.give.clicked.connect(self._give)
        self.reset = QPushButton(self.tr("Preset's key"))
        self.reset.clicked.connect(self._reset_one)
        self.reset_all = QPushButton(self.tr("All as in the preset"))
        self.reset_all.clicked.connect(partial(commands.reset, ""))
        self.words = label("", "muted", wrap=True)
        self.mouse = label("", "muted", wrap=True)
        self._lay_out()
        commands.changed.connect(self._show)
        self._show()
        self.search.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for field in (self.preset, self.search, self.by_key):
            top.addWidget(field, 1)
        change = QHBoxLayout()
        change.setSpacing(8)
        change.addWidget(self.new_key, 1)
        for button in (self.give, self.reset, self.reset_all):
            button.setAutoDefault(False)
            change.addWidget(button)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        status_bar = QHBoxLayout()
        status_bar.addWidget(self.words, 1)
        status_bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.mouse)
        column.addWidget(self.list, 1)
        column.addLayout(change)
        column.addLayout(status_bar)

    @property
    def chosen(self) -> Command | None:
        """The selected command."""
        item = self.list.currentItem()
        name = "" if item is None else str(item.data(0, ID) or "")
        return next((one for one in self._commands.all() if one.id == name), None)

    def _show(self) -> None:
        """List the commands that match the search, under their headings."""
        kept = self.chosen
        words, key = self.search.text().casefold().split(), self.by_key.keys
        self.list.blockSignals(True)
        self.list.clear()
        heads: dict[str, QTreeWidgetItem] = {}
        current = None
        for command in sorted(self._commands.all(), key=lambda one: one.group):
            shown = self._commands.shown_keys(command.id)
            text = f"{command.text} {command.group} {shown}".casefold()
            if not all(word in text for word in words):
                continue
            if key and not _held_by(key, self._commands.keys(command.id)):
                continue
            if command.group not in heads:
                head = QTreeWidgetItem([command.group, ""])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = head.font(0)
                font.setBold(True)
                head.setFont(0, font)
                self.list.addTopLevelItem(head)
                heads[command.group] = head
            own = command.id in self._commands.own
            item = QTreeWidgetItem([command.text, f"{shown} ●" if own else shown])
            item.setData(0, ID, command.id)
            if own:
                item.setToolTip(1, self.tr("Your own key"))
            heads[command.group].addChild(item)
            if kept is not None and kept.id == command.id:
                current = item
        self.list.expandAll()
        self.list.blockSignals(False)
        if current is not None:
            self.list.setCurrentItem(current)
        self.mouse.setText(self._mouse())
        self._chosen()

    def _mouse(self) -> str:
        if self._commands.preset == Preset.SLICER:
            return self.tr(
                "Mouse: the tool's left button; right drag zooms; middle or Shift+left drag pans; wheel "
                "turns slices, Ctrl+wheel zooms; Ctrl+left drag takes the window from a region, with the "
                "cursor tool a left drag sets it; Shift+move moves the linked cursor; double-click one pane."
            )
        return self.tr(
            "Mouse: the tool's left button; right drag zooms, with a brush it erases; middle drag pans; "
            "wheel turns slices, with Shift five at a time or the brush size, with Ctrl it zooms; Ctrl+left "
            "drag sets the window; Alt+left moves the linked cursor."
        )

    def _chosen(self) -> None:
        command, keys = self.chosen, self.new_key.keys
        self.reset.setEnabled(command is not None and command.id in self._commands.own)
        self.reset_all.setEnabled(bool(self._commands.own))
        self.give.setEnabled(command is not None and bool(keys))
        if command is None:
            self.words.setText(self.tr("Select a command to give it another key."))
            return
        others = [one.text for one in self._commands.holders(keys) if one.id != command.id]
        if keys and others:
            self.words.setText(
                self.tr("This key is taken from: {names}").format(names=", ".join(others))
            )
        else:
            self.words.setText(command.text)

    def _give(self) -> None:
        command = self.chosen
        if command is not None and self.new_key.keys:
            keys = self.new_key.keys
            self.new_key.keys = ""
            self.new_key.clear()
            self._commands.remap(command.id, (keys,))

    def _reset_one(self) -> None:
        command = self.chosen
        if command is not None:
            self._commands.reset(command.id)

    def _preset_chosen(self) -> None:
        self._commands.preset = Preset(self.preset.currentData())


def _held_by(key: str, keys: tuple[str, ...]) -> bool:
    wanted = QKeySequence(key)
    return any(QKeySequence(one) == wanted for one in keys)

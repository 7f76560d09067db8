"""The sheet of keys: every command with its keys, to be searched and changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
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

from cxstage_gui.actions import FixedKey
from cxstage_gui.keys.commands import Command, Commands, same_key
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


class KeyField(QLineEdit):
    """Takes the next key that is pressed, with its modifiers."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.keys = ""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """No shortcut of the page takes a key that is pressed here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key but those that leave the field is taken."""
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
    """Searchable by word and by key; a chosen command can be given another key.

    Args:
        tables: the commands of the pages, the page in front first; keys are changed within one of them.
        fixed: keys of the window, which cannot be changed.
    """

    def __init__(
        self,
        tables: Sequence[Commands],
        fixed: Sequence[FixedKey] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 640)
        self._tables = tuple(tables)
        self._fixed = tuple(fixed)
        self.preset = QComboBox()
        self.preset.addItem(self.tr("As in ITK-SNAP"), Preset.ITK_SNAP)
        self.preset.addItem(self.tr("As in 3D Slicer"), Preset.SLICER)
        self.preset.setCurrentIndex(self.preset.findData(self._preset_in_force))
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
        self.reset_all.clicked.connect(self._reset_all)
        self.words = label("", "muted", wrap=True)
        self.mouse = label("", "muted", wrap=True)
        self._lay_out()
        for table in self._tables:
            table.changed.connect(self._show)
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
        bottom = QHBoxLayout()
        bottom.addWidget(self.words, 1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.mouse)
        column.addWidget(self.list, 1)
        column.addLayout(change)
        column.addLayout(bottom)

    @property
    def chosen(self) -> Command | None:
        """The command whose line is chosen."""
        item = self.list.currentItem()
        name = "" if item is None else str(item.data(0, ID) or "")
        return next((one for table in self._tables for one in table.all() if one.id == name), None)

    @property
    def _preset_in_force(self) -> Preset:
        return self._tables[0].preset if self._tables else Preset.ITK_SNAP

    def _table(self, command: Command) -> Commands:
        return next(table for table in self._tables if table.has(command.id))

    def _show(self) -> None:
        """List what the search asks for, under its headings."""
        kept = self.chosen
        words, key = self.search.text().casefold().split(), self.by_key.keys
        self.list.blockSignals(True)
        self.list.clear()
        heads: dict[str, QTreeWidgetItem] = {}
        current = None
        for group, text, keys, shown, command in self._lines():
            if not all(word in f"{text} {group} {shown}".casefold() for word in words):
                continue
            if key and not any(same_key(key, one) for one in keys):
                continue
            if group not in heads:
                head = QTreeWidgetItem([group, ""])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = head.font(0)
                font.setBold(True)
                head.setFont(0, font)
                self.list.addTopLevelItem(head)
                heads[group] = head
            own = command is not None and command.id in self._table(command).own
            item = QTreeWidgetItem([text, f"{shown} ●" if own else shown])
            if command is not None:
                item.setData(0, ID, command.id)
            if own:
                item.setToolTip(1, self.tr("Your own key"))
            heads[group].addChild(item)
            if kept is not None and command is not None and kept.id == command.id:
                current = item
        self.list.expandAll()
        self.list.blockSignals(False)
        if current is not None:
            self.list.setCurrentItem(current)
        self.mouse.setText(self._mouse())
        self._chosen()

    def _lines(self) -> list[tuple[str, str, tuple[str, ...], str, Command | None]]:
        """Heading, text, keys, keys in words, and the command if its keys can be changed."""
        changeable = [
            (one.group, one.text, table.keys(one.id), table.shown_keys(one.id), one)
            for table in self._tables
            for one in sorted(table.all(), key=lambda command: command.group)
            if self._table(one) is table  # the key of this sheet is a command of every page
        ]
        window = self.tr("Window")
        return [*changeable, *((window, one.text, (one.key,), one.shown, None) for one in self._fixed)]

    def _mouse(self) -> str:
        if self._preset_in_force == Preset.SLICER:
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
        self.reset.setEnabled(command is not None and command.id in self._table(command).own)
        self.reset_all.setEnabled(any(table.own for table in self._tables))
        taken = next((one.text for one in self._fixed if keys and same_key(keys, one.key)), "")
        self.give.setEnabled(command is not None and bool(keys) and not taken)
        if command is None:
            self.words.setText(self.tr("Choose a command to give it another key."))
            return
        others = [one.text for one in self._table(command).holders(keys) if one.id != command.id]
        if taken:
            self.words.setText(self.tr("This key belongs to the window: {name}").format(name=taken))
        elif keys and others:
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
            self._table(command).remap(command.id, (keys,))

    def _reset_one(self) -> None:
        command = self.chosen
        if command is not None:
            self._table(command).reset(command.id)

    def _reset_all(self) -> None:
        for table in self._tables:
            table.reset()

    def _preset_chosen(self) -> None:
        for table in self._tables:
            table.preset = Preset(self.preset.currentData())

"""Commands of a page by name, and the keys that run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from cxstage_gui.settings import Settings
from cxstage_gui.viewer.models.keymaps import Keys, Preset, holders, keys_of

PRESET_KEY, OWN_KEY = "keys/preset", "keys/own"


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Args:
        id: such as "slice up"; presets of keys refer to it.
        text: shown to users, translated.
        group: heading in the list of keys, translated.
        release: run when a held key is released.
    """

    id: str
    text: str
    group: str
    run: Callable[[], None]
    release: Callable[[], None] | None = None


class Commands(QObject):
    """The commands of a page, bound to the keys of a preset and to the user's own keys.

    Keys work while the page, or a part of it, has the focus.

    Signals:
        changed: commands, preset or keys changed.
    """

    changed = Signal()

    def __init__(self, page: QWidget, settings: Settings) -> None:
        super().__init__(page)
        self._page = page
        self._settings = settings
        self._commands: dict[str, Command] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        self._held: tuple[int, Command] | None = None
        self._own = _read_own(settings)
        stored = settings.text(PRESET_KEY)
        self._preset = Preset(stored) if stored in tuple(Preset) else Preset.ITK_SNAP

    def add(self, *commands: Command) -> None:
        """Add commands; one with a known id replaces the former."""
        for command in commands:
            self._commands[command.id] = command
            self._bind(command)
        self.changed.emit()

    def all(self) -> tuple[Command, ...]:
        """All commands, in the order they were added."""
        return tuple(self._commands.values())

    def run(self, name: str) -> None:
        """Run a command by its id."""
        self._commands[name].run()

    def keys(self, name: str) -> tuple[str, ...]:
        """Keys of a command as texts for `QKeySequence`."""
        return keys_of(name, self._preset, self._own)

    def shown_keys(self, name: str) -> str:
        """Keys of a command as shown to users, "" for none."""
        native = QKeySequence.SequenceFormat.NativeText
        return ", ".join(QKeySequence(key).toString(native) for key in self.keys(name))

    @property
    def preset(self) -> Preset:
        """The preset of the keys."""
        return self._preset

    @preset.setter
    def preset(self, preset: Preset) -> None:
        self._preset = preset
        self._settings.keep(PRESET_KEY, preset.value)
        self._bind_all()

    @property
    def own(self) -> Keys:
        """Keys that the user changed, by command."""
        return dict(self._own)

    def holders(self, key: str) -> tuple[Command, ...]:
        """Commands that a key runs."""
        names = holders(key, self._preset, self._own, tuple(self._commands))
        return tuple(self._commands[name] for name in names)

    def remap(self, name: str, keys: tuple[str, ...]) -> None:
        """Give a command other keys; other commands lose them."""
        for key in keys:
            for other in self.holders(key):
                if other.id != name:
                    self._own[other.id] = tuple(k for k in self.keys(other.id) if k != key)
        self._own[name] = keys
        self._keep_own()

    def reset(self, name: str = "") -> None:
        """Restore the preset's keys, of one command or of all."""
        if name:
            self._own.pop(name, None)
        else:
            self._own.clear()
        self._keep_own()

    # -- binding

    def _keep_own(self) -> None:
        self._settings.keep(OWN_KEY, json.dumps(self._own, ensure_ascii=False))
        self._bind_all()

    def _bind_all(self) -> None:
        for command in self._commands.values():
            self._bind(command)
        self.changed.emit()

    def _bind(self, command: Command) -> None:
        for old in self._shortcuts.pop(command.id, ()):
            old.setEnabled(False)
            old.deleteLater()
        made = []
        for keys in self.keys(command.id):
            shortcut = QShortcut(QKeySequence(keys), self._page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            if command.release is None:
                shortcut.activated.connect(command.run)
            else:
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(lambda c=command, k=keys: self._hold(c, k))
            made.append(shortcut)
        self._shortcuts[command.id] = made

    def _hold(self, command: Command, keys: str) -> None:
        application = QApplication.instance()
        if self._held is not None or application is None:
            return
        first: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]  # missing in the stubs
        self._held = (first.key(), command)
        application.installEventFilter(self)
        command.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the release of a held key; losing the window counts as one."""
        let_go = event.type() == QEvent.Type.ApplicationDeactivate
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            let_go = (
                self._held is not None and not event.isAutoRepeat() and (event.key() == self._held[0])
            )
        if let_go and self._held is not None:
            _, command = self._held
            self._held = None
            application = QApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
            if command.release is not None:
                command.release()
        return super().eventFilter(watched, event)


def _read_own(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The stored own keys; other content counts as none."""
    try:
        stored = json.loads(settings.text(OWN_KEY) or "{}")
    except json.JSONDecodeError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        str(name): tuple(str(key) for key in keys)
        for name, keys in stored.items()
        if isinstance(keys, list)
    }

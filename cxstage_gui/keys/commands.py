"""Commands of a page by name, and the keys that call them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from cxstage_gui.actions import FixedKey
from cxstage_gui.settings import Settings
from cxstage_gui.viewer.models.keymaps import Keys, Preset, keys_of

PRESET_KEY, OWN_KEY = "keys/preset", "keys/own"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    Args:
        id: such as "slice up"; the presets name it.
        text: what people read, translated.
        group: the heading it stands under, translated.
        release: what happens when the key is released, for keys that are held.
        keys: used where the preset names none.
    """

    id: str
    text: str
    group: str
    run: Callable[[], None]
    release: Callable[[], None] | None = None
    keys: tuple[str, ...] = ()


@runtime_checkable
class HasCommands(Protocol):
    """A page with commands of its own."""

    commands: Commands


SHIFTED = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
"""The signs that Shift gives on a US keyboard."""


def same_key(first: str, second: str) -> bool:
    """Return True if one press can call both: "?", "Shift+?" and "Shift+/" are one key."""
    return _plain(first) == _plain(second)


def _plain(key: str) -> str:
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    modifiers, sign = (text[:-1], text[-1]) if text else ("", "")
    parts = modifiers.split("+")
    alone = not modifiers or modifiers.endswith("+")
    if alone and "Shift" in parts and (sign in SHIFTED or sign in SHIFTED.values()):
        parts.remove("Shift")
        sign = SHIFTED.get(sign, sign)
    return "+".join(parts) + sign


class Commands(QObject):
    """The commands of a page, bound to the keys of the preset and to a user's own.

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
        """Add commands; one with a known id replaces it."""
        for command in commands:
            self._commands[command.id] = command
            self._bind(command)
        self.changed.emit()

    def all(self) -> tuple[Command, ...]:
        """Every command, in the order they came."""
        return tuple(self._commands.values())

    def has(self, name: str) -> bool:
        """Return True if there is a command with this id."""
        return name in self._commands

    def run(self, name: str) -> None:
        """Run a command by its id."""
        self._commands[name].run()

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of a command as texts that `QKeySequence` reads."""
        return keys_of(name, self._preset, self._own) or self._default(name)

    def _default(self, name: str) -> tuple[str, ...]:
        command = self._commands.get(name)
        return () if command is None or name in self._own else command.keys

    def shown_keys(self, name: str) -> str:
        """The keys of a command in words, "" for none."""
        native = QKeySequence.SequenceFormat.NativeText
        return ", ".join(QKeySequence(key).toString(native) for key in self.keys(name))

    @property
    def preset(self) -> Preset:
        """The program that the keys follow."""
        return self._preset

    @preset.setter
    def preset(self, preset: Preset) -> None:
        self._preset = preset
        self._settings.keep(PRESET_KEY, preset.value)
        self._bind_all()

    @property
    def own(self) -> Keys:
        """Keys that the user changed, by command of this page."""
        return {name: keys for name, keys in self._own.items() if name in self._commands}

    def holders(self, key: str) -> tuple[Command, ...]:
        """The commands that a key calls."""
        return tuple(
            command
            for command in self._commands.values()
            if key and any(same_key(key, one) for one in self.keys(command.id))
        )

    def conflicts(self, fixed: Sequence[FixedKey] = ()) -> tuple[tuple[str, str], ...]:
        """Return what shares a key, so that one press is ambiguous.

        Args:
            fixed: keys of the window.

        Returns:
            Pairs of the key and the names of what it would call.
        """
        bound = [
            (key, command.id) for command in self._commands.values() for key in self.keys(command.id)
        ]
        bound += [(one.key, one.text) for one in fixed]
        return tuple(
            (key, f"{name}, {other}")
            for place, (key, name) in enumerate(bound)
            for key_of_other, other in bound[place + 1 :]
            if same_key(key, key_of_other)
        )

    def remap(self, name: str, keys: tuple[str, ...]) -> None:
        """Give a command other keys; other commands lose them."""
        for key in keys:
            for other in self.holders(key):
                if other.id != name:
                    self._own[other.id] = tuple(k for k in self.keys(other.id) if not same_key(k, key))
        self._own[name] = keys
        self._keep_own()

    def reset(self, name: str = "") -> None:
        """Go back to the preset's keys, of one command or of all."""
        for one in (name,) if name else tuple(self._commands):
            self._own.pop(one, None)
        self._keep_own()

    # -- binding

    def _keep_own(self) -> None:
        others = {k: v for k, v in _read_own(self._settings).items() if k not in self._commands}
        self._own = {**others, **self.own}
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
        """Wait for the release of a held key; leaving the program counts as one."""
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
    """The stored own keys; none if the stored text cannot be read."""
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

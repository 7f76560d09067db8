"""Every action of the menus in one table: text, shortcut, and when it is enabled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton

from cxstage_core.cohort.values.permissions import Permission
from cxstage_gui.session import Executor, Session
from cxstage_gui.theme import current, icon


@dataclass(frozen=True, slots=True)
class Entry:
    """One action.

    Args:
        id: such as "cohort.open".
        text: translated in the context "actions".
        when: names of `CONDITIONS` that must all hold.
        permission: what the user must be allowed to; others do not see the action.
    """

    id: str
    text: str
    shortcut: str = ""
    when: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class FixedKey:
    """A key of the window itself, which cannot be changed.

    Args:
        text: what it does, translated.
        shown: the key as the platform writes it.
    """

    text: str
    key: str
    shown: str


def _n(sentence: object) -> str:
    return str(sentence)


TABLE: tuple[Entry, ...] = (
    Entry(
        "demo.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open the demo cohort")),
        when=("compute free",),
        icon="flask",
    ),
    Entry(
        "cohort.create",
        _n(QT_TRANSLATE_NOOP("actions", "New cohort…")),
        "Ctrl+Shift+N",
        icon="folder-plus",
    ),
    Entry(
        "cohort.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open cohort…")),
        "Ctrl+O",
        icon="folder-open",
    ),
    Entry(
        "cohort.close",
        _n(QT_TRANSLATE_NOOP("actions", "Close cohort")),
        "Ctrl+W",
        ("cohort",),
        icon="x-circle",
    ),
    Entry(
        "cohort.import",
        _n(QT_TRANSLATE_NOOP("actions", "Import images…")),
        "Ctrl+I",
        ("cohort", "study free"),
        icon="download-simple",
        tip=_n(
            QT_TRANSLATE_NOOP("actions", "A folder with DICOM files or volumes; or drop it on the page")
        ),
        permission=Permission.IMPORT,
    ),
    Entry(
        "cohort.clinical",
        _n(QT_TRANSLATE_NOOP("actions", "Import clinical table…")),
        "Ctrl+Shift+I",
        ("cohort", "patients"),
        icon="table",
        tip=_n(QT_TRANSLATE_NOOP("actions", "A CSV file with one row per patient")),
        permission=Permission.IMPORT,
    ),
    Entry(
        "cohort.outline",
        _n(QT_TRANSLATE_NOOP("actions", "Import outline…")),
        "",
        ("cohort", "patients", "study free"),
        icon="selection-plus",
        tip=_n(QT_TRANSLATE_NOOP("actions", "A reader's outline from a NIfTI, MHA or NRRD file")),
        permission=Permission.IMPORT_READINGS,
    ),
    Entry(
        "cohort.freeze",
        _n(QT_TRANSLATE_NOOP("actions", "Freeze reference…")),
        "",
        ("cohort", "readings"),
        icon="snowflake",
        tip=_n(
            QT_TRANSLATE_NOOP(
                "actions", "Adopt one reader's complete readings where no reference exists"
            )
        ),
        permission=Permission.ADOPT,
    ),
    Entry(
        "cohort.split",
        _n(QT_TRANSLATE_NOOP("actions", "Draw split…")),
        "",
        ("cohort", "stages", "unsplit"),
        icon="columns",
        tip=_n(
            QT_TRANSLATE_NOOP("actions", "Training and test part, by patient; drawn once, then locked")
        ),
        permission=Permission.SPLIT,
    ),
    Entry(
        "cohort.verify",
        _n(QT_TRANSLATE_NOOP("actions", "Verify cohort")),
        "",
        ("cohort",),
        icon="shield-check",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Check every file of the cohort against its checksum")),
        permission=Permission.SEE_LOG,
    ),
    Entry(
        "accounts.show",
        _n(QT_TRANSLATE_NOOP("actions", "Accounts…")),
        "",
        ("cohort",),
        icon="identification-card",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Who may sign in to this cohort, and as what")),
        permission=Permission.ACCOUNTS,
    ),
    Entry(
        "assignments.show",
        _n(QT_TRANSLATE_NOOP("actions", "Assignments…")),
        "",
        ("cohort", "signed in", "patients"),
        icon="list-numbers",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Which reader reads which patient, and how far they are")),
        permission=Permission.ASSIGN,
    ),
    Entry(
        "kit.export",
        _n(QT_TRANSLATE_NOOP("actions", "Export reading kit…")),
        "",
        ("cohort", "patients", "study free", "no kit"),
        icon="package",
        tip=_n(QT_TRANSLATE_NOOP("actions", "One reader's images and begun readings, in one file")),
        permission=Permission.KITS,
    ),
    Entry(
        "kit.import",
        _n(QT_TRANSLATE_NOOP("actions", "Import reading kit…")),
        "",
        ("cohort", "study free", "no kit"),
        icon="package",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Take the readings of a kit over that came back")),
        permission=Permission.KITS,
    ),
    Entry(
        "kit.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open reading kit…")),
        "",
        ("study free",),
        icon="package",
    ),
    Entry(
        "kit.pack",
        _n(QT_TRANSLATE_NOOP("actions", "Pack reading kit to send back…")),
        "",
        ("cohort", "study free", "kit"),
        icon="package",
    ),
    Entry(
        "accounts.passphrase",
        _n(QT_TRANSLATE_NOOP("actions", "Change my passphrase…")),
        "",
        ("signed in",),
        icon="key",
    ),
    Entry(
        "accounts.out",
        _n(QT_TRANSLATE_NOOP("actions", "Sign out")),
        "",
        ("signed in",),
        icon="sign-out",
    ),
    Entry("view.dark", _n(QT_TRANSLATE_NOOP("actions", "Dark"))),
    Entry("view.light", _n(QT_TRANSLATE_NOOP("actions", "Light"))),
    Entry("language.system", _n(QT_TRANSLATE_NOOP("actions", "System language"))),
    Entry(
        "help.manual",
        _n(QT_TRANSLATE_NOOP("actions", "Manual")),
        "F1",
        icon="question",
    ),
    Entry("help.keys", _n(QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts")), "?", icon="keyboard"),
    Entry("help.log", _n(QT_TRANSLATE_NOOP("actions", "Show log folder"))),
    Entry("help.about", _n(QT_TRANSLATE_NOOP("actions", "About CxStage"))),
    Entry("quit", _n(QT_TRANSLATE_NOOP("actions", "Quit")), "Ctrl+Q"),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for an action, and why the action is off while it does not.

    Args:
        why: translated in the context "actions"; "{work}" stands for the title of what runs.
    """

    holds: Callable[[Session], bool]
    why: str
    executor: Executor | None = None

    def reason(self, session: Session) -> str:
        """Return the reason in the window's language, "" while the condition holds."""
        if self.holds(session):
            return ""
        work = "" if self.executor is None else session.occupant(self.executor)
        return QCoreApplication.translate("actions", self.why).format(work=work)


RUNS = _n(
    QT_TRANSLATE_NOOP("actions", "Not now: “{work}” is running. It ends by itself or with Cancel.")
)
# In this order: the first reason that applies is shown.
CONDITIONS: dict[str, Condition] = {
    "cohort": Condition(
        lambda s: s.cohort is not None,
        _n(QT_TRANSLATE_NOOP("actions", "Not now: no cohort is open.")),
    ),
    "kit": Condition(
        lambda s: s.is_kit,
        _n(QT_TRANSLATE_NOOP("actions", "Only for a reading kit; this is a whole cohort.")),
    ),
    "no kit": Condition(
        lambda s: not s.is_kit,
        _n(QT_TRANSLATE_NOOP("actions", "Not in a reading kit, only in the cohort it came from.")),
    ),
    "signed in": Condition(
        lambda s: s.user.signed_in,
        _n(QT_TRANSLATE_NOOP("actions", "Not now: no user is signed in. Create accounts first.")),
    ),
    "patients": Condition(
        lambda s: bool(s.patients),
        _n(QT_TRANSLATE_NOOP("actions", "Not now: the cohort has no patients. Import images first.")),
    ),
    "readings": Condition(
        lambda s: any(row.readings for row in s.patients),
        _n(
            QT_TRANSLATE_NOOP(
                "actions", "Not now: no case has a reading. Draw or import outlines first."
            )
        ),
    ),
    "stages": Condition(
        lambda s: any(row.stage for row in s.patients),
        _n(
            QT_TRANSLATE_NOOP(
                "actions", "Not now: no patient has a stage. Import the clinical table first."
            )
        ),
    ),
    "unsplit": Condition(
        lambda s: not any(row.part for row in s.patients),
        _n(QT_TRANSLATE_NOOP("actions", "The split is drawn and locked; it cannot be drawn again.")),
    ),
    "study free": Condition(lambda s: not s.busy(Executor.STUDY), RUNS, Executor.STUDY),
    "compute free": Condition(lambda s: not s.busy(Executor.COMPUTE), RUNS, Executor.COMPUTE),
}


class Actions(QObject):
    """A table as Qt actions, kept enabled or disabled by their conditions.

    Args:
        entries: the whole table: `TABLE`, and an entry for each page and language.
    """

    def __init__(
        self, session: Session, entries: Sequence[Entry] = TABLE, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._entries = tuple(entries)
        self._actions = {entry.id: self._built(entry) for entry in entries}
        for changed in (
            session.cohort_opened,
            session.cohort_closed,
            session.patients_changed,
            session.work_changed,
        ):
            changed.connect(self.refresh)
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all actions."""
        return tuple(self._actions)

    def keys(self) -> tuple[FixedKey, ...]:
        """Return the keys of the window."""
        native = QKeySequence.SequenceFormat.NativeText
        return tuple(
            FixedKey(
                QCoreApplication.translate("actions", entry.text),
                entry.shortcut,
                QKeySequence(entry.shortcut).toString(native),
            )
            for entry in self._entries
            if entry.shortcut
        )

    def bind(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Let actions call their handlers.

        Args:
            handlers: by id of the action.

        Raises:
            KeyError: the table has no action of this id.
        """
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _=False, call=handler: call())

    def refresh(self) -> None:
        """Enable what can be done now."""
        reasons = {name: one.reason(self._session) for name, one in CONDITIONS.items()}
        for entry in self._entries:
            permitted = entry.permission is None or self._session.user.may(entry.permission)
            action = self._actions[entry.id]
            why = next(
                (reasons[name] for name in CONDITIONS if name in entry.when and reasons[name]), ""
            )
            action.setVisible(permitted)
            action.setEnabled(permitted and not why)
            tip = str(action.property("tip"))
            action.setToolTip(f"{tip}\n{why}" if why else tip)

    def redraw(self) -> None:
        """Take the colours of the icons from the current theme."""
        for entry in self._entries:
            if entry.icon:
                self._actions[entry.id].setIcon(icon(entry.icon))

    def button(self, name: str, role: str = "", text: str = "") -> QPushButton:
        """A button for an action, with its text or a shorter one; enabled when the action is."""
        return ActionButton(self._actions[name], role, text)

    def _built(self, entry: Entry) -> QAction:
        action = QAction(QCoreApplication.translate("actions", entry.text), self)
        action.setObjectName(entry.id)
        if entry.shortcut:
            action.setShortcut(QKeySequence(entry.shortcut))
        if entry.icon:
            action.setIcon(icon(entry.icon))
            action.setProperty("symbol", entry.icon)
        tip = QCoreApplication.translate("actions", entry.tip) if entry.tip else action.text()
        if entry.shortcut:
            tip += f"  ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setProperty("tip", tip)
        action.setToolTip(tip)
        return action


class ActionButton(QPushButton):
    """A button that follows an action and triggers it.

    Args:
        role: of the style sheet; a button of the role "flat" has no icon.
        text: instead of the action's.
    """

    def __init__(self, action: QAction, role: str = "", text: str = "") -> None:
        super().__init__(f" {text or action.text()}")
        self.action = action
        self._has_icon = role != "flat"
        self.setProperty("role", role)
        self.setAccessibleName(text or action.text())
        self.setAccessibleDescription(action.text() if text else "")
        self.clicked.connect(action.trigger)
        self._follow()
        # Methods, not functions: Qt ends such a connection together with the button.
        action.changed.connect(self._follow)
        action.visibleChanged.connect(self._show_or_hide)
        if not action.isVisible():  # to show one that has no parent yet would open a window
            self.hide()

    def _follow(self) -> None:
        self.setEnabled(self.action.isEnabled())
        self.setToolTip(self.action.toolTip())
        symbol = self.action.property("symbol")
        if self._has_icon and symbol:
            colour = current().on_accent if self.property("role") == "primary" else ""
            self.setIcon(icon(symbol, colour))

    def _show_or_hide(self) -> None:
        self.setVisible(self.action.isVisible())

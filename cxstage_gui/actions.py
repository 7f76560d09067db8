"""Everything a person can do, in one table: text, shortcut, enabled-when, handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton

from cxstage_core.cohort.values.permissions import Permission
from cxstage_gui.session import Session
from cxstage_gui.tasks import Executor
from cxstage_gui.theme import icon


@dataclass(frozen=True, slots=True)
class Entry:
    """One action.

    Args:
        id: such as "cohort.open".
        handler: name of the method of the desk that asks what is needed and calls the session.
        when: names of `CONDITIONS` that must all hold.
        act: what a role must permit; who may not do it does not see it.
    """

    id: str
    text: str
    handler: str
    shortcut: str = ""
    when: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    act: Permission | None = None


def _n(sentence: object) -> str:
    return str(sentence)


TABLE: tuple[Entry, ...] = (
    Entry(
        "demo.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open the demo cohort")),
        "open_demo",
        when=("compute free",),
        icon="flask",
    ),
    Entry(
        "cohort.create",
        _n(QT_TRANSLATE_NOOP("actions", "New cohort…")),
        "create_cohort",
        "Ctrl+Shift+N",
        icon="folder-plus",
    ),
    Entry(
        "cohort.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open cohort…")),
        "open_cohort",
        "Ctrl+O",
        icon="folder-open",
    ),
    Entry(
        "cohort.close",
        _n(QT_TRANSLATE_NOOP("actions", "Close cohort")),
        "close_cohort",
        "Ctrl+W",
        ("cohort",),
        icon="x-circle",
    ),
    Entry(
        "cohort.import",
        _n(QT_TRANSLATE_NOOP("actions", "Import images…")),
        "import_images",
        "Ctrl+I",
        ("cohort", "study free"),
        icon="download-simple",
        tip=_n(
            QT_TRANSLATE_NOOP("actions", "A folder with DICOM files or volumes; or drop it on the page")
        ),
        act=Permission.IMPORT,
    ),
    Entry(
        "cohort.clinical",
        _n(QT_TRANSLATE_NOOP("actions", "Import clinical table…")),
        "import_clinical",
        "Ctrl+Shift+I",
        ("cohort", "patients"),
        icon="table",
        tip=_n(QT_TRANSLATE_NOOP("actions", "A CSV file with one row per patient")),
        act=Permission.IMPORT,
    ),
    Entry(
        "cohort.outline",
        _n(QT_TRANSLATE_NOOP("actions", "Import outline…")),
        "import_outline",
        "",
        ("cohort", "patients", "study free"),
        icon="selection-plus",
        tip=_n(QT_TRANSLATE_NOOP("actions", "A reader's outline from a NIfTI, MHA or NRRD file")),
        act=Permission.IMPORT_READINGS,
    ),
    Entry(
        "cohort.freeze",
        _n(QT_TRANSLATE_NOOP("actions", "Freeze reference…")),
        "freeze_reference",
        "",
        ("cohort", "readings"),
        icon="snowflake",
        tip=_n(
            QT_TRANSLATE_NOOP(
                "actions", "Adopt one reader's complete readings where no reference exists"
            )
        ),
        act=Permission.ADOPT,
    ),
    Entry(
        "cohort.split",
        _n(QT_TRANSLATE_NOOP("actions", "Draw split…")),
        "draw_split",
        "",
        ("cohort", "stages", "unsplit"),
        icon="columns",
        tip=_n(
            QT_TRANSLATE_NOOP("actions", "Training and test part, by patient; drawn once, then locked")
        ),
        act=Permission.SPLIT,
    ),
    Entry(
        "cohort.verify",
        _n(QT_TRANSLATE_NOOP("actions", "Verify cohort")),
        "verify",
        "",
        ("cohort",),
        icon="shield-check",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Check every file of the cohort against its checksum")),
        act=Permission.SEE_LOG,
    ),
    Entry(
        "accounts.show",
        _n(QT_TRANSLATE_NOOP("actions", "Accounts…")),
        "show_accounts",
        "",
        ("cohort",),
        icon="identification-card",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Who may sign in to this cohort, and as what")),
        act=Permission.ACCOUNTS,
    ),
    Entry(
        "assignments.show",
        _n(QT_TRANSLATE_NOOP("actions", "Assignments…")),
        "show_assignments",
        "",
        ("cohort", "signed in", "patients"),
        icon="list-numbers",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Which reader reads which patient, and how far they are")),
        act=Permission.ASSIGN,
    ),
    Entry(
        "kit.export",
        _n(QT_TRANSLATE_NOOP("actions", "Export reading kit…")),
        "export_kit",
        "",
        ("cohort", "patients", "study free", "no kit"),
        icon="package",
        tip=_n(QT_TRANSLATE_NOOP("actions", "One reader's images and begun readings, in one file")),
        act=Permission.KITS,
    ),
    Entry(
        "kit.import",
        _n(QT_TRANSLATE_NOOP("actions", "Import reading kit…")),
        "import_kit",
        "",
        ("cohort", "study free", "no kit"),
        icon="package",
        tip=_n(QT_TRANSLATE_NOOP("actions", "Take the readings of a kit over that came back")),
        act=Permission.KITS,
    ),
    Entry(
        "kit.open",
        _n(QT_TRANSLATE_NOOP("actions", "Open reading kit…")),
        "open_kit",
        "",
        ("study free",),
        icon="package",
    ),
    Entry(
        "kit.pack",
        _n(QT_TRANSLATE_NOOP("actions", "Pack reading kit to send back…")),
        "pack_kit",
        "",
        ("cohort", "study free", "kit"),
        icon="package",
    ),
    Entry(
        "accounts.passphrase",
        _n(QT_TRANSLATE_NOOP("actions", "Change my passphrase…")),
        "change_passphrase",
        "",
        ("signed in",),
        icon="key",
    ),
    Entry(
        "accounts.out",
        _n(QT_TRANSLATE_NOOP("actions", "Sign out")),
        "sign_out",
        "",
        ("signed in",),
        icon="sign-out",
    ),
    Entry(
        "page.cohort",
        _n(QT_TRANSLATE_NOOP("actions", "Cohort")),
        "show_cohort",
        "Ctrl+1",
        icon="users-three",
        act=Permission.SEE_PROGRESS,
    ),
    Entry(
        "page.read",
        _n(QT_TRANSLATE_NOOP("actions", "Read")),
        "show_read",
        "Ctrl+2",
        ("cohort",),
        icon="pencil-line",
    ),
    Entry(
        "page.review",
        _n(QT_TRANSLATE_NOOP("actions", "Review")),
        "show_review",
        "Ctrl+3",
        ("cohort",),
        icon="git-diff",
        act=Permission.SEE_READINGS,
    ),
    Entry(
        "page.train",
        _n(QT_TRANSLATE_NOOP("actions", "Train")),
        "show_train",
        "Ctrl+4",
        ("cohort",),
        icon="brain",
        act=Permission.EXPERIMENTS,
    ),
    Entry(
        "page.compare",
        _n(QT_TRANSLATE_NOOP("actions", "Compare")),
        "show_compare",
        "Ctrl+5",
        ("cohort",),
        icon="chart-line-up",
        act=Permission.EXPERIMENTS,
    ),
    Entry(
        "page.predict",
        _n(QT_TRANSLATE_NOOP("actions", "Predict")),
        "show_predict",
        "Ctrl+6",
        icon="target",
        act=Permission.EXPERIMENTS,
    ),
    Entry("view.dark", _n(QT_TRANSLATE_NOOP("actions", "Dark")), "dark"),
    Entry("view.light", _n(QT_TRANSLATE_NOOP("actions", "Light")), "light"),
    Entry("language.system", _n(QT_TRANSLATE_NOOP("actions", "System language")), "language_system"),
    Entry("language.en", "English", "language_english"),
    Entry("language.zh_CN", "简体中文", "language_chinese"),
    Entry(
        "help.manual",
        _n(QT_TRANSLATE_NOOP("actions", "Manual")),
        "show_manual",
        "F1",
        icon="question",
    ),
    Entry("help.log", _n(QT_TRANSLATE_NOOP("actions", "Show log folder")), "show_log"),
    Entry("help.about", _n(QT_TRANSLATE_NOOP("actions", "About CxStage")), "about"),
    Entry("quit", _n(QT_TRANSLATE_NOOP("actions", "Quit")), "quit", "Ctrl+Q"),
)

CONDITIONS: dict[str, Callable[[Session], bool]] = {
    "cohort": lambda s: s.cohort is not None,
    "kit": lambda s: s.is_kit,
    "no kit": lambda s: not s.is_kit,
    "signed in": lambda s: s.user.signed_in,
    "patients": lambda s: bool(s.patients),
    "readings": lambda s: any(row.readings for row in s.patients),
    "stages": lambda s: any(row.stage for row in s.patients),
    "unsplit": lambda s: not any(row.part for row in s.patients),
    "study free": lambda s: not s.tasks.busy(Executor.STUDY),
    "compute free": lambda s: not s.tasks.busy(Executor.COMPUTE),
}


class Actions(QObject):
    """The table as Qt actions, kept enabled or disabled by their conditions."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = {entry.id: self._built(entry) for entry in TABLE}
        for changed in (
            session.cohort_opened,
            session.cohort_closed,
            session.patients_changed,
            session.tasks.started,
            session.tasks.finished,
        ):
            changed.connect(self.refresh)
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all actions."""
        return tuple(self._actions)

    def connect_to(self, desk: object) -> None:
        """Let every action call its handler of the desk."""
        for entry in TABLE:
            handler: Callable[[], None] = getattr(desk, entry.handler)
            self._actions[entry.id].triggered.connect(lambda _=False, call=handler: call())

    def refresh(self) -> None:
        """Enable what can be done now."""
        holding = {name for name, holds in CONDITIONS.items() if holds(self._session)}
        for entry in TABLE:
            permitted = entry.act is None or self._session.user.may(entry.act)
            self._actions[entry.id].setVisible(permitted)
            self._actions[entry.id].setEnabled(permitted and holding.issuperset(entry.when))

    def redraw(self) -> None:
        """Take the icons' colours from the theme that is on now."""
        for entry in TABLE:
            if entry.icon:
                self._actions[entry.id].setIcon(icon(entry.icon))

    def button(self, name: str, role: str = "", text: str = "") -> QPushButton:
        """A button for an action, with its text or a shorter one; enabled when the action is."""
        action = self._actions[name]
        button = QPushButton(f" {text or action.text()}")
        button.setProperty("role", role)
        if role != "flat":
            button.setIcon(action.icon())
            action.changed.connect(lambda: button.setIcon(action.icon()))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        if not action.isVisible():  # to show one that has no parent yet would open a window
            button.hide()
        action.visibleChanged.connect(lambda: button.setVisible(action.isVisible()))
        return button

    def _built(self, entry: Entry) -> QAction:
        action = QAction(QCoreApplication.translate("actions", entry.text), self)
        action.setObjectName(entry.id)
        if entry.shortcut:
            action.setShortcut(QKeySequence(entry.shortcut))
        if entry.icon:
            action.setIcon(icon(entry.icon))
        tip = QCoreApplication.translate("actions", entry.tip) if entry.tip else action.text()
        if entry.shortcut:
            tip += f"  ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip)
        return action

"""Events that the store writes to the audit log, and the state of the files that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import AuditEntry

CREATE = "create cohort"
ADD_PATIENT = "add patient"
ADD_SERIES = "add series"
SAME_PERSON = "declare same person"
OTHER_PERSON = "declare other person"
MATCH_ROW = "match clinical row"
USE_DESPITE = "use patient despite gate"
REGISTER = "register series"
START_READING = "start reading"
COMPLETE_READING = "complete reading"
REOPEN_READING = "reopen reading"
CHANGE_READING = "change complete reading"
FREEZE_REFERENCE = "freeze reference"
SAVE_CLINICAL = "save clinical"
LOCK_SPLIT = "lock split"
SAVE_EXPERIMENT = "save experiment"
ADD_MODEL = "add model"
USE_MODEL = "promote model"
PREDICT = "predict"
SEE_OUTLINES = "see outlines of others"
SIGN_IN = "sign in"
LOCK_OUT = "lock out"
ADD_ACCOUNT = "add account"
RESET_PASSPHRASE = "reset passphrase"
CHANGE_PASSPHRASE = "change own passphrase"
CLOSE_ACCOUNT = "close account"
REOPEN_ACCOUNT = "reopen account"
ASSIGN = "assign readings"
WITHDRAW = "withdraw assignments"
UNBLIND = "lift blinding"
EXPORT_KIT = "export reading kit"
IMPORT_KIT = "import reading kit"
BEGIN_JOURNAL = "begin journal"
LOSE_STROKES = "find journal damaged"
ACKNOWLEDGE_LOSS = "acknowledge lost strokes"
BEGIN_REVIEW = "begin review"
DECIDE = "decide component"
APPLY_RULE = "apply rule"
SIGN_OFF = "sign off review"
REOPEN_REVIEW = "reopen review"
SEND_BACK = "send reading back"
ADD_COMMENT = "remark on case"
ANSWER_COMMENT = "answer remark"
RESOLVE_COMMENT = "resolve remark"
REVIEW_EVENTS = frozenset(
    {
        ADD_COMMENT,
        ANSWER_COMMENT,
        RESOLVE_COMMENT,
        DECIDE,
        BEGIN_REVIEW,
        APPLY_RULE,
        SIGN_OFF,
        REOPEN_REVIEW,
        SEND_BACK,
    }
)
"""Events with version and hash of the review file."""
READING_EVENTS = frozenset({START_READING, COMPLETE_READING, REOPEN_READING, CHANGE_READING})
STORE_EVENTS = READING_EVENTS | REVIEW_EVENTS | {
    CREATE, ADD_PATIENT, ADD_SERIES, FREEZE_REFERENCE, SAVE_CLINICAL, LOCK_SPLIT, SAVE_EXPERIMENT, ADD_MODEL,
    USE_MODEL, PREDICT, SIGN_IN, LOCK_OUT, ADD_ACCOUNT, RESET_PASSPHRASE, CHANGE_PASSPHRASE, CLOSE_ACCOUNT,
    REOPEN_ACCOUNT, ASSIGN, WITHDRAW, UNBLIND, SEE_OUTLINES, EXPORT_KIT, IMPORT_KIT, SAME_PERSON,
    OTHER_PERSON, MATCH_ROW, USE_DESPITE, REGISTER, BEGIN_JOURNAL, LOSE_STROKES, ACKNOWLEDGE_LOSS,
}  # fmt: skip
"""Events that only the store may log, because `verify` relies on them."""
NOTED: Mapping[str, Permission] = {
    "import": Permission.IMPORT,
    "import clinical table": Permission.IMPORT,
    "train": Permission.EXPERIMENTS,
    "search": Permission.EXPERIMENTS,
    "pretrain": Permission.EXPERIMENTS,
    "external test": Permission.EXPERIMENTS,
    "predict despite gate": Permission.EXPERIMENTS,
}
"""All events that work outside the store may note, and the permission of that work; there are no others."""


@dataclass(slots=True)
class Logged:
    """State of the files according to the audit log: last known version and hash of each.

    Files are replaced before the log is written, so a file may be newer than its entry, never older.
    """

    patients: dict[str, str] = field(default_factory=dict)
    series: dict[tuple[str, str], str] = field(default_factory=dict)
    readings: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    references: dict[str, dict[int, tuple[str, str]]] = field(default_factory=dict)
    """By patient and version: hash of the masks, and of all values of the version ("" in old logs)."""
    reviews: dict[str, tuple[int, str]] = field(default_factory=dict)
    registrations: dict[str, tuple[int, str]] = field(default_factory=dict)
    experiments: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    predictions: dict[str, str] = field(default_factory=dict)
    """By id: hash of the record."""
    same_person: dict[frozenset[str], bool] = field(default_factory=dict)
    """By two pseudonyms: True if the last decision is that they are one person."""
    despite: dict[str, str] = field(default_factory=dict)
    """By patient: why it is used although the input gate objects."""
    clinical: tuple[int, str] | None = None
    splits: list[str] = field(default_factory=list)
    """Hashes of the split, as it was locked and as experiments used it, each once, oldest first."""

    @property
    def split(self) -> str | None:
        """Hash of the locked split, None without one."""
        return self.splits[-1] if self.splits else None


def logged(entries: Iterable[AuditEntry]) -> Logged:
    """Return the state of the files after these entries."""
    found = Logged()
    for entry in entries:
        if entry.act in STORE_EVENTS:
            _note(found, entry)
    return found


def _note(found: Logged, entry: AuditEntry) -> None:  # noqa: PLR0912 - one branch for each event
    details = entry.details
    content = str(details.get("sha256", ""))
    patient = str(details.get("patient", ""))
    if entry.act == ADD_PATIENT:
        found.patients[patient] = str(details.get("key", ""))
    elif entry.act == ADD_SERIES:
        found.series[patient, str(details["series"])] = content
    elif entry.act in READING_EVENTS:
        found.readings[patient, str(details["file"])] = (int(details["version"]), content)
    elif entry.act == FREEZE_REFERENCE:
        record = str(details.get("record", ""))
        found.references.setdefault(patient, {})[int(details["version"])] = (content, record)
    elif entry.act in REVIEW_EVENTS:
        found.reviews[patient] = (int(details["version"]), content)
    elif entry.act == REGISTER:
        found.registrations[patient] = (int(details["version"]), content)
    elif entry.act == SAVE_EXPERIMENT:
        found.experiments[str(details["experiment"])] = content
        if not found.splits and details.get("split"):  # its own line was lost with its writer
            found.splits.append(str(details["split"]))
    elif entry.act == ADD_MODEL:
        found.models[str(details["model"])] = content
    elif entry.act == PREDICT:
        found.predictions[str(details["prediction"])] = content
    elif entry.act == SAVE_CLINICAL:
        found.clinical = (int(details["version"]), content)
    elif entry.act in (SAME_PERSON, OTHER_PERSON) and details.get("other"):
        pair = frozenset({patient, str(details["other"])})
        found.same_person[pair] = entry.act == SAME_PERSON
    elif entry.act == USE_DESPITE:
        found.despite[patient] = str(details.get("reason", ""))
    elif entry.act == LOCK_SPLIT:
        if content in found.splits:
            found.splits.remove(content)
        found.splits.append(content)

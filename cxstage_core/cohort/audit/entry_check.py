"""What a line of the audit log must hold, so that no reader of the log meets a value of another type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.values.records import AuditEntry

_TEXTS = ("patient", "series", "file", "reader", "sha256", "key", "record", "other", "split", "experiment", "model",
          "kit", "copy", "session", "name", "reason", "prediction", "model_sha256")  # fmt: skip
_WHOLE = ("version", "lost", "failures")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    events.ADD_PATIENT: ("patient",),
    events.ADD_SERIES: ("patient", "series"),
    events.FREEZE_REFERENCE: ("patient", "version"),
    events.SAVE_EXPERIMENT: ("experiment",),
    events.ADD_MODEL: ("model", "sha256"),
    events.USE_MODEL: ("model", "reason"),
    events.PREDICT: ("prediction", "patient", "model", "sha256"),
    events.SAVE_CLINICAL: ("version",),
    events.EXPORT_KIT: ("kit", "slots", "versions"),
    **dict.fromkeys(events.READING_EVENTS, ("patient", "file", "version")),
    **dict.fromkeys(events.REVIEW_EVENTS, ("patient", "version")),
}
"""Details that a line of an event has had since the first version."""


def is_well_formed(entry: AuditEntry) -> bool:
    """Return True if a line's values are of their types and nothing is missing that its event needs."""
    words = (entry.at, entry.actor, entry.act, entry.previous, entry.sha256)
    if not all(type(word) is str for word in words) or type(entry.number) is not int:
        return False
    try:
        datetime.fromisoformat(entry.at)
    except ValueError:
        return False
    details = entry.details
    if not isinstance(details, dict):
        return False
    if not all(name in details for name in _NEEDED.get(entry.act, ())):
        return False
    if entry.act not in events.STORE_EVENTS:
        return True
    return (
        all(type(details.get(name, "")) is str for name in _TEXTS)
        and all(type(details.get(name, 0)) is int for name in _WHOLE)
        and _is_table(details.get("slots", {}), str)
        and _is_table(details.get("versions", {}), int)
        and (entry.act != events.ASSIGN or _is_assigned(details))
    )


def _is_assigned(details: Mapping[str, Any]) -> bool:
    readings = details.get("readings", [])
    records = details.get("records")  # logged since assignments are compared whole
    return _is_pairs(readings) and (
        records is None
        or (
            isinstance(records, list)
            and len(records) == len(readings)
            and all(type(one) is str for one in records)
        )
    )


def _is_table(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and all(type(one) is kind for one in value.values())


def _is_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and all(type(word) is str for word in one)
        for one in value
    )

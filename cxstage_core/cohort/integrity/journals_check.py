"""Verification of the journals: damaged ones, missing ones, and losses that no reader has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.double_reading.journals import open_losses
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.storage import journal_frames
from cxstage_core.text import Text, text


def check_journals(layout: Layout, entries: Iterable[AuditEntry]) -> Iterator[tuple[Path, Text]]:
    """Yield each journal with a problem, and what it is; nothing is changed."""
    log = tuple(entries)
    losses = open_losses(log)
    for loss in losses:
        path = layout.journal(loss.patient, loss.reader)
        if loss.copy:
            yield (
                path,
                text(
                    "The journal was found damaged and strokes of {reader} may be lost; the reader has not "
                    "acknowledged it. A copy of the damaged file is {copy}.",
                    reader=loss.reader,
                    copy=loss.copy,
                ),
            )
    known: set[tuple[str, str]] = set()
    for entry in log:
        if entry.act in (events.BEGIN_JOURNAL, events.LOSE_STROKES, events.ACKNOWLEDGE_LOSS):
            place = (str(entry.details.get("patient")), str(entry.details.get("reader")))
            gone = entry.act == events.ACKNOWLEDGE_LOSS and not entry.details.get("copy")
            (known.discard if gone else known.add)(place)
    for patient, reader in sorted(known):
        path = layout.journal(patient, reader)
        if not path.exists() or not path.stat().st_size:
            yield path, text("The journal is missing, although the audit log lists it.")
    for path in sorted(layout.folder("journal").glob("*/*.journal")):
        content = path.read_bytes()
        if not content:
            continue
        version = content[len(journal_frames.MAGIC)] if len(content) > 8 else 0
        bound_to = journal_frames.place_of(path)
        if not content.startswith(journal_frames.MAGIC) or (
            version and journal_frames.read(content, version, bound_to).damaged
        ):
            yield path, text("The journal is damaged: open the case to recover what is left of it.")

"""Identifiers of the objects that are written: the same for the same record, and free of patient data."""

from __future__ import annotations

import hashlib
import uuid

DEVICE = "2.25.293118400871663025364907651012733466851"
"""Identifies the program as an observer of reports."""


def uid_of(*parts: str | bytes) -> str:
    """Return the UID of an object: a UUID made of a hash, below the root for UUIDs (PS3.5 section B.2).

    Args:
        parts: what makes the object the one it is. Equal parts give equal UIDs; parts cannot be found from it.
    """
    digest = hashlib.sha256(b"cxstage dicom")
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"2.25.{uuid.UUID(bytes=digest.digest()[:16], version=5).int}"

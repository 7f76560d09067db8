"""How a model file names its training patients: by one hash of all pseudonyms, from which none of them can be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable


def digest_of_patients(patients: Iterable[str]) -> str:
    """Return the sha256 of sorted pseudonyms."""
    return hashlib.sha256(json.dumps(sorted(patients)).encode()).hexdigest()

"""Pseudonyms: patients are found by a keyed hash of the hospital id, which is not stored.

The hash is HMAC-SHA256 under a random secret of the cohort. The secret allows to test guesses of hospital ids
against the table, so it must stay in the department: it is a separate file, to be left out when a cohort is shared.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cxstage_core.cohort.values.file_names import is_pseudonym, pseudonym_number, pseudonym_order
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import read_json, write_json
from cxstage_core.storage.content_hash import same_mark
from cxstage_core.storage.watched_file import WatchedFile

_MOST_SHIFT_DAYS = 365


@dataclass(frozen=True, slots=True)
class _Table:
    """The table in both directions; pseudonyms without a keyed hash are only in `keys`."""

    keys: Mapping[str, str]
    by_key: Mapping[str, str]


@dataclass(slots=True)
class Identity:
    """The secret and the table of pseudonyms of one cohort.

    Args:
        mark: hash that identifies the secret of the cohort.
    """

    layout: Layout
    mark: str
    _file: WatchedFile[_Table] = field(init=False)

    def __post_init__(self) -> None:
        self._file = WatchedFile(self.layout.patients, self._read)

    def find(self, hospital_id: str) -> str | None:
        """Return the pseudonym of a hospital id, None if it has none."""
        table = self._file.current()
        return table.by_key.get(self._key(hospital_id)) if _clean(hospital_id) else None

    def assign(self, hospital_ids: Iterable[str], taken: set[str]) -> dict[str, str]:
        """Assign the next pseudonyms; the caller holds the lock and has called `find` before.

        Args:
            taken: pseudonyms in use that are missing in the table.

        Returns:
            The keyed hash of each id, and its pseudonym.

        Raises:
            CohortError: an id is empty, or the table cannot be written.
        """
        known = self._file.current().keys
        number = max((pseudonym_number(name) for name in {*known, *taken}), default=0)
        added: dict[str, str] = {}
        for hospital_id in hospital_ids:
            if not _clean(hospital_id):
                raise CohortError(
                    "A patient without an id cannot be distinguished from other patients.",
                    remedy="Enter a pseudonym of the cohort or a patient id.",
                )
            key = self._key(hospital_id)
            if key not in added:
                number += 1
                added[key] = f"P{number:04d}"
        self.write({**known, **{name: key for key, name in added.items()}})
        return added

    def known(self) -> tuple[str, ...]:
        """Return all pseudonyms of the table."""
        return tuple(self._file.current().keys)

    def write(self, keys: dict[str, str]) -> None:
        """Replace the table: pseudonym to keyed hash ("" if unknown)."""
        ordered = {name: keys[name] for name in sorted(keys, key=pseudonym_order)}
        write_json(self.layout.patients, ordered, "patients")
        self._file.forget()

    def keys(self) -> dict[str, str]:
        """Return the table: pseudonym to keyed hash."""
        return dict(self._file.current().keys)

    def shift_days(self, patient: str) -> int:
        """Return the secret number of days by which a patient's dates are shifted: ±1 to ±365."""
        number = int.from_bytes(self._hmac(f"shift of dates|{patient}")[:8], "big")
        days = number % (2 * _MOST_SHIFT_DAYS) - _MOST_SHIFT_DAYS
        return days if days < 0 else days + 1

    def check_secret(self) -> None:
        """Load the secret and compare it with the mark.

        Raises:
            CohortError: the secret is missing or wrong.
        """
        self._secret()

    def signature(self, content: str) -> str:
        """Return a signature that only this cohort can create and verify.

        Raises:
            CohortError: the secret is missing or wrong.
        """
        return self._hmac(f"seal|{content}").hex()

    def keyed(self, message: str) -> str:
        """Return a keyed hash of a value that is looked for among persons, 32 hexadecimal digits.

        Raises:
            CohortError: the secret is missing or wrong.
        """
        return self._hmac(f"person|{message}").hex()[:32]

    def _key(self, hospital_id: str) -> str:
        return self._hmac(f"patient|{_clean(hospital_id)}").hex()

    def _hmac(self, message: str) -> bytes:
        return hmac.new(self._secret(), message.encode("utf-8", "surrogatepass"), "sha256").digest()

    def _secret(self) -> bytes:
        try:
            secret = bytes.fromhex(self.layout.secret.read_text("ascii"))
        except FileNotFoundError as error:
            raise CohortError(
                "The secret of this cohort is missing, so patients cannot be found by their id.",
                remedy="Restore secret.key from a backup, or name patients by their pseudonym.",
                file=self.layout.secret,
            ) from error
        except (OSError, ValueError) as error:
            raise self._wrong_secret() from error
        if not same_mark(mark_of(secret), self.mark):
            raise self._wrong_secret()
        return secret

    def _wrong_secret(self) -> IntegrityError:
        return IntegrityError(
            "{file} is not the secret that this cohort was made with.",
            remedy="Restore it from a backup, or name patients by their pseudonym.",
            file=self.layout.secret,
        )

    def _read(self) -> _Table:
        found = read_json(self.layout.patients, "patients")
        if not isinstance(found, dict) or not all(is_pseudonym(name) for name in found):
            raise IntegrityError(
                "{file} is not a table of pseudonyms.",
                remedy="Restore it from a backup, or run `cxstage cohort verify --rebuild`.",
                file=self.layout.patients,
            )
        keys = {name: str(key) for name, key in found.items()}
        return _Table(keys, {key: name for name, key in keys.items() if key})


def draw_secret(path: Path) -> str:
    """Draw and store a cohort's secret, readable by its owner only; return its mark."""
    secret = secrets.token_bytes(32)

    def write(temporary: Path) -> None:
        atomic_write.put_bytes(temporary, b"")
        os.chmod(temporary, 0o600)  # noqa: PTH101 - before the secret is written
        temporary.write_bytes(secret.hex().encode())

    atomic_write.replace_file(path, write, lambda _: None)
    return mark_of(secret)


def mark_of(secret: bytes) -> str:
    """Return a hash that identifies a secret without revealing it."""
    return hashlib.sha256(b"mark of the cohort's secret|" + secret).hexdigest()


def _clean(hospital_id: str) -> str:
    return unicodedata.normalize("NFKC", hospital_id).strip().strip("\0")

"""Passphrases: their stored hash, and the waiting time after wrong ones."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from cxstage_core.errors import CohortError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
FREE_TRIES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3600


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # argon2id with the parameters of RFC 9106 for 64 MiB


def digest(passphrase: str, name: str = "") -> str:
    """Return the argon2id hash to store, with its salt and parameters.

    Raises:
        CohortError: the passphrase is shorter than ten characters, or it is the account's name.
    """
    clean = _clean(passphrase)
    if len(clean) < SHORTEST or clean.casefold() == name.casefold():
        raise CohortError(
            "A passphrase must have at least {shortest} characters and differ from the account's name.",
            remedy="Four or five unrelated words are easy to remember and hard to guess.",
            shortest=SHORTEST,
        )
    return _hasher().hash(clean)


def fits(stored: str, passphrase: str) -> bool:
    """Return True if a passphrase matches the stored hash; takes equally long either way."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored, _clean(passphrase))
    except (VerificationError, InvalidHashError):
        return False


@cache
def unmatchable() -> str:
    """Return a hash that no passphrase matches, so that an unknown name takes as long as a wrong passphrase."""
    import secrets

    return _hasher().hash(secrets.token_hex(32))


def wait_s(failures: int) -> int:
    """Return the waiting time (s) after a number of wrong passphrases in a row; it doubles, up to an hour."""
    beyond = failures - FREE_TRIES
    if beyond < 0:
        return 0
    return int(min(FIRST_WAIT_S * 2 ** min(beyond, 20), LONGEST_WAIT_S))


def _clean(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)

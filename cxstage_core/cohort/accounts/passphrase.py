"""Passphrases: what is stored of them, and how long one must wait after wrong ones."""

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
    """The argon2id hash that is stored; it holds its own salt and parameters.

    Raises:
        CohortError: shorter than ten characters, or it is the account's name.
    """
    clean = _clean(passphrase)
    if len(clean) < SHORTEST or clean.casefold() == name.casefold():
        raise CohortError(
            "A passphrase has at least {shortest} characters and is not the account's name.",
            remedy="Four or five words that do not belong together are easy to keep and hard to guess.",
            shortest=SHORTEST,
        )
    return _hasher().hash(clean)


def fits(stored: str, passphrase: str) -> bool:
    """Whether a passphrase is the one that was stored; takes as long either way."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored, _clean(passphrase))
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys() -> str:
    """A hash that no passphrase fits: an unknown name must take as long as a wrong passphrase."""
    import secrets

    return _hasher().hash(secrets.token_hex(32))


def wait_s(failures: int) -> int:
    """How many seconds to wait after so many wrong passphrases in a row; doubles, up to an hour."""
    beyond = failures - FREE_TRIES
    if beyond < 0:
        return 0
    return int(min(FIRST_WAIT_S * 2 ** min(beyond, 20), LONGEST_WAIT_S))


def _clean(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)

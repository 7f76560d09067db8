"""Accounts of a cohort, and session tokens of signed-in users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.cohort.values.permissions import Principal, Role


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a cohort.

    Args:
        active: False if closed; a closed account is kept but cannot sign in.
        provisional: True if the passphrase was set by a coordinator and should be changed.
        digest: argon2id hash of the passphrase.
        failures: wrong passphrases since the last correct one.
        not_before: UTC, ISO 8601, time until which sign-in is refused; "" for none.
        sessions: hash of each session's token, and the time it was issued; they end with any change of
            passphrase, roles or activity.
    """

    name: str
    roles: frozenset[Role]
    made_at: str
    active: bool = True
    provisional: bool = False
    digest: str = field(default="", repr=False)
    failures: int = 0
    not_before: str = ""
    sessions: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def principal(self) -> Principal:
        """The user and its roles."""
        return Principal(self.name, self.roles)


@dataclass(frozen=True, slots=True)
class SessionToken:
    """Proof of a sign-in, with which other processes of the same user open the cohort.

    It lives in memory only; the cohort stores a hash from which it cannot be made.

    Args:
        issued_at: UTC, ISO 8601.
        secret: 32 random bytes, in hexadecimal.
    """

    name: str
    issued_at: str
    secret: str = field(repr=False)

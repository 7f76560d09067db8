"""People of a cohort: their accounts, and the proof that somebody signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxstage_core.cohort.values.permissions import Principal, Role


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Args:
        active: one that is closed stays on record and cannot sign in.
        provisional: the passphrase was set by a coordinator and should be changed.
        digest: argon2id hash of the passphrase.
        failures: wrong passphrases since the last right one.
        not_before: UTC, ISO 8601, until when sign-in is refused; "" for no wait.
    """

    name: str
    roles: frozenset[Role]
    made_at: str
    active: bool = True
    provisional: bool = False
    digest: str = field(default="", repr=False)
    failures: int = 0
    not_before: str = ""

    @property
    def principal(self) -> Principal:
        """The person at work."""
        return Principal(self.name, self.roles)


@dataclass(frozen=True, slots=True)
class SessionToken:
    """Proof that somebody signed in; another process of the same person opens the cohort with it.

    Args:
        issued_at: UTC, ISO 8601.
        mac: over cohort, name, time and stored passphrase: a change of passphrase ends it.
    """

    name: str
    issued_at: str
    mac: str = field(repr=False)

"""Who is at work, and what each role may do: the one table that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.errors import CohortError


class Role(StrEnum):
    """What somebody is in this cohort."""

    READER = "reader"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


class Permission(StrEnum):
    """What can be permitted."""

    SEE_IMAGES = "see images"
    DRAW = "draw a reading"
    REVIEW = "review readings and freeze references"
    SEE_READINGS = "see finished readings"
    SEE_PROGRESS = "see how far the readers are"
    SEE_REFERENCES = "see references"
    IMPORT_READINGS = "bring in readings for others"
    ADOPT = "freeze a reading as reference without a review"
    ASSIGN = "assign patients to readers"
    UNBLIND = "lift the blinding of a case"
    ACCOUNTS = "manage accounts"
    KITS = "export and import reading kits"
    IMPORT = "import images and the clinical table"
    SEE_CLINICAL = "see stage and outcome"
    SPLIT = "draw and see the split"
    EXPERIMENTS = "train, compare and predict"
    SEE_LOG = "read the audit log and verify the cohort"


_C, _V, _R = Role.COORDINATOR, Role.REVIEWER, Role.READER

PERMISSIONS: Mapping[Permission, frozenset[Role]] = {
    Permission.SEE_IMAGES: frozenset({_R, _V, _C}),
    Permission.DRAW: frozenset({_R}),
    Permission.REVIEW: frozenset({_V}),
    Permission.SEE_READINGS: frozenset({_V, _C}),
    Permission.SEE_PROGRESS: frozenset({_V, _C}),
    Permission.SEE_REFERENCES: frozenset({_V, _C}),
    Permission.IMPORT_READINGS: frozenset({_C}),
    Permission.ADOPT: frozenset({_C}),
    Permission.ASSIGN: frozenset({_C}),
    Permission.UNBLIND: frozenset({_C}),
    Permission.ACCOUNTS: frozenset({_C}),
    Permission.KITS: frozenset({_C}),
    Permission.IMPORT: frozenset({_C}),
    Permission.SEE_CLINICAL: frozenset({_C}),  # a reference must not lean on the outcome either
    Permission.SPLIT: frozenset({_C}),
    Permission.EXPERIMENTS: frozenset({_C}),
    Permission.SEE_LOG: frozenset({_V, _C}),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody at work in a cohort.

    Args:
        name: "" for everybody, in a cohort without accounts, and for somebody who did not sign in.
    """

    name: str
    roles: frozenset[Role]

    @property
    def is_everyone(self) -> bool:
        """Whether the cohort has no accounts, so that anybody may do anything under any name."""
        return not self.name and bool(self.roles)

    @property
    def blind(self) -> bool:
        """Whether this is a reader, who sees nothing of others before the case is complete."""
        return Role.READER in self.roles and not self.is_everyone

    def may(self, act: Permission) -> bool:
        """Whether one of the roles permits it."""
        return bool(PERMISSIONS[act] & self.roles)

    def require(self, act: Permission) -> None:
        """Refuse what no role permits.

        Raises:
            CohortError: nobody is signed in, or the role does not permit it.
        """
        if self.may(act):
            return
        if not self.name:
            raise CohortError(
                "This cohort has accounts, and nobody is signed in.",
                remedy="Sign in; in the shell with --as NAME.",
            )
        raise CohortError(
            "{name} may not do this: {act} is for {roles}.",
            remedy="Ask somebody with that role, or a coordinator for another account.",
            name=self.name,
            act=act.value,
            roles=", ".join(sorted(role.value for role in PERMISSIONS[act])),
        )


EVERYONE = Principal("", frozenset(Role))
NOBODY = Principal("", frozenset())

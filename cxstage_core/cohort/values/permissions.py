"""Users, roles, and the table of permissions of each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.errors import CohortError


class Role(StrEnum):
    """Role of a user in a cohort."""

    READER = "reader"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


class Permission(StrEnum):
    """Permissions that roles grant."""

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
    Permission.SEE_CLINICAL: frozenset({_C}),  # references must not depend on the outcome either
    Permission.SPLIT: frozenset({_C}),
    Permission.EXPERIMENTS: frozenset({_C}),
    Permission.SEE_LOG: frozenset({_V, _C}),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """A user of a cohort and its roles.

    Args:
        name: "" in a cohort without accounts, and for a user who is not signed in.
    """

    name: str
    roles: frozenset[Role]

    @property
    def is_everyone(self) -> bool:
        """Return True if the cohort has no accounts, so that every user may do everything under any name."""
        return not self.name and bool(self.roles)

    @property
    def blind(self) -> bool:
        """Return True for a reader, who is blind to other readers."""
        return Role.READER in self.roles and not self.is_everyone

    def may(self, permission: Permission) -> bool:
        """Return True if one of the roles grants the permission."""
        return bool(PERMISSIONS[permission] & self.roles)

    def require(self, permission: Permission) -> None:
        """Refuse the user if no role grants the permission.

        Raises:
            CohortError: no user is signed in, or the role does not permit it.
        """
        if self.may(permission):
            return
        if not self.name:
            raise CohortError(
                "This cohort has accounts, and no one is signed in.",
                remedy="Sign in; on the command line with --as NAME.",
            )
        raise CohortError(
            "{name} may not {permission}; this is reserved for: {roles}.",
            remedy="Ask a user with that role, or ask a coordinator for another account.",
            name=self.name,
            permission=permission.value,
            roles=", ".join(sorted(role.value for role in PERMISSIONS[permission])),
        )


EVERYONE = Principal("", frozenset(Role))
NOBODY = Principal("", frozenset())

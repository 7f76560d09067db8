"""The ids of persons as keyed hashes: exact owners, and patients whose id is nearly the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxstage_core.cohort.files.pseudonyms import Identity
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.identity import looked_up_form, padded_forms
from cxstage_core.errors import CohortError


@dataclass(frozen=True, slots=True)
class Directory:
    """The ids of all persons at one moment, as keyed hashes.

    Args:
        near_of: pseudonyms by the hash of a form under which their id may be met.
        alias_of: pseudonym by the hash of an id of clinical rows that a user matched.
        sharing: by pseudonym, further persons with the same hospital id.
    """

    identity: Identity
    near_of: Mapping[str, set[str]]
    alias_of: Mapping[str, str]
    sharing: Mapping[str, Sequence[str]]

    def owners(self, hospital_id: str) -> tuple[str, ...]:
        """Return the persons who carry exactly this id, or whose rows were matched with it."""
        owner = self.identity.find(hospital_id)
        if owner is None:
            owner = self.alias_of.get(alias_key(self.identity, hospital_id))
            return () if owner is None else (owner,)
        return (owner, *self.sharing.get(owner, ()))

    def near(self, hospital_id: str) -> tuple[str, ...]:
        """Return patients whose id may be this one in another form; the exact owner is not among them.

        Ids are compared by what programs do not change on their way (see `identity.plain_id`). Of patients who were
        added by an older version only lost quotes, zeros and case are found.
        """
        find = self.identity.find
        form = looked_up_form(hospital_id)
        found = {name for other in padded_forms(hospital_id) if (name := find(other))}
        if form:
            found |= self.near_of.get(self.identity.keyed(f"near|{form}"), set())
        return tuple(sorted(found - {find(hospital_id)}, key=pseudonym_order))


def alias_key(identity: Identity, hospital_id: str) -> str:
    """Return the keyed hash of an id that a user matched with a patient."""
    return identity.keyed(f"alias|{hospital_id.strip()}")


def with_reason(reason: str) -> str:
    """Return a reason without blanks around it.

    Raises:
        CohortError: it is empty.
    """
    if not reason.strip():
        raise CohortError(
            "Give a reason for this decision; it is kept in the audit log.",
            remedy="Write one sentence, without anything that names the patient.",
        )
    return reason.strip()


def added(known: Iterable[str], *more: str) -> tuple[str, ...]:
    """Return the values with more of them, each once."""
    return tuple(dict.fromkeys((*known, *more)))

"""The door of an import: which patient a series belongs to, or what a person must be asked first."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.identities import (
    PersonRecord,
    SeriesTrace,
    birth_of,
    sex_of,
    study_of,
    uids_of,
)
from cxstage_core.cohort.services.person_ids import Directory, added, with_reason
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.identity import (
    Decisions,
    Evidence,
    Question,
    is_anonymous,
    near_forms,
)
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Volume
from cxstage_core.imaging.likeness import (
    ALIKE_IN_DETAIL,
    ALIKE_IN_SKETCH,
    SKETCH,
    detail_likeness,
    sketch,
)
from cxstage_core.storage.content_hash import hash_of_volume
from cxstage_core.text import Text, text

_ANSWER = text(
    "Find out, then import again as the same person as {patient}, or as another one "
    "(--same-person {patient} or --separate {patient}, with --reason)."
).template
_SAME, _UNKNOWN, _OTHER = "same", "unknown", "other"


class PersonQuestionError(CohortError):
    """A series is held back until a user decides whose it is.

    Args:
        question: what is asked.
        patient: pseudonym that an answer names.
        newcomer: pseudonym under which the series would be stored, "" when it has none yet.
        persons: pseudonyms of all who carry the id.
    """

    def __init__(
        self, what: str, /, *, question: Question, patient: str, newcomer: str = "", persons: str = ""
    ) -> None:
        super().__init__(
            what,
            remedy=_ANSWER,
            patient=patient,
            newcomer=newcomer,
            persons=persons,
        )
        self.question, self.patient, self.newcomer = question, patient, newcomer


@dataclass(frozen=True, slots=True)
class Admitted:
    """A patient to whom a series belongs.

    Args:
        notes: what the user must know, one sentence each.
    """

    patient: str
    notes: tuple[Text, ...] = ()


@dataclass(slots=True)
class Admission:
    """Decides for one import which patient each series belongs to.

    The caller holds `people.locked()` from `admit` to `remember`, so that two imports at once see each other.

    Args:
        decisions: answers given beforehand.
    """

    context: CohortContext
    decisions: Decisions = field(default_factory=Decisions)
    actor: str = "coordinator"
    _records: dict[str, PersonRecord] = field(default_factory=dict)
    _stamp: int = -1
    _owners: dict[str, set[str]] = field(default_factory=dict)
    _near: dict[str, set[str]] = field(default_factory=dict)
    _looks: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((16, int(np.prod(SKETCH))), np.float32)
    )
    _places: list[tuple[str, str]] = field(default_factory=list)
    _logged: set[tuple[str, str, str]] = field(default_factory=set)
    _sketched: tuple[Volume, bytes] | None = None

    def __post_init__(self) -> None:
        self.context.permit(Permission.IMPORT)
        if self.decisions.any:
            with_reason(self.decisions.reason)

    def admit(
        self, hospital_id: str, evidence: Evidence, volume: Volume, *, given: bool = False
    ) -> Admitted:
        """Find or assign the pseudonym of a series.

        Args:
            given: the user gave the id, which may then be a pseudonym of the cohort.

        Raises:
            PersonQuestionError: a user must be asked.
            CohortError: the id is empty.
        """
        self._read()
        owner = self.context.identity.find(hospital_id)
        if owner is None and given:
            owner = self.context.find(hospital_id)
        if owner is None:
            self._check_series(evidence)
            owner = self.context.pseudonyms([hospital_id])[0]
            self._remember_id(hospital_id, owner)
            patient = owner
        else:
            patient = self._of_id(hospital_id, owner, evidence)
        notes = self._near_notes(hospital_id, patient, evidence)
        notes += self._of_others(patient, evidence, volume)
        place = self.context.index.where(hash_of_volume(volume))
        if place is not None and place[0] in self._record(patient).same_as:
            patient = place[0]  # the very image is stored already, under the person's other pseudonym
        return Admitted(patient, notes)

    def remember(self, patient: str, evidence: Evidence, volume: Volume) -> None:
        """Record by what the series, its study and its person are recognised."""
        keyed = self.context.identity.keyed
        record = self._record(patient)
        births = tuple(birth_of(patient, day, keyed) for day in sorted(evidence.births))
        sexes = tuple(sex_of(patient, sex, keyed) for sex in sorted(evidence.sexes))
        trace = SeriesTrace(uids_of(evidence, keyed), self._look_of(volume))
        name = hash_of_volume(volume)
        known = record.series.get(name)
        if known is not None:
            trace = SeriesTrace(added(known.uids, *trace.uids), trace.look)
        after = replace(
            record,
            births=tuple(dict.fromkeys((*record.births, *births))),
            sexes=added(record.sexes, *sexes),
            studies=added(record.studies, *study_of(evidence, keyed)),
            series={**record.series, name: trace},
        )
        self._write(patient, after, new=None if known is not None else (name, trace))

    def _remember_id(self, hospital_id: str, patient: str) -> None:
        """Record the forms under which a new patient's id may be met again."""
        keyed = self.context.identity.keyed
        forms = tuple(keyed(f"near|{form}") for form in near_forms(hospital_id))
        record = self._record(patient)
        self._write(patient, replace(record, near=added(record.near, *forms)))

    # --- one id

    def _check_series(self, evidence: Evidence) -> None:
        if evidence.several:
            raise CohortError(
                "The files of this series name different persons: birth date or sex differ within it.",
                remedy="Export the series again; if the header was edited, correct it in the archive.",
            )

    def _of_id(self, hospital_id: str, owner: str, evidence: Evidence) -> str:
        self._check_series(evidence)
        people = (
            owner,
            *sorted(
                (n for n, r in self._records.items() if r.shares_id_with == owner), key=pseudonym_order
            ),
        )
        verdicts = {name: self._verdict(name, evidence) for name in people}
        same = [name for name in people if verdicts[name] == _SAME]
        if len(same) == 1:
            return same[0]
        everyones = is_anonymous(hospital_id) and bool(self._record(owner).studies)
        if len(people) == 1 and verdicts[owner] == _UNKNOWN and not everyones:
            return owner
        if chosen := self._chosen(self.decisions.same, people):
            self._log(events.SAME_PERSON, chosen, "")
            return chosen
        if chosen := self._chosen(self.decisions.separate, people):
            return self._separated(hospital_id, owner, chosen)
        if len(people) > 1:
            raise PersonQuestionError(
                "The id of this series is that of {persons}; birth date and sex do not show which of them it is.",
                question=Question.SHARED_ID,
                patient=people[-1],
                newcomer="",
                persons=", ".join(people),
            )
        if verdicts[owner] == _OTHER:
            raise PersonQuestionError(
                "The id of this series is that of patient {patient}, but birth date or sex differ: two persons under "
                "one id, or a corrected header.",
                question=Question.OTHER_PERSON,
                patient=owner,
            )
        raise PersonQuestionError(
            "The id of this series is one that anonymisation gives to everyone, and nothing shows that this other "
            "study is of patient {patient}, who carries it already.",
            question=Question.ANONYMOUS_ID,
            patient=owner,
        )

    def _verdict(self, patient: str, evidence: Evidence) -> str:
        """Compare what is known of a patient with a header: the same, another person, or unknown."""
        keyed, record = self.context.identity.keyed, self._record(patient)
        births = [birth_of(patient, day, keyed) for day in evidence.births]
        sexes = {sex_of(patient, sex, keyed) for sex in evidence.sexes}
        if sexes and record.sexes and not sexes & set(record.sexes):
            return _OTHER
        if births and record.births:
            fit = any(_same_birth(known, given) for known in record.births for given in births)
            return _SAME if fit else _OTHER
        if set(study_of(evidence, keyed)) & set(record.studies):
            return _SAME
        return _UNKNOWN

    def _separated(self, hospital_id: str, owner: str, chosen: str) -> str:
        """Assign a pseudonym to another person with an id that is taken."""
        name = self.context.pseudonyms([f"{hospital_id}\x1f{secrets.token_hex(16)}"])[0]
        for one, other in ((name, chosen), (chosen, name)):
            record = self._record(one)
            distinct = added(record.distinct_from, other)
            shared = owner if one == name else record.shares_id_with
            near = added(record.near, *self._record(owner).near)
            self._write(one, replace(record, distinct_from=distinct, shares_id_with=shared, near=near))
        self._log(events.OTHER_PERSON, chosen, name)
        return name

    @staticmethod
    def _chosen(answered: frozenset[str], people: tuple[str, ...]) -> str:
        found = [name for name in people if name in answered]
        return found[0] if len(found) == 1 else ""

    # --- other ids

    def _near_notes(self, hospital_id: str, patient: str, evidence: Evidence) -> tuple[Text, ...]:
        """Look for patients with nearly this id: ask where the birth date agrees, else note it once.

        Raises:
            PersonQuestionError: it agrees, and no user has decided what that means.
        """
        keyed, record = self.context.identity.keyed, self._record(patient)
        settled = {*record.same_as, *record.distinct_from, record.shares_id_with, patient}
        others = [
            name
            for name in self._directory().near(hospital_id)
            if name not in settled and self._record(name).shares_id_with != patient
        ]
        for other in others:
            births = [birth_of(other, day, keyed) for day in evidence.births]
            known = self._record(other).births
            if any(_same_birth(one, two) for one in known for two in births):
                self._ask(patient, other, Question.NEAR_ID)
        if not others or record.series:
            return ()
        return (
            text(
                "Its id differs from that of {others} only in zeros, case or signs. If they are one person, declare it: "
                "cxstage cohort same-person.",
                others=", ".join(others),
            ),
        )

    def _of_others(self, patient: str, evidence: Evidence, volume: Volume) -> tuple[Text, ...]:
        """Look for the same examination under other patients.

        Raises:
            PersonQuestionError: it is there, and no user has decided what that means.
        """
        record = self._record(patient)
        settled = {*record.same_as, *record.distinct_from, patient}
        for other in self._under_other_ids(evidence, settled):
            self._ask(patient, other, Question.SAME_UIDS)
            settled.add(other)
        while (found := self._like(volume, settled)) is not None:
            self._ask(patient, found, Question.SAME_PIXELS)
            settled.add(found)
        same = self._record(patient).same_as
        if not same:
            return ()
        return (text("The same person as {others}, as declared.", others=", ".join(same)),)

    def _ask(self, patient: str, other: str, question: Question) -> None:
        answers = self.decisions
        for one in (other, patient):
            if one in answers.same:
                self._decide(patient, other, events.SAME_PERSON)
                return
            if one in answers.separate:
                self._decide(patient, other, events.OTHER_PERSON)
                return
        if question is Question.SAME_UIDS:
            raise PersonQuestionError(
                "This examination belongs to patient {patient} already, by its UIDs, and comes now as {newcomer}: one "
                "patient under two ids.",
                question=question,
                patient=other,
                newcomer=patient,
            )
        if question is Question.NEAR_ID:
            raise PersonQuestionError(
                "The id of this series ({newcomer}) differs from that of patient {patient} only in zeros, case or signs, "
                "and the birth date is the same: one patient under two ids.",
                question=question,
                patient=other,
                newcomer=patient,
            )
        raise PersonQuestionError(
            "This image is nearly pixel for pixel one of patient {patient} and comes now as {newcomer}: one patient "
            "under two ids.",
            question=question,
            patient=other,
            newcomer=patient,
        )

    def _decide(self, patient: str, other: str, event: str) -> None:
        for one, two in ((patient, other), (other, patient)):
            record = self._record(one)
            if event == events.SAME_PERSON:
                record = replace(record, same_as=added(record.same_as, two))
            else:
                record = replace(record, distinct_from=added(record.distinct_from, two))
            self._write(one, record)
        self._log(event, other, patient)

    def _under_other_ids(self, evidence: Evidence, settled: set[str]) -> list[str]:
        keyed = self.context.identity.keyed
        found: set[str] = set()
        for key in (*study_of(evidence, keyed), *uids_of(evidence, keyed)):
            found |= self._owners.get(key, set())
        return sorted(found - settled, key=pseudonym_order)

    def _like(self, volume: Volume, settled: set[str]) -> str | None:
        look = _vector(self._look_of(volume))
        if look is None or not self._places:
            return None
        scores = self._looks[: len(self._places)] @ look
        for index in np.argsort(-scores):
            if scores[index] < ALIKE_IN_SKETCH:
                return None
            patient, image = self._places[int(index)]
            if patient in settled:
                continue
            place = self.context.index.where(image)
            if place is None or place[0] != patient:
                continue
            try:
                stored = self.context.stores.series.volume(*place)
            except CohortError:  # reported by `verify`
                continue
            if detail_likeness(volume, stored) >= ALIKE_IN_DETAIL:
                return patient
        return None

    def _look_of(self, volume: Volume) -> bytes:
        if self._sketched is None or self._sketched[0] is not volume:
            self._sketched = (volume, sketch(volume))
        return self._sketched[1]

    # --- what is known

    def _directory(self) -> Directory:
        return Directory(self.context.identity, self._near, {}, {})

    def _read(self) -> None:
        """Read the records, again only if another process changed one."""
        stamp = self._stamp_on_disk()
        if stamp == self._stamp and stamp:
            return
        store = self.context.stores.identities
        self._records.clear()
        self._owners.clear()
        self._near.clear()
        self._places.clear()
        for patient in store.patients():
            self._take(patient, store.read(patient))
        self._stamp = stamp

    def _record(self, patient: str) -> PersonRecord:
        return self._records.get(patient, PersonRecord())

    def _take(self, patient: str, record: PersonRecord) -> None:
        self._take_ids(patient, record)
        for name, trace in record.series.items():
            self._take_series(patient, name, trace)

    def _take_ids(self, patient: str, record: PersonRecord) -> None:
        self._records[patient] = record
        for key in record.near:
            self._near.setdefault(key, set()).add(patient)
        for study in record.studies:
            self._owners.setdefault(study, set()).add(patient)

    def _take_series(self, patient: str, name: str, trace: SeriesTrace) -> None:
        for uid in trace.uids:
            self._owners.setdefault(uid, set()).add(patient)
        look = _vector(trace.look)
        if look is None:
            return
        n = len(self._places)
        if n == len(self._looks):
            self._looks = np.concatenate([self._looks, np.zeros_like(self._looks)])
        self._looks[n] = look
        self._places.append((patient, name))

    def _write(
        self, patient: str, record: PersonRecord, new: tuple[str, SeriesTrace] | None = None
    ) -> None:
        if record == self._record(patient):
            return
        self.context.stores.identities.write(patient, record)
        self._take_ids(patient, record)
        if new is not None:
            self._take_series(patient, *new)
        self._stamp = self._stamp_on_disk()

    def _stamp_on_disk(self) -> int:
        try:
            return self.context.layout.folder("identities").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _log(self, event: str, patient: str, other: str) -> None:
        """Log an answer once per import."""
        if (event, patient, other) in self._logged:
            return
        self._logged.add((event, patient, other))
        details = {"patient": patient, "other": other, "reason": with_reason(self.decisions.reason)}
        self.context.log.append(event, self.context.actor(self.actor), details)


def _same_birth(known: tuple[str, str], given: tuple[str, str]) -> bool:
    if known[1] and given[1]:
        return known[1] == given[1]
    return known[0] == given[0]


def _vector(look: bytes) -> npt.NDArray[np.float32] | None:
    if len(look) != int(np.prod(SKETCH)):
        return None
    values = np.frombuffer(look, np.uint8).astype(np.float32)
    values -= values.mean()
    length = float(np.linalg.norm(values))
    return None if length == 0 else values / np.float32(length)

"""Which patient a row of the clinical table belongs to; a near id is shown and asked, never joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.services.person_ids import Directory
from cxstage_core.cohort.values.file_names import is_pseudonym
from cxstage_core.errors import CohortError
from cxstage_core.text import Text, text

NEW = "new"


@dataclass(frozen=True, slots=True)
class RowMatches:
    """Decisions of the user on rows whose id is not exactly known.

    Args:
        rows: row number (the header is row 1) to a pseudonym, or to "new" for a patient of its own.
        accept: take every row with one candidate that no other row names.
    """

    rows: Mapping[int, str] = field(default_factory=dict)
    accept: bool = False

    @classmethod
    def of(cls, written: Iterable[str], *, accept: bool = False) -> RowMatches:
        """Read "ROW=P0001" and "ROW=new".

        Raises:
            CohortError: one is written otherwise, or a row is named twice.
        """
        rows: dict[int, str] = {}
        for one in written:
            number, _, name = (part.strip() for part in one.partition("="))
            name = NEW if name.lower() == NEW else name.upper()
            if not (number.isascii() and number.isdigit()) or not (name == NEW or is_pseudonym(name)):
                raise CohortError(
                    "A match is written as the row's number and its patient.",
                    remedy="Write for example --match 2=P0001, or --match 2=new; the header is row 1.",
                )
            if rows.setdefault(int(number), name) != name:
                raise CohortError("Row {row} is matched twice.", row=int(number))
        return cls(rows, accept)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row that is held back until the user decides whose it is.

    Args:
        row: row number (the header is row 1).
        candidates: pseudonyms of patients with a similar id.
    """

    row: int
    candidates: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Matching:
    """The patients of the rows.

    Args:
        known: pseudonym by row number; rows of new patients are missing.
        unmatched: rows that are held back.
        matched: rows whose patient was given or accepted.
        others: of rows of patients without images, patients with images and a similar id.
    """

    known: Mapping[int, str]
    unmatched: tuple[Unmatched, ...]
    matched: Mapping[int, str]
    others: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def match_rows(cohort: Cohort, rows: Sequence[tuple[int, str]], answers: RowMatches) -> Matching:
    """Find the patient of each row.

    An exact id is taken, as is one that a user matched before. The ids are read as pseudonyms only if all are known
    pseudonyms and none is a known hospital id.

    Args:
        rows: row number and id.

    Raises:
        CohortError: an answer names a row or a patient that does not exist.
    """
    _check_answers(cohort, rows, answers)
    directory = cohort.people.directory()
    owners = {number: directory.owners(name) for number, name in rows if name}
    exact = {number: found[0] for number, found in owners.items() if found}
    if not exact:
        ids = {name for _, name in rows} - {""}
        pseudonyms = {name: found for name in ids if (found := cohort.find_patient(name))}
        if len(pseudonyms) == len(ids):
            exact = {number: pseudonyms[name] for number, name in rows if name}
    known: dict[int, str] = {}
    matched: dict[int, str] = {}
    asked: dict[int, tuple[tuple[str, ...], Text]] = {}
    for number, name in rows:
        given = answers.rows.get(number, "")
        if given and given != NEW:
            known[number] = matched[number] = given
        elif number in exact:
            people = owners[number]
            if len(people) > 1:
                asked[number] = (people, _several(people))
            else:
                known[number] = exact[number]
        elif name and given != NEW and (near := directory.near(name)):
            asked[number] = (near, _near(near))
    if answers.accept:
        for number, patient in _single(known.values(), asked).items():
            known[number] = matched[number] = patient
            del asked[number]
    unmatched = tuple(Unmatched(n, near, why) for n, (near, why) in sorted(asked.items()))
    exactly = [(number, name) for number, name in rows if number in known and number not in matched]
    return Matching(known, unmatched, matched, _with_images(cohort, directory, exactly, known))


def _single(taken: Iterable[str], asked: Mapping[int, tuple[tuple[str, ...], Text]]) -> dict[int, str]:
    """Return the rows with one candidate that no other row names."""
    single = {number: near[0] for number, (near, _) in asked.items() if len(near) == 1}
    times = Counter([*taken, *single.values()])
    return {number: patient for number, patient in single.items() if times[patient] == 1}


def _with_images(
    cohort: Cohort, directory: Directory, rows: Sequence[tuple[int, str]], known: Mapping[int, str]
) -> dict[int, tuple[str, ...]]:
    """Return, for rows of patients without images, patients with images and a similar id."""
    found: dict[int, tuple[str, ...]] = {}
    for number, name in rows:
        if not cohort.series(known[number]):
            near = (one for one in directory.near(name) if one != known[number])
            if others := tuple(one for one in near if cohort.series(one)):
                found[number] = others
    return found


def _several(people: tuple[str, ...]) -> Text:
    return text(
        "Several persons carry this id: {candidates}. Decide whose row it is (--match ROW=PATIENT).",
        candidates=", ".join(people),
    )


def _near(near: tuple[str, ...]) -> Text:
    if len(near) == 1:
        return text(
            "The id belongs to no imported image, but is nearly that of patient {candidates}. Decide whose row it is "
            "(--match ROW=PATIENT, or ROW=new).",
            candidates=near[0],
        )
    return text(
        "The id belongs to no imported image, but is nearly that of patients {candidates}. Decide whose row it is "
        "(--match ROW=PATIENT, or ROW=new).",
        candidates=", ".join(near),
    )


def _check_answers(cohort: Cohort, rows: Sequence[tuple[int, str]], answers: RowMatches) -> None:
    numbers, patients = {number for number, _ in rows}, set(cohort.patients())
    for number, name in answers.rows.items():
        if number not in numbers:
            raise CohortError(
                "The table has no row {row}.", remedy="Count the header as row 1.", row=number
            )
        if name != NEW and name not in patients:
            raise CohortError(
                "This cohort has no patient {patient}.",
                remedy="Use one of the pseudonyms that `cxstage cohort info` lists.",
                patient=name,
            )

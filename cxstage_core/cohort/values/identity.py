"""Who an image is of, according to its header; and the plain forms by which ids are compared.

Evidence is kept in memory only: a cohort stores keyed hashes of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_ANONYMOUS = re.compile(
    r"anon\w*|annonym\w*|deidentified|deid|noname|noid|none|null|nil|na|unknown|unk|test|patient|subject|dummy|"
    r"research|匿名|x+|0*|9{4,}"
)
_NO_DATE = {"00000000", "00010101", "19000101", "18000101", "11111111", "99999999"}
_POWER = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_FORMULA = re.compile(r"""^\s*=\s*["'](.*)["']\s*$|^\s*["'‘’“”`]+(.*?)["'‘’“”`]*\s*$""", re.DOTALL)
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the header of a series contains about the person and the examination.

    Args:
        births: dates of birth as YYYYMMDD, without placeholders; empty when unknown.
        sexes: "F", "M" or "O"; empty when unknown.
        study, series, images: instance UIDs, "" or empty for image files without a header.
    """

    births: frozenset[str] = field(default=frozenset(), repr=False)
    sexes: frozenset[str] = field(default=frozenset(), repr=False)
    study: str = field(default="", repr=False)
    series: str = field(default="", repr=False)
    images: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        births: Iterable[object],
        sexes: Iterable[object],
        study: str = "",
        series: str = "",
        images: Iterable[str] = (),
    ) -> Evidence:
        """Build it from the values of headers; anything but a date or a sex counts as unknown."""
        days = (re.sub(r"[^0-9]", "", str(value or "")) for value in births)
        words = (str(value or "").strip().upper()[:1] for value in sexes)
        return cls(
            frozenset(d for d in days if len(d) == 8 and d not in _NO_DATE),
            frozenset(w for w in words if w in {"F", "M", "O"}),
            study.strip(),
            series.strip(),
            tuple(sorted({name.strip() for name in images} - {""})),
        )

    @property
    def several(self) -> bool:
        """Return True if the files of one series name two persons."""
        return len(self.births) > 1 or len(self.sexes) > 1


class Question(StrEnum):
    """Why a person must be asked before a series is imported."""

    OTHER_PERSON = "other person under this id"
    SHARED_ID = "several persons under this id"
    ANONYMOUS_ID = "anonymous id"
    NEAR_ID = "nearly the same id"
    SAME_UIDS = "same UIDs under another id"
    SAME_PIXELS = "same pixels under another id"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Answers of the user to such questions, by the pseudonym that the question names.

    Args:
        same: what is asked about these patients is the same person.
        separate: it is another person.
        reason: kept in the audit log; mandatory with an answer.
    """

    same: frozenset[str] = frozenset()
    separate: frozenset[str] = frozenset()
    reason: str = ""

    @property
    def any(self) -> bool:
        """Return True if there is an answer."""
        return bool(self.same or self.separate)


def is_anonymous(hospital_id: str) -> bool:
    """Return True for an id that an anonymiser may give to everyone, such as "ANONYMOUS" or "0"."""
    flat = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", hospital_id).casefold())
    return _ANONYMOUS.fullmatch(flat) is not None


def plain_id(hospital_id: str) -> str:
    """Return what is left of an id without all that programs add, lose or change on its way.

    That is: case, accents, quotes, formulas, invisible and blank characters, separators, full-width forms,
    a decimal ".0", leading zeros, and UTF-8 that was read as Windows Latin.
    """
    value = unicodedata.normalize("NFKC", _repaired(hospital_id))
    value = "".join(c for c in value if unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cs", "Cn"})
    for _ in range(2):
        if found := _FORMULA.match(value):
            value = found[1] if found[1] is not None else found[2]
    value = value.strip().strip("'\"")
    value = re.sub(r"(?<=\d)[.,]0+$", "", value)
    value = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    value = re.sub(r"[\W_]+", "", value.casefold())
    return value.lstrip("0") or ("0" if value else "")


def near_forms(hospital_id: str) -> tuple[str, ...]:
    """Return the forms under which a known id may be met again: its plain form, and rounded powers of ten."""
    plain = plain_id(hospital_id)
    if not plain:
        return ()
    forms = [plain]
    if plain.isascii() and plain.isdigit() and 5 <= len(plain) <= 40:
        for decimals in range(_MOST_DECIMALS + 1):
            head, _, power = f"{int(plain):.{decimals}E}".partition("E")
            forms.append(f"{head}E{int(power)}")
    return tuple(forms)


def looked_up_form(hospital_id: str) -> str:
    """Return the form under which an id is looked up among the near forms of others."""
    value = unicodedata.normalize("NFKC", hospital_id).strip().strip("'\"=")
    if found := _POWER.fullmatch(value):
        head = f"{found[1]}.{found[2]}" if found[2] else found[1]
        return f"{head}E{int(found[3])}"
    return plain_id(hospital_id)


def padded_forms(hospital_id: str) -> tuple[str, ...]:
    """Return exact ids that an id may have had before it lost quotes or leading zeros."""
    bare = unicodedata.normalize("NFKC", hospital_id)
    bare = "".join(c for c in bare if unicodedata.category(c) not in {"Cf", "Cc"}).strip()
    if found := _FORMULA.match(bare):
        bare = (found[1] if found[1] is not None else found[2]).strip()
    bare = re.sub(r"(?<=\d)[.,]0+$", "", bare)
    forms = [bare, bare.upper(), bare.lower()]
    if bare.isascii() and bare.isdigit():
        digits = bare.lstrip("0") or "0"
        forms += [digits.zfill(n) for n in range(len(digits), 17)]
    return tuple(dict.fromkeys(form for form in forms if form))


def _repaired(value: str) -> str:
    try:
        return value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return value

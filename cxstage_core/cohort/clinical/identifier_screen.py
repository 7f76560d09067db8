"""Recognise columns of a department's table that may identify a person, by their name and their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from cxstage_core.cohort.values.clinical_columns import RADIOLOGIST_COLUMN

_WORDS = {
    "name", "names", "surname", "forename", "firstname", "lastname", "initials", "birth", "dob", "born",
    "address", "street", "zip", "zipcode", "postcode", "postal", "phone", "telephone", "tel", "mobile", "fax",
    "email", "mail", "mrn", "ssn", "nhs", "insurance", "passport", "accession", "uid", "id", "ids", "pid",
    "identifier", "contact", "relative", "physician", "doctor", "surgeon", "radiologist",
    "geburtsdatum", "vorname", "nachname", "adresse", "telefon", "nom", "prenom", "naissance", "nombre",
    "apellido",
}  # fmt: skip
_FREE_TEXT = {
    "comment",
    "comments",
    "remark",
    "remarks",
    "note",
    "notes",
    "report",
    "text",
    "memo",
    "history",
}
_NUMBERED = {"patient", "record", "case", "admission", "medical", "hospital", "chart", "inpatient", "outpatient",
             "card", "file", "study", "exam"}  # fmt: skip
_NUMBER = {"no", "nr", "number", "num", "code"}
_JOINED = (
    "dateofbirth",
    "birthdate",
    "birthday",
    "birthyear",
    "phonenumber",
    "patientid",
    "hospitalid",
)
_CHINESE = ("姓名", "名字", "出生", "生日", "地址", "住址", "电话", "手机", "联系", "身份证", "住院号", "门诊号",
            "病案号", "病历号", "编号", "医生", "医师", "备注", "报告", "病史")  # fmt: skip
_CHINESE_TEXT = ("备注", "报告", "病史")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")
"""Citizen numbers and mobile telephone numbers of China."""
_SHORTEST_ID = 4


def names_a_person(column: str) -> bool:
    """Return True if a column's name suggests an identifier, or free text that may contain one."""
    words = [word for word in re.split(r"[^\w]+|_", column.casefold()) if word]
    joined = "".join(words)
    return (
        any(word in _WORDS or word in _FREE_TEXT for word in words)
        or any(a in _NUMBERED and b in _NUMBER for a, b in pairwise(words))
        or joined.endswith("name")
        or any(part in joined for part in _JOINED)
        or any(part in column for part in _CHINESE)
    )


def names_free_text(column: str) -> bool:
    """Return True if a column is called free text, such as "comments", and nothing worse."""
    words = [word for word in re.split(r"[^\w]+|_", column.casefold()) if word]
    called = any(word in _FREE_TEXT for word in words) or any(word in column for word in _CHINESE_TEXT)
    rest = " ".join(word for word in words if word not in _FREE_TEXT)
    for word in _CHINESE_TEXT:
        rest = rest.replace(word, " ")
    return called and not names_a_person(rest)


def holds_identifier(value: str, hospital_id: str) -> bool:
    """Return True if a cell contains the row's own hospital id, a mail address, or a personal number."""
    known = hospital_id.strip().casefold()
    return (
        (len(known) >= _SHORTEST_ID and known in value.casefold())
        or _EMAIL.search(value) is not None
        or _LONG_NUMBER.search(value) is not None
    )


def unsafe_columns(columns: Iterable[str], rows: Iterable[tuple[str, dict[str, str]]]) -> set[str]:
    """Return the columns to leave out because of their name or an identifier in any cell.

    Args:
        columns: the columns to check.
        rows: hospital id and cells of every row.
    """
    unsafe = {c for c in columns if c.casefold() != RADIOLOGIST_COLUMN and names_a_person(c)}
    rest = set(columns) - unsafe
    for hospital_id, cells in rows:
        unsafe |= {c for c in rest if holds_identifier(cells.get(c, ""), hospital_id)}
    return unsafe

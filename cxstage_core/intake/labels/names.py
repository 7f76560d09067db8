"""What the name of a segment means: the one place where names become labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cxstage_core.imaging import Label

_BEGINNINGS: Mapping[Label, tuple[str, ...]] = {
    Label.INFILTRATION: ("infiltrat", "parametri"),
    Label.TUMOUR: ("gtvp", "gtvt"),
}
_WORDS: Mapping[Label, frozenset[str]] = {
    Label.INFILTRATION: frozenset(("infiltrazione", "infiltración")),
    Label.TUMOUR: frozenset(
        ("tumour", "tumor", "tumours", "tumors", "tumoral", "gtv", "lesion", "lesions", "cancer",
         "carcinoma", "neoplasm", "malignancy", "tumeur", "tumore")
    ),
}  # fmt: skip
_CHINESE: Mapping[Label, tuple[str, ...]] = {
    Label.INFILTRATION: ("浸润", "宫旁"),
    Label.TUMOUR: ("肿瘤", "病灶", "癌"),
}
_OTHER = frozenset(
    ("no", "not", "non", "without", "minus", "except", "excluding", "outside", "benign", "bed", "peri",
     "peritumoral", "peritumoural", "edema", "oedema", "margin", "ring", "shell", "rim", "normal", "healthy",
     "node", "nodes", "nodal", "lymph", "ln", "gtvn", "gtvln", "metastasis", "metastases", "metastatic",
     "ctv", "ptv", "itv", "background", "n")
)  # fmt: skip
"""Words that make a name mean something else than the lesion it mentions."""
_OTHER_CHINESE = ("非", "无", "瘤周", "淋巴", "转移", "正常", "良性", "水肿")
_TOGETHER = frozenset(("and", "plus", "und", "with", "incl", "including", "or"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[^\W\d_]+")


def meaning(name: str) -> Label | None:
    """Return the label that a name stands for, None if it names neither.

    A name that mentions both lesions means infiltration ("tumour infiltration"), unless it joins them
    ("tumour and infiltration"); a name such as "peritumoral oedema" or "GTV nodal" means neither.
    """
    plain = unicodedata.normalize("NFKC", name)
    words = {word.casefold() for word in _LETTERS.findall(_CAMEL.sub(" ", plain))}
    if words & _OTHER or any(part in plain for part in _OTHER_CHINESE):
        return None
    found = [
        label
        for label in (Label.INFILTRATION, Label.TUMOUR)
        if words & _WORDS[label]
        or any(word.startswith(_BEGINNINGS[label]) for word in words)
        or any(part in plain for part in _CHINESE[label])
    ]
    if len(found) > 1 and (words & _TOGETHER or set(plain) & set("+&/和与及")):
        return None
    return found[0] if found else None


def of_word(word: str) -> Label | None:
    """Return the label that a word of the command line names, None if there is none."""
    return {
        "tumour": Label.TUMOUR,
        "tumor": Label.TUMOUR,
        "infiltration": Label.INFILTRATION,
        "none": Label.BACKGROUND,
    }.get(word.strip().casefold())

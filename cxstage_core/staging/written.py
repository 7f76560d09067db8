"""Reading a stage as people write it: roman or arabic, full width, with "FIGO", "stage" or "期"."""

from __future__ import annotations

import re
import unicodedata

from cxstage_core.errors import StagingError
from cxstage_core.staging.facts import Edition

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile(r"FIGO|STAGE|期|[\s()\[\]._\-–:,]")
_CODE = re.compile(
    r"(?P<method>[RP]?)(?P<number>IV|I{1,3}|[1-4])(?P<rest>[ABC]?[1-3]?)(?P<suffix>[RP]?)"
)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def normalise(written: str, edition: Edition) -> str:
    """The stage's code, such as "IB2" or "IIIC1r", not yet checked against the edition.

    Raises:
        StagingError: it does not read as a stage, or it names another edition.
    """
    plain = unicodedata.normalize("NFKC", written).upper()
    for year in _YEAR.findall(plain):
        if year not in edition.value:
            raise StagingError(
                "The stage is written “{written}”, but its edition is given as {edition}.",
                remedy="Correct the edition or the stage.",
                written=written,
                edition=edition.value,
            )
    match = _CODE.fullmatch(_WORDS.sub("", _YEAR.sub("", plain)))
    if match is None or (match["method"] and match["suffix"] and match["method"] != match["suffix"]):
        raise StagingError(
            "“{written}” does not read as a FIGO stage.",
            remedy="Write it like IB2, IIA1, IIIC1r or IVA.",
            written=written,
        )
    number = _ROMAN.get(match["number"], match["number"])
    return number + match["rest"] + (match["suffix"] or match["method"]).lower()

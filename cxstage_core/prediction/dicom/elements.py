"""What every object of a study repeats: patient and study of the original, character set, program, dates."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cxstage_core import __version__
from cxstage_core.errors import PredictionError
from cxstage_core.intake.originals import EXPECTED, FURTHER
from cxstage_core.prediction.dicom.codes import SCHEME, SCHEME_NAME, Coded
from cxstage_core.prediction.dicom.uids import uid_of

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

MANUFACTURER = "CxStage"
SERIAL = "0"
"""A program has no serial number, and the modules of equipment demand one."""
_UNICODE = "ISO_IR 192"
_WIDER = {"GBK": "GB18030"}
"""Sets that older programs do not know, and those that write the same bytes and more."""
_ESCAPE = re.compile("\x1b[ -/]+[0-~]")
_TEXT = ("LO", "LT", "PN", "SH", "ST", "UC", "UT")
"""Kinds of values that depend on the character set."""


def equipment() -> dict[str, Any]:
    """Return the equipment of an object, as arguments of highdicom."""
    return {
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": MANUFACTURER,
        "software_versions": __version__,
        "device_serial_number": SERIAL,
    }


def code(coded: Coded) -> Any:
    """Return a concept as highdicom takes it."""
    from pydicom.sr.coding import Code

    return Code(*coded)


def complete(dataset: Dataset, original: Dataset, made: datetime, *parts: str | bytes) -> None:
    """Give an object the patient and study of the original, its dates, and the scheme of our codes.

    Values are repeated as they are written, also where they do not conform: a result must be filed with its
    images. What is unknown there is empty here.

    Args:
        dataset: made without patient and study; changed in place.
        original: header of an image of the series.
        made: date and time of the object, so that the same record gives the same file.
        parts: of the object's UID, for the identifiers inside it.
    """
    from pydicom.datadict import dictionary_VR
    from pydicom.dataelem import DataElement

    for keyword in (*EXPECTED, *FURTHER):
        if keyword in original:
            dataset.add(_copied(original[keyword]))
        elif keyword in EXPECTED:
            dataset.add(DataElement(keyword, dictionary_VR(keyword), None))
        elif keyword in dataset:
            delattr(dataset, keyword)
    dataset.StudyInstanceUID = str(original.StudyInstanceUID)
    _set_dates(dataset, made)
    _name_scheme(dataset)
    for number, item in enumerate(dataset.get("DimensionOrganizationSequence") or ()):
        item.DimensionOrganizationUID = uid_of("dimensions", str(number), *parts)
        for index in dataset.get("DimensionIndexSequence") or ():
            index.DimensionOrganizationUID = item.DimensionOrganizationUID
    _set_character_set(dataset, original)


def _copied(element: DataElement) -> DataElement:
    """Return an element of its own: a name keeps the bytes in which it was first written."""
    from pydicom.config import IGNORE
    from pydicom.dataelem import DataElement
    from pydicom.multival import MultiValue

    found = deepcopy(element)
    if element.VR not in _TEXT or not element.value:
        return found
    several = isinstance(element.value, MultiValue)
    value = [str(one) for one in element.value] if several else str(element.value)
    return DataElement(element.tag, element.VR, value, validation_mode=IGNORE)


def _set_dates(dataset: Dataset, made: datetime) -> None:
    day, clock = made.strftime("%Y%m%d"), made.strftime("%H%M%S")
    for keyword in ("InstanceCreationDate", "ContentDate", "DateOfSecondaryCapture"):
        if keyword in dataset:
            setattr(dataset, keyword, day)
    for keyword in ("InstanceCreationTime", "ContentTime", "TimeOfSecondaryCapture"):
        if keyword in dataset:
            setattr(dataset, keyword, clock)
    for item in dataset.get("ContributingEquipmentSequence") or ():
        item.ContributionDateTime = f"{day}{clock}"
    for item in dataset.get("ContentSequence") or ():
        if item.ValueType == "DATETIME":
            item.DateTime = f"{day}{clock}"


def _name_scheme(dataset: Dataset) -> None:
    """Identify the private scheme; highdicom does not do so by itself."""
    from pydicom.dataset import Dataset

    if not any(e.value == SCHEME for e in dataset.iterall() if e.keyword == "CodingSchemeDesignator"):
        return
    item = Dataset()
    item.CodingSchemeDesignator = SCHEME
    item.CodingSchemeName = SCHEME_NAME
    item.CodingSchemeVersion = __version__
    item.CodingSchemeResponsibleOrganization = MANUFACTURER
    dataset.CodingSchemeIdentificationSequence = [item]


def _set_character_set(dataset: Dataset, original: Dataset) -> None:
    """Keep the character set of the original where it can write everything; UTF-8 elsewhere.

    Where none is declared, the bytes of the original come back as they were.

    Raises:
        PredictionError: the original declares none, so that its names cannot be written in another one.
    """
    declared = original.get("SpecificCharacterSet") or ""
    names = [declared] if isinstance(declared, str) else [str(one) for one in declared]
    names = [_WIDER.get(name, name) for name in names]
    if _writes(names, _texts(dataset)):
        chosen = names
    elif not any(names) and not all(value.isascii() for value in _texts(original)):
        raise PredictionError(
            "The original images declare no character set, so the names in them cannot be repeated together with a "
            "text in this language.",
            remedy="Write the report in English.",
        )
    else:
        chosen = [_UNICODE]
        _without_escapes(dataset)
    dataset.SpecificCharacterSet = chosen if len(chosen) > 1 else chosen[0]
    if not any(chosen):
        del dataset.SpecificCharacterSet


def _without_escapes(dataset: Dataset) -> None:
    """Remove the escape sequences of ISO 2022 that pydicom leaves in texts that it has decoded."""
    for element in dataset:
        if element.VR in _TEXT and _ESCAPE.search(str(element.value)):
            element.value = _ESCAPE.sub("", str(element.value))


def _texts(dataset: Dataset) -> list[str]:
    """Every text of a data set and its sequences."""
    from pydicom.multival import MultiValue

    found = []
    for element in dataset.iterall():
        if element.VR in _TEXT and element.value:
            value = element.value
            found += [str(one) for one in value] if isinstance(value, MultiValue) else [str(value)]
    return found


def _writes(names: Sequence[str], texts: Sequence[str]) -> bool:
    """Return True if all texts come back when they are written in the declared character sets."""
    from pydicom.charset import convert_encodings, decode_bytes, encode_string
    from pydicom.valuerep import PN_DELIMS, TEXT_VR_DELIMS

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            encodings = convert_encodings(list(names))
            return all(
                decode_bytes(encode_string(value, encodings), encodings, TEXT_VR_DELIMS | PN_DELIMS)
                == value
                for value in texts
            )
        except (UserWarning, UnicodeError, LookupError, ValueError):
            return False

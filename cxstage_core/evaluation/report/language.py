"""The program's catalogues of translations, for reports that are written without a window."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.text import Text

SOURCE, CHINESE = "en", "zh_CN"
"""The language of the sentences in the source code, and the one that needs a font of its own."""
_CONTEXT, _PREFIX, _SUFFIX = "core", "cxstage_", ".ts"


def languages() -> tuple[str, ...]:
    """Return the codes of all languages, the source language first."""
    found = (one.name for one in (files("assets") / "translations").iterdir())
    codes = {
        name[len(_PREFIX) : -len(_SUFFIX)]
        for name in found
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX)
    }
    return (SOURCE, *sorted(codes - {SOURCE}))


def localizer_of(language: str) -> Localizer:
    """Return what puts a sentence of the core into a language.

    Raises:
        CohortError: the language is unknown.
    """
    if language not in languages():
        raise CohortError(
            "The program is not translated into {language}.",
            remedy="Choose one of {names}.",
            language=language,
            names=", ".join(languages()),
        )
    if language == SOURCE:
        return str
    known = _catalogue(language)

    def localized(sentence: Text | str) -> str:
        if not isinstance(sentence, Text):
            return known.get(sentence, sentence)
        spoken = tuple(
            (name, localized(value) if isinstance(value, Text | str) else value)
            for name, value in sentence.params
        )
        template = known.get(sentence.template, sentence.template)
        return Text(sentence.template, spoken).fill(template)

    return localized


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Finished translations of the core's sentences."""
    file = files("assets") / "translations" / f"{_PREFIX}{language}{_SUFFIX}"
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    return {
        message.findtext("source", ""): translation.text
        for context in root.iter("context")
        if context.findtext("name") == _CONTEXT
        for message in context.iter("message")
        if (translation := message.find("translation")) is not None
        and translation.text
        and translation.get("type") != "unfinished"
    }

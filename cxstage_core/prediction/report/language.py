"""The sentences of a report in its language, looked up in the program's own translations."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files

from cxstage_core.errors import PredictionError
from cxstage_core.text import Text

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)
Localizer = Callable[[Text | str], str]
_CONTEXT = "core"


def localizer(language: str) -> Localizer:
    """Return the function that puts a sentence of the core into a language.

    Raises:
        PredictionError: the language is unknown.
    """
    if language not in LANGUAGES:
        raise PredictionError(
            "A report cannot be written in “{language}”.",
            remedy="Choose one of {languages}.",
            language=language,
            languages=", ".join(LANGUAGES),
        )
    return partial(_localized, {} if language == ENGLISH else _translations(language))


def _localized(known: Mapping[str, str], sentence: Text | str) -> str:
    if isinstance(sentence, str):
        return known.get(sentence, sentence)
    spoken = tuple(
        (key, _localized(known, value) if isinstance(value, Text | str) else value)
        for key, value in sentence.params
    )
    return Text(sentence.template, spoken).fill(known.get(sentence.template, sentence.template))


@cache
def _translations(language: str) -> Mapping[str, str]:
    written = files("assets").joinpath("translations", f"cxstage_{language}.ts").read_text("utf-8")
    found: dict[str, str] = {}
    for context in ET.fromstring(written).iter("context"):
        if context.findtext("name") != _CONTEXT:
            continue
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text and translation.get("type") is None:
                found[message.findtext("source") or ""] = translation.text
    return found

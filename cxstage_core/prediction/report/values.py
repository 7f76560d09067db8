"""How the values of a record are stored: sentences with their templates, arrays as digests, no path anywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath
from string import Formatter
from typing import Any

import numpy as np

from cxstage_core.errors import HIDDEN
from cxstage_core.storage.content_hash import little_endian
from cxstage_core.text import Text, plain

_SENTENCE = "sentence"
_SPEC = re.compile(r"[+,]?(\.\d{1,2})?[degfs%]?")
"""Formats of numbers; none has a width, which could ask for any amount of memory."""


def sentence_json(sentence: Text) -> dict[str, Any]:
    """Store a sentence: its English words, and template and values, from which another language is made.

    File names and names of segments, which can hold a patient's name, are left out.
    """
    named = _without_names(sentence)
    written = {
        _SENTENCE: str(named),
        "template": named.template,
        "values": {key: _value(value) for key, value in named.params},
    }
    try:
        sentence_of(written)
    except (KeyError, TypeError, ValueError):  # a value that JSON cannot hold: the words alone are kept
        return {_SENTENCE: str(named), "template": str(named), "values": {}}
    return written


def sentence_of(stored: Mapping[str, Any]) -> Text:
    """Invert `sentence_json`.

    Raises:
        KeyError, TypeError, ValueError: no sentence, or values that its template cannot hold.
    """
    values = {str(key): _read(value) for key, value in dict(stored["values"]).items()}
    template = str(stored["template"])
    if values and not _is_plain(template):
        raise ValueError("a template that does more than to fill in values")
    found = Text(template, tuple(values.items()))
    if str(found) != stored[_SENTENCE]:
        raise ValueError("the words of a sentence are not those of its template")
    return found


def _is_plain(template: str) -> bool:
    """Return True if a template only fills in values: a record can come from anywhere, and formats can do more."""
    return all(
        name is None or (name.isidentifier() and _SPEC.fullmatch(spec or "") and conversion is None)
        for _, name, spec, conversion in Formatter().parse(template)
    )


def is_sentence(value: Any) -> bool:
    """Return True for a stored sentence."""
    return isinstance(value, Mapping) and {_SENTENCE, "template", "values"} == value.keys()


def stored(value: Any) -> Any:
    """Return plain JSON values of a result.

    Of a frozen dataclass: what its `to_json` gives, its fields by their names, and its sentences as in
    `sentence_json`; arrays become their digest.
    """
    for kind, store in _STORED:
        if isinstance(value, kind):
            return store(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _of_dataclass(value)
    return stored(value.to_json()) if hasattr(value, "to_json") else plain(value)


def _of_dataclass(value: Any) -> dict[str, Any]:
    given = stored(value.to_json()) if hasattr(value, "to_json") else {}
    own = {one.name: stored(getattr(value, one.name)) for one in fields(value)}
    computed = {
        name: getattr(value, name)
        for name, one in vars(type(value)).items()
        if isinstance(one, property)
    }
    said = {name: sentence_json(one) for name, one in computed.items() if isinstance(one, Text)}
    return {**given, **own, **said}


def array_json(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return shape, type and sha256 of an array."""
    kept = little_endian(np.ascontiguousarray(array))
    return {
        "shape": list(array.shape),
        "type": kept.dtype.str,
        "sha256": hashlib.sha256(kept.tobytes()).hexdigest(),
    }


def _without_names(sentence: Text) -> Text:
    return Text(sentence.template, tuple((key, _public(key, one)) for key, one in sentence.params))


def _public(key: str, value: object) -> object:
    if isinstance(value, PurePath):
        return HIDDEN["file"]
    return HIDDEN.get(key, _without_names(value) if isinstance(value, Text) else value)


def _value(value: Any) -> Any:
    if isinstance(value, Text):
        return sentence_json(value)
    if isinstance(value, tuple | list):
        return [_value(one) for one in value]
    return plain(value)


def _read(value: Any) -> Any:
    if is_sentence(value):
        return sentence_of(value)
    return tuple(_read(one) for one in value) if isinstance(value, list) else value


_STORED: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Text, sentence_json),
    (np.ndarray, array_json),
    (PurePath, lambda _: HIDDEN["file"]),
    (Enum, lambda value: stored(value.value)),
    (Mapping, lambda value: {str(key): stored(one) for key, one in value.items()}),
    ((list, tuple, set, frozenset), lambda value: [stored(one) for one in value]),
)
"""By type, the first that fits."""

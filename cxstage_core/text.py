"""Translatable sentences: a fixed English template and its values.

The core writes English; the window looks up the translation of the template and fills in the same
values, so that every sentence exists only once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: a `str.format` template and the values that fill it."""

    template: str
    params: tuple[tuple[str, object], ...] = ()

    def fill(self, template: str) -> str:
        """Fill a (translated) template with this sentence's values."""
        return template.format(**dict(self.params)) if self.params else template

    def __str__(self) -> str:
        return self.fill(self.template)


def text(template: str, /, **params: object) -> Text:
    """Build a `Text`; the template must be a literal, so that the translation tool finds it."""
    return Text(template, tuple(params.items()))


def plain(value: Any) -> Any:
    """Convert a value to JSON types; a number that is not finite becomes null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "item"):
        return plain(value.item())
    return str(value)

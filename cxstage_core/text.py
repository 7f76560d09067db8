"""Sentences as data: a fixed English template and its values.

The core writes English; the window looks the template up in its translation and fills in the same
values, so that a sentence exists once and every language says the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    """Build a `Text`; the template must be a literal so that translators can find it."""
    return Text(template, tuple(params.items()))

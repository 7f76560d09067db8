"""The options a tool can have: each names an attribute of the tool and what its field looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.text import Text, text

NO_TEXT = text("")
MILLIMETRES = text(" mm")
PERCENT = text(" %")


@dataclass(frozen=True, slots=True)
class NumberOption:
    """A number within limits.

    Args:
        name: attribute of the tool.
        low, high: limits, in the unit.
        default: None where the tool has no value before it is used.
        unit: written after the number.
        help: tooltip.
    """

    name: str
    title: Text
    low: float
    high: float
    default: float | None
    decimals: int = 1
    step: float = 0.5
    unit: Text = NO_TEXT
    help: Text = NO_TEXT

    def clamped(self, value: float) -> float:
        """Return the nearest value within the limits."""
        return min(max(value, self.low), self.high)


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One of several values.

    Args:
        name: attribute of the tool.
        choices: each value with its title, the default first.
    """

    name: str
    title: Text
    choices: tuple[tuple[StrEnum, Text], ...]
    help: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class SwitchOption:
    """On or off; off by default.

    Args:
        name: attribute of the tool.
        words: written next to the check box.
    """

    name: str
    title: Text
    words: Text
    help: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class ButtonOption:
    """A button that sets an attribute of the tool to True; the tool resets it.

    Args:
        name: attribute of the tool.
        title: written on the button.
    """

    name: str
    title: Text
    help: Text = NO_TEXT


Option = NumberOption | ChoiceOption | SwitchOption | ButtonOption

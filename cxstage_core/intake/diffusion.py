"""The b-value of a diffusion image, which scanners write in four different places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MAKERS: Mapping[int, str] = {0x0019100C: "siemens", 0x00431039: "ge", 0x20011003: "philips"}
"""Private tags with a b-value, and the manufacturer to whom the tag belongs."""
PRIVATE_TAGS: tuple[int, ...] = tuple(_MAKERS)

_HIGHEST = 20_000.0
_GE_OFFSET = 100_000
"""GE adds 10⁹ to b-values of directional images."""
_IN_NAME = re.compile(r"(?:^|[_*])b(\d{1,5})t?(?:#\d+)?$", re.IGNORECASE)


def b_value(header: Mapping[str, Any], private: Mapping[int, Any]) -> float | None:
    """The b-value in s/mm²: of the standard tag, of the maker's own, or of the sequence's name.

    Args:
        header: keyword to value.
        private: private tag to value, those of `PRIVATE_TAGS`.
    """
    standard = _number(header.get("DiffusionBValue"))
    if standard is not None:
        return standard
    maker = str(header.get("Manufacturer") or "").lower()
    for tag, name in _MAKERS.items():
        if maker.startswith(name) and tag in private:
            number = _number(private[tag], _GE_OFFSET if name == "ge" else 0)
            if number is not None:
                return number
    in_name = _IN_NAME.search(str(header.get("SequenceName") or ""))
    return _number(in_name.group(1)) if in_name else None


def _number(value: Any, modulus: int = 0) -> float | None:
    if isinstance(value, bytes):
        value = value.decode("ascii", "ignore").strip("\x00 ").split("\\")
    if value is not None and not isinstance(value, str | float | int):
        value = next(iter(value), None)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    number = number % modulus if modulus and number >= modulus else number
    return number if 0 <= number <= _HIGHEST else None

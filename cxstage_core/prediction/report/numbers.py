"""Numbers of a report in words, each with its interval and n, or with the reason why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxstage_core.text import Text, text


def decimals(value: Any, digits: int = 3) -> str:
    """Write a number with a true minus; "–" for one that is not known."""
    if value is None or isinstance(value, str):
        return "–"
    return f"{float(value):.{digits}f}".replace("-", "−")


def signed(value: Any, digits: int = 3) -> str:
    """Write a change with its sign."""
    if value is None:
        return "–"
    number = float(value)
    return f"{'+' if number >= 0 else '−'}{abs(number):.{digits}f}"


def pair_of(value: Any) -> tuple[float, float] | None:
    """Return low and high of a stored interval; None where there is none."""
    if isinstance(value, Mapping):
        value = [value.get("low"), value.get("high")]
    if isinstance(value, list) and len(value) == 2 and None not in value:
        return float(value[0]), float(value[1])
    return None


def with_interval(value: Any, interval: Any, n: Any, digits: int = 3) -> Text:
    """Write a number with interval and n.

    Args:
        interval: as `pair_of` takes it.
        n: patients behind it; None where it has none.
    """
    found = pair_of(interval)
    number = decimals(value, digits)
    if found is None and n is None:
        return text("{value}", value=number)
    if found is None:
        return text("{value} (no interval, n = {n})", value=number, n=n)
    low, high = (decimals(one, digits) for one in found)
    if n is None:
        return text("{value} ({low} to {high})", value=number, low=low, high=high)
    return text("{value} ({low} to {high}, n = {n})", value=number, low=low, high=high, n=n)


def estimate(values: Mapping[str, Any], key: str) -> Text:
    """Write an estimate stored as `key`, `key_ci` and `key_n`."""
    return with_interval(values.get(key), values.get(f"{key}_ci"), values.get(f"{key}_n"))

"""JSON of foreign files, read strictly: no name twice, no number that is none, no endless nesting."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


class ImpossibleNumberError(ValueError):
    """A number that is infinite or not a number."""


def strict_json(written: str | bytes) -> Any:
    """Read JSON.

    Raises:
        ImpossibleNumberError: a number is infinite or not a number.
        ValueError: no JSON, or an object with two entries of one name.
    """
    try:
        return json.loads(
            written,
            object_pairs_hook=_each_once,
            parse_constant=_impossible,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("two entries of one name")
    return found


def _impossible(written: str) -> NoReturn:
    raise ImpossibleNumberError(written)


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        _impossible(written)
    return number

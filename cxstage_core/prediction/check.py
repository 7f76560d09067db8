"""One check of the input gate with its value, its range and its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cxstage_core.text import Text, text

Verdict = Literal["fits", "warning", "stop", "unknown"]
Picture = npt.NDArray[np.uint8]

NO_VALUE = text("–")


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """Result of one check.

    Args:
        key: of `gate_rules.RULES`.
        title: what is checked.
        value: what was found.
        range: what fits.
        verdict: "unknown" where nothing could be compared; it never means that the study fits.
        sentence: what speaks against the study, or why nothing could be compared; None where it fits.
        picture: (row, column) grey or (row, column, 3) colours; None where there is nothing to see.
    """

    key: str
    title: Text
    value: Text
    range: Text
    verdict: Verdict
    sentence: Text | None = None
    picture: Picture | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "check": self.key,
            "value": str(self.value),
            "range": str(self.range),
            "verdict": self.verdict,
        }

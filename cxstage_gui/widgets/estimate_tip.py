"""The tooltip of an estimate: n, the method of its interval, and its note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_gui.strings import localized

if TYPE_CHECKING:
    from cxstage_core.evaluation.statistics.estimate import Estimate


def estimate_tip(estimate: Estimate) -> str:
    """One line each for n, interval and note."""
    parts = [f"n = {estimate.n}"]
    if estimate.interval is not None:
        parts.append(f"{estimate.interval.level:.0%} {localized(estimate.interval.method)}")
    if estimate.note is not None:
        parts.append(localized(estimate.note))
    return "\n".join(parts)

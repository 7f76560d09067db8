"""From rules and measured values to checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cxstage_core.cohort.values.gate_rules import RULES, Objection
from cxstage_core.prediction.check import NO_VALUE, Check, Verdict
from cxstage_core.text import Text

_WORSE: Mapping[Verdict, int] = {"fits": 0, "unknown": 1, "warning": 2, "stop": 3}


def check_of(
    key: str, value: Text, fitting: Text, objections: Iterable[Objection], *keys: str
) -> Check:
    """Return the check of a rule.

    Args:
        value: what was found.
        fitting: what fits.
        objections: the broken rules of the study.
        keys: further rules about the same value; the check has the key of the first broken one.
    """
    broken = [one for one in objections if one.rule.key in (key, *keys)]
    if not broken:
        return Check(key, RULES[key].checked, value, fitting, "fits")
    worst = min(broken, key=lambda one: not one.stops)
    verdict: Verdict = "stop" if worst.stops else "warning"
    return Check(worst.rule.key, worst.rule.checked, value, fitting, verdict, worst.sentence)


def unknown(key: str, why: Text, fitting: Text = NO_VALUE) -> Check:
    """Return a check that could not be made."""
    return Check(key, RULES[key].checked, NO_VALUE, fitting, "unknown", why)


def worst_verdict(checks: Sequence[Check]) -> Verdict:
    """Return the worst verdict of some checks."""
    return max((one.verdict for one in checks), key=lambda verdict: _WORSE[verdict], default="unknown")

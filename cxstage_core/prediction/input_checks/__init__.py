"""The input gate's checks: value, range, verdict and picture of each."""

from cxstage_core.prediction.check import Check, Verdict
from cxstage_core.prediction.input_checks.assess import Assessment, assess, check_case
from cxstage_core.prediction.input_checks.features import feature_check
from cxstage_core.prediction.input_checks.nearest import NearCase, nearest_cases

__all__ = [
    "Assessment",
    "Check",
    "NearCase",
    "Verdict",
    "assess",
    "check_case",
    "feature_check",
    "nearest_cases",
]

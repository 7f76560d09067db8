"""The input gate's checks: value, range, verdict and picture of each."""

from cxstage_core.prediction.input_checks.assess import Assessment, assess, check_case
from cxstage_core.prediction.input_checks.check import Check, Verdict

__all__ = ["Assessment", "Check", "Verdict", "assess", "check_case"]

"""Prediction of one patient: from a cohort, or straight from a study folder."""

from cxstage_core.prediction.gate import AbstainedError, check_input
from cxstage_core.prediction.predictor import log_despite, predict_patient, predict_prepared
from cxstage_core.prediction.result import Prediction, SliceContribution
from cxstage_core.prediction.study import predict_study

__all__ = [
    "AbstainedError",
    "Prediction",
    "SliceContribution",
    "check_input",
    "log_despite",
    "predict_patient",
    "predict_prepared",
    "predict_study",
]

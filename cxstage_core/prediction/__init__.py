"""Prediction of one patient: from a cohort, or straight from a study folder."""

from cxstage_core.prediction.gate import AbstainedError, check_input
from cxstage_core.prediction.of_files import predict_study
from cxstage_core.prediction.predictor import log_despite, predict_patient, predict_prepared
from cxstage_core.prediction.result import Prediction, SliceContribution

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

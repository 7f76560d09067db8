"""Metrics, intervals, tests and calibration of predictions; the patient is the unit."""

from cxstage_core.evaluation.comparison.model_evaluation import Evaluation, evaluate
from cxstage_core.evaluation.statistics.bootstrap import bootstrap_confusion, bootstrap_patients
from cxstage_core.evaluation.statistics.calibration import (
    CalibrationBin,
    brier,
    calibration_bins,
    calibration_line,
    ece,
    ece_null_band,
)
from cxstage_core.evaluation.statistics.confusion import (
    Confusion,
    balanced_accuracy,
    confusion,
    discordant,
    figure_of,
    macro_f1,
    macro_precision,
)
from cxstage_core.evaluation.statistics.decision_curve import NetBenefit, net_benefit
from cxstage_core.evaluation.statistics.delong import (
    AucDifference,
    AucEstimate,
    auc_difference,
    auc_interval,
    delong,
    delong_test,
)
from cxstage_core.evaluation.statistics.estimate import Estimate, Interval
from cxstage_core.evaluation.statistics.icc import IccForm, icc, icc_a1
from cxstage_core.evaluation.statistics.kappa import (
    Agreement,
    cohen_kappa,
    fleiss_kappa,
    kappa_of_table,
)
from cxstage_core.evaluation.statistics.mcnemar import holm, mcnemar_exact
from cxstage_core.evaluation.statistics.null_auc import null_band
from cxstage_core.evaluation.statistics.operating_point import Chosen, choose_threshold, fit_temperature
from cxstage_core.evaluation.statistics.roc import auc, roc_curve
from cxstage_core.evaluation.statistics.wilson import clopper_pearson, wilson

__all__ = [
    "Agreement",
    "AucDifference",
    "AucEstimate",
    "CalibrationBin",
    "Chosen",
    "Confusion",
    "Estimate",
    "Evaluation",
    "IccForm",
    "Interval",
    "NetBenefit",
    "auc",
    "auc_difference",
    "auc_interval",
    "balanced_accuracy",
    "bootstrap_confusion",
    "bootstrap_patients",
    "brier",
    "calibration_bins",
    "calibration_line",
    "choose_threshold",
    "clopper_pearson",
    "cohen_kappa",
    "confusion",
    "delong",
    "delong_test",
    "discordant",
    "ece",
    "ece_null_band",
    "evaluate",
    "figure_of",
    "fit_temperature",
    "fleiss_kappa",
    "holm",
    "icc",
    "icc_a1",
    "kappa_of_table",
    "macro_f1",
    "macro_precision",
    "mcnemar_exact",
    "net_benefit",
    "null_band",
    "roc_curve",
    "wilson",
]

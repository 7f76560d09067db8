"""What the numbers of a comparison are worth: metrics, intervals, tests and calibration, per patient."""

from cxstage_core.evaluation.agreement import Agreement, cohen_kappa, fleiss_kappa, kappa_of_table
from cxstage_core.evaluation.areas import (
    AucDifference,
    AucEstimate,
    auc_difference,
    auc_interval,
    delong,
    delong_test,
)
from cxstage_core.evaluation.calibration import (
    CalibrationBin,
    brier,
    calibration_bins,
    calibration_line,
    ece,
    ece_null_band,
)
from cxstage_core.evaluation.chance import null_band
from cxstage_core.evaluation.counts import Confusion, Table2, confusion, discordant, table2
from cxstage_core.evaluation.decision import NetBenefit, net_benefit
from cxstage_core.evaluation.estimate import Estimate, Interval
from cxstage_core.evaluation.evaluation import Evaluation, evaluate
from cxstage_core.evaluation.intraclass import IccForm, icc, icc_a1
from cxstage_core.evaluation.paired import holm, mcnemar_exact
from cxstage_core.evaluation.proportion import clopper_pearson, wilson
from cxstage_core.evaluation.ranking import auc, roc_curve
from cxstage_core.evaluation.resampling import bootstrap_confusion, bootstrap_patients
from cxstage_core.evaluation.settings import Chosen, choose_threshold, fit_temperature

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
    "Table2",
    "auc",
    "auc_difference",
    "auc_interval",
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
    "fit_temperature",
    "fleiss_kappa",
    "holm",
    "icc",
    "icc_a1",
    "kappa_of_table",
    "mcnemar_exact",
    "net_benefit",
    "null_band",
    "roc_curve",
    "table2",
    "wilson",
]

"""What a study looks like in numbers: the measures that the input gate compares."""

from cxstage_core.dataset.measures.study import study_measures
from cxstage_core.dataset.measures.table import CHECKS, MEASURES, Measure, measures_of

__all__ = ["CHECKS", "MEASURES", "Measure", "measures_of", "study_measures"]

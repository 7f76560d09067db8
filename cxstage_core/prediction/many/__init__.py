"""Many studies, one after the other: a list, folders, patients of a cohort or a watched folder, into one table."""

from cxstage_core.prediction.many.batch import ManyResult, predict_many
from cxstage_core.prediction.many.entries import Entry
from cxstage_core.prediction.many.options import Options
from cxstage_core.prediction.many.row import Row, State

__all__ = ["Entry", "ManyResult", "Options", "Row", "State", "predict_many"]

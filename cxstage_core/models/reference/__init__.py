"""What a model file keeps of the studies of its training patients: means, spreads and limits, no patient's values."""

from cxstage_core.models.reference.distances import TrainingSpread
from cxstage_core.models.reference.learning import make_reference
from cxstage_core.models.reference.limits import CheckLimits, TrainingReference

__all__ = ["CheckLimits", "TrainingReference", "TrainingSpread", "make_reference"]

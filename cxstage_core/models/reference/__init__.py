"""What a model file keeps of the studies of its training patients: means, spreads and limits, no patient's values."""

from cxstage_core.models.reference.limits import CheckLimits, TrainingReference, make_reference
from cxstage_core.models.reference.spread import Spread

__all__ = ["CheckLimits", "Spread", "TrainingReference", "make_reference"]

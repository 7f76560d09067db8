"""Explanation of a prediction: an additive map, a layer map, occlusion, and the trust tests of a model's maps."""

from cxstage_core.prediction.explanation.explaining import Explanation, explain
from cxstage_core.prediction.explanation.heat_map import HeatMap
from cxstage_core.prediction.explanation.nifti import write_heatmap
from cxstage_core.prediction.explanation.occlusion import Occlusion
from cxstage_core.prediction.explanation.place import InputPlace, input_place
from cxstage_core.prediction.explanation.testing import test_maps
from cxstage_core.prediction.explanation.trust import Trust, TrustRow
from cxstage_core.prediction.explanation.trust_file import read_trust, trust_file

__all__ = [
    "Explanation",
    "HeatMap",
    "InputPlace",
    "Occlusion",
    "Trust",
    "TrustRow",
    "explain",
    "input_place",
    "read_trust",
    "test_maps",
    "trust_file",
    "write_heatmap",
]

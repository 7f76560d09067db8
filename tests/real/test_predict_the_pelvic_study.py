"""The real pelvic study (a man's, T2 axial, no T1) is judged with a reason and warnings only, or refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cxstage_core.dataset import Preprocessing, choose_series
from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Mask
from cxstage_core.intake import scan, write_mask
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.prediction import AbstainedError, predict_study
from tests.core.models.cards import card_of

pytestmark = pytest.mark.real
FAMILY = "shufflenet_v2_x1_0"
REASON = "a test of this program on a real study"


def save(file: Path, dropout: float) -> Path:
    """A model with random weights, trained on thick slices, as its card says."""
    card = card_of(
        FAMILY,
        preprocessing=Preprocessing(size_px=64).to_dict(),
        input_range={"T2 slice mm": (5.0, 6.0), "T2 pixel mm": (0.4, 0.7), "T1 present": (1.0, 1.0)},
        lineage={"recipe": {"augmentation": {"modality_dropout": dropout}}},
    )
    save_model(file, build(FAMILY, channels=3, size_px=64), card)
    return file


@pytest.fixture
def outline(real_data: Path, tmp_path: Path) -> Path:
    t2, t1 = choose_series(scan([real_data / "pelvis_dicom"]).candidates)
    assert t2.grid.size == (19, 384, 384)
    assert t1 is None
    rows, columns = np.indices((384, 384))
    labels = np.zeros(t2.grid.size, dtype=np.uint8)
    for index in range(7, 12):
        labels[index][np.hypot(rows - 200, columns - 190) < 40 - 4 * abs(index - 9)] = 1
    file = tmp_path / "roi.nii.gz"
    write_mask(Mask(labels, t2.grid), file)
    return file


def test_the_study_is_judged_with_its_warnings(real_data: Path, outline: Path, tmp_path: Path) -> None:
    model = save(tmp_path / "model.safetensors", dropout=0.1)
    with pytest.raises(AbstainedError, match="recorded as a man"):
        predict_study(real_data / "pelvis_dicom", outline, model)
    found = predict_study(real_data / "pelvis_dicom", outline, model, despite=REASON)
    assert found.despite == REASON
    assert "sex" in found.objections
    assert 0 < found.probability < 1
    assert [s.index for s in found.slices] == [8, 9, 10]
    warned = " ".join(str(w) for w in found.warnings)
    assert "no axial T1" in warned
    assert "3.0 mm apart" in warned


def test_a_model_that_needs_t1_refuses_it(real_data: Path, outline: Path, tmp_path: Path) -> None:
    model = save(tmp_path / "model.safetensors", dropout=0.0)
    with pytest.raises(PredictionError, match="never learned to do without"):
        predict_study(real_data / "pelvis_dicom", outline, model, despite=REASON)

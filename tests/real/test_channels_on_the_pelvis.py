"""A real study (T2 in three planes, DWI of four b-values, ADC) gives every channel but T1."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.dataset import Preprocessing, prepare_patient
from cxstage_core.dataset.prepare import Further
from cxstage_core.dataset.series_choice import choose_by_role
from cxstage_core.imaging import Mask
from cxstage_core.imaging.registration import register
from cxstage_core.intake import scan

pytestmark = pytest.mark.real
CONFIG = Preprocessing(
    size_px=96, channels=("T2", "T1", "DWI", "ADC", "sagittal", "mask"), neighbours=1
)


def test_channels_are_found_by_role_and_fit_together(real_data: Path) -> None:
    candidates = scan([real_data / "pelvis_dicom"]).candidates
    chosen = choose_by_role(candidates, CONFIG)
    assert chosen.missing == ("T1",)
    assert chosen.facts["DWI"] == {"b-value of DWI": 1000.0}
    wanted = replace(CONFIG, dwi_b=750.0)
    assert choose_by_role(candidates, wanted).facts["DWI"] == {"b-value of DWI": 800.0}
    t2 = chosen.t2.load()
    labels = np.zeros(t2.grid.size, np.uint8)
    labels[8:11, 180:200, 180:200] = 1
    volumes = {name: one.load() for name, one in chosen.further.items()}
    further = {name: Further(one) for name, one in volumes.items()}
    found = prepare_patient(t2, further, Mask(labels, t2.grid), CONFIG)
    assert found.array.shape == (3, 8, 96, 96)
    adc = found.array[:, CONFIG.inputs.index("ADC"), 40:56, 40:56] * 0.5 + 1.2
    assert 0.8 < float(np.median(adc)) < 2.0  # 10⁻³ mm²/s, soft tissue
    moved = register(t2, volumes["sagittal"])
    assert moved.refused == ""
    assert 1 < moved.shift_mm < 4
    assert register(t2, volumes["ADC"]).refused == "fit"

"""Files of a study that do not fit are not predicted: exchanged, upside down, or of a brain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.dataset import PreparedSet, Preprocessing
from cxstage_core.intake import read_mask, write_mask, write_volume
from cxstage_core.intake.image_files import read_volume
from cxstage_core.jobs import no_progress
from cxstage_core.models import ModelCard, find_family
from cxstage_core.models.build import build
from cxstage_core.prediction import AbstainedError
from cxstage_core.prediction.case import Case
from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of
from cxstage_core.training.run.reference import learn_reference
from tests.conftest import REAL_DATA
from tests.core.models.cards import card_of
from tests.core.prediction import altered_studies as altered
from tests.core.prediction.altered_studies import Study, phantom_study

CONFIG = Preprocessing(size_px=32)
FAMILY = "shufflenet_v2_x1_0"


@pytest.fixture(scope="module")
def card() -> ModelCard:
    studies = [phantom_study(77, number) for number in range(1, 21)]
    cases = tuple(
        altered.prepared_case(study, CONFIG, f"P{number:04d}", number % 2)
        for number, study in enumerate(studies, 1)
    )
    data = PreparedSet(cases, (), CONFIG, "paper")
    network = build(FAMILY, channels=3, size_px=32, seed=5)
    layer = find_family(FAMILY).last_layer
    reference = learn_reference(network, layer, data, data.patients, (), no_progress())
    return card_of(FAMILY, size_px=32, preprocessing=CONFIG.to_dict(), reference=reference)


@pytest.fixture(scope="module")
def study() -> Study:
    return phantom_study(78, 3)


def case_of_files(folder: Path, study: Study, card: ModelCard, despite: str = "") -> Case:
    """The case of a study written as image files."""
    folder.mkdir()
    write_volume(study.t2, folder / "t2 axial.nii.gz")
    write_volume(study.t1, folder / "t1 axial.nii.gz")
    outline = folder.with_suffix(".nii.gz")
    write_mask(study.outline, outline)
    opened = open_study([folder], outline=outline)
    found = read_outline_of(opened, outline)
    return case_of_study(opened, found, CONFIG, despite=despite, card=card)


def test_a_study_that_fits_has_its_checks(tmp_path: Path, study: Study, card: ModelCard) -> None:
    case = case_of_files(tmp_path / "study", study, card)
    assert {c.verdict for c in case.checks} == {"fits", "unknown"}
    assert {c.key for c in case.checks if c.verdict == "unknown"} == {
        "sex", "body-part", "echo-time", "scanner",
    }  # fmt: skip
    assert case.despite == ""


@pytest.mark.parametrize(
    ("alter", "key"),
    [
        (altered.exchanged_files, "t1-t2"),
        (altered.upside_down, "upside-down"),
        (altered.twice_as_large, "geometry"),
    ],
)
def test_files_that_do_not_fit_are_not_predicted(
    tmp_path: Path, study: Study, card: ModelCard, alter: Callable[[Study], Study], key: str
) -> None:
    wrong = alter(study)
    with pytest.raises(AbstainedError) as stopped:
        case_of_files(tmp_path / "study", wrong, card)
    assert "No prediction" in str(stopped.value)
    (one,) = [c for c in stopped.value.checks if c.key == key]
    assert one.verdict == "stop"
    assert str(one.sentence) in str(stopped.value)
    case = case_of_files(tmp_path / "again", wrong, card, despite="to see what it gives")
    assert case.despite == "to see what it gives"
    assert key in [o.rule.key for o in case.objections]
    assert any("to see what it gives" in str(note) for note in case.notes)


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="no real MRI beside this checkout")
def test_a_brain_is_not_predicted(tmp_path: Path, study: Study, card: ModelCard) -> None:
    volume = read_volume(REAL_DATA / "volumes" / "brain1_image.nrrd")
    outline = read_mask(REAL_DATA / "volumes" / "brain1_label.nrrd")
    head = Study(volume, volume, volume, outline)
    with pytest.raises(AbstainedError) as stopped:
        case_of_files(tmp_path / "head", head, card)
    stops = {c.key for c in stopped.value.checks if c.verdict == "stop"}
    assert stops & {"geometry", "body-region", "upside-down", "t2-weighting", "t1-t2", "plane"}
    on_pelvis = Study(study.t2, study.t1, study.sagittal, outline)
    with pytest.raises(AbstainedError):
        case_of_files(tmp_path / "outline", on_pelvis, card)
    assert np.count_nonzero(outline.array)

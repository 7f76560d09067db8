"""Interval, set, repeats and operating point of a prediction: what moves the number, and what cannot be said."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from cxstage_core.cohort import PatientPrediction
from cxstage_core.dataset import prepare_patient
from cxstage_core.dataset.outline import outlined
from cxstage_core.errors import Cancelled, DatasetError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.jobs import start_job
from cxstage_core.models.runtime.choice import torch_runtime
from cxstage_core.prediction.case import Case, LoadedModel, StudyImages
from cxstage_core.prediction.predictor import predict_case
from cxstage_core.prediction.result import Prediction
from cxstage_core.prediction.uncertainty import REFERENCE, Uncertainty, share_changed, uncertainty_of
from cxstage_core.prediction.uncertainty.other_outlines import grown, moved_by_slices
from cxstage_core.prediction.uncertainty.small_changes import SmallChanges
from tests.core.dataset.synthetic import AXIAL, study
from tests.core.prediction.ensembles import CONFIG, case, ensemble, single

SMALL = study(radius_mm=9.0)[1]
FIXED = ("outline + 2 mm", "outline - 2 mm", "slice up", "slice down", "images moved")


@pytest.fixture(scope="module")
def loaded() -> LoadedModel:
    return ensemble()


def predicted(model: LoadedModel, given: Case) -> Prediction:
    return predict_case(model, given, runtime=torch_runtime(model.network))


def known(model: LoadedModel, given: Case, **more: object) -> Uncertainty:
    return uncertainty_of(model, given, predicted(model, given), **more)  # type: ignore[arg-type]


def test_the_same_study_gives_the_same_json_and_an_interval_around_its_number(
    loaded: LoadedModel,
) -> None:
    given = case(SMALL)
    found = known(loaded, given, others={"A": SMALL})
    assert json.dumps(found.to_json()) == json.dumps(
        known(loaded, given, others={"A": SMALL}).to_json()
    )
    assert found.interval is not None
    low, high = found.interval
    assert low < predicted(loaded, given).probability < high
    assert "8 movements of the images by up to 2 mm and 5°" in str(found.interval_note)
    assert "Not covered: another outline, another hospital" in str(found.interval_note)
    wider = known(loaded, given, level=0.95).interval
    assert wider is not None
    assert wider[0] < low and high < wider[1]


def test_one_network_has_no_interval_and_no_set_and_says_so() -> None:
    found = known(single(), case(SMALL))
    assert found.interval is None and found.groups is None and found.coverage is None
    assert "one network" in str(found.interval_note)
    assert "no calibration set" in str(found.set_note)
    assert found.answer == ""
    assert [repeat.key for repeat in found.repeats] == list(FIXED)


def test_members_that_agree_to_the_last_digit_are_no_certainty(loaded: LoadedModel) -> None:
    given, still = case(SMALL), replace(loaded.card, lineage={})
    model = replace(loaded, card=still)
    said = predicted(model, given)
    same = replace(said, members=(said.members[0],) * 3)
    found = uncertainty_of(model, given, same)
    assert found.interval is None
    assert "same number" in str(found.interval_note)


def test_every_outline_has_its_row_and_the_own_one_gives_the_number_again(
    loaded: LoadedModel,
) -> None:
    given = case(SMALL)
    other = study(radius_mm=13.0)[1]
    found = known(loaded, given, others={"Ã": other, REFERENCE: SMALL})
    rows = {repeat.key: repeat for repeat in found.repeats}
    assert list(rows) == ["outline of Ã", "outline of reference", *FIXED]
    own = predicted(loaded, given).probability
    assert rows["outline of reference"].probability == pytest.approx(own, abs=1e-12)
    assert "reference" in str(rows["outline of reference"].title)
    assert rows["outline of Ã"].probability == pytest.approx(
        predicted(loaded, case(other)).probability, abs=1e-12
    )
    grown_case = case(grown(SMALL, 2.0))
    assert rows["outline + 2 mm"].probability == pytest.approx(
        predicted(loaded, grown_case).probability, abs=1e-12
    )
    assert rows["slice up"].probability not in (own, rows["slice down"].probability, None)
    moved = rows["images moved"]
    assert moved.spread is not None and moved.probability is not None
    assert moved.spread[0] < moved.probability < moved.spread[1]
    assert moved.count == 8


@pytest.mark.parametrize("margin", [-1e-6, 1e-6])
def test_a_group_that_changes_is_flagged(loaded: LoadedModel, margin: float) -> None:
    """The threshold lies just beside the number under another outline, so that one side changes the group."""
    given, other = case(SMALL), study(radius_mm=13.0)[1]
    own = predicted(loaded, given).probability
    theirs = predicted(loaded, case(other)).probability
    model = replace(loaded, card=replace(loaded.card, threshold=theirs + margin))
    found = known(model, given, others={"B": other})
    row = found.repeats[0]
    assert row.changes_group == ((own >= theirs + margin) != (theirs >= theirs + margin))
    assert row.changed == int(row.changes_group)
    changed, count = share_changed(found.repeats)
    assert changed == sum(one.changed for one in found.repeats)
    assert count == 5 + 8


def test_what_cannot_be_computed_says_why_and_the_rest_goes_on(loaded: LoadedModel) -> None:
    thin = Mask.empty(AXIAL)
    thin.array[0, 60:62, 60:62] = Label.TUMOUR
    nothing = Mask.empty(AXIAL)
    found = known(loaded, case(thin), others={"A": nothing, "B": SMALL})
    rows = {repeat.key: repeat for repeat in found.repeats}
    assert "No tumour is outlined" in str(rows["outline of A"].why)
    assert rows["outline of B"].probability is not None
    assert "Nothing is left" in str(rows["outline - 2 mm"].why)
    assert "end of the stack" in str(rows["slice down"].why)
    assert rows["slice up"].probability is not None
    missing = [row for row in rows.values() if row.probability is None]
    assert all(row.why is not None and not row.changes_group and not row.count for row in missing)


def test_the_set_and_its_contradiction_with_the_threshold(loaded: LoadedModel) -> None:
    given = case(SMALL)
    said = predicted(loaded, given)
    high = replace(said, members=tuple(replace(one, logit=5.0) for one in said.members))
    found = uncertainty_of(loaded, given, high)
    assert found.groups is not None
    assert [group.label for group in found.groups] == [1]
    assert found.answer == "one"
    assert found.to_json()["set"] == ["chemoradiotherapy or systemic"]
    other = uncertainty_of(loaded, given, replace(high, probability=0.2))
    assert "excludes the group that the threshold gives" in str(other.set_notes[0])
    agreeing = uncertainty_of(loaded, given, replace(high, probability=0.9))
    assert "excludes the group" not in str(agreeing.set_notes[0])


def test_sensitivity_and_specificity_come_from_the_test_part_alone(loaded: LoadedModel) -> None:
    card = loaded.card
    truth, said = [0, 0, 0, 1, 1, 1, 1], [0.1, 0.5, 0.2, 0.5, 0.9, 0.4, 0.8]
    tested = [
        PatientPrediction(f"P{n}", "test", t, p, 0.0)
        for n, (t, p) in enumerate(zip(truth, said, strict=True))
    ]
    flattering = [PatientPrediction("V", "validation", 1, 0.99, 0.0)] * 50
    given = case(SMALL)
    point = known(loaded, given, tested=[*tested, *flattering]).operating_point
    assert point is not None
    assert (point.table.tn, point.table.fp, point.table.fn, point.table.tp) == (2, 1, 1, 3)
    assert point.threshold == card.threshold == 0.5
    assert point.sensitivity.value == 0.75 and point.sensitivity.n == 4
    assert point.sensitivity.interval is not None
    assert point.sensitivity.interval.method == "Wilson"
    assert card.calibration is not None
    zeros, ones = card.calibration.groups
    assert point.prevalence == ones / (zeros + ones)
    assert "training patients" in str(point.prevalence_note)
    rare, usual = (point.predictive_values(share)[0].value for share in (0.05, 0.5))
    assert rare is not None and usual is not None and rare < usual
    nobody = known(loaded, given, tested=flattering)
    assert nobody.operating_point is None
    assert "No test patients" in str(nobody.operating_note)
    assert nobody.predictive_values()[0].value is None
    lone = known(replace(loaded, card=replace(card, calibration=None)), given, tested=tested)
    assert lone.operating_point is not None
    assert lone.operating_point.prevalence == 4 / 7
    assert "test patients" in str(lone.operating_point.prevalence_note)


def test_images_are_moved_no_further_than_in_training(loaded: LoadedModel) -> None:
    def of(**settings: object) -> SmallChanges:
        return SmallChanges.of(replace(loaded.card, lineage={"recipe": {"augmentation": settings}}))

    assert SmallChanges.of(loaded.card) == SmallChanges(2.0, 5.0, True)
    assert of(rotation_deg=3.0) == SmallChanges(0.0, 3.0, False)
    assert of(translation_mm=1.0, flip=False) == SmallChanges(1.0, 0.0, False)
    assert of().draws == SmallChanges.of(replace(loaded.card, lineage={})).draws == 0
    still = replace(loaded, card=replace(loaded.card, lineage={}))
    found = known(still, case(SMALL))
    assert found.repeats[-1].probability is None
    assert "without moving its images" in str(found.repeats[-1].why)
    assert found.interval is not None
    assert "movements" not in str(found.interval_note)


def test_moving_keeps_grey_values_and_moves_all_slices_and_channels_alike(
    loaded: LoadedModel,
) -> None:
    card = replace(loaded.card, lineage={"recipe": {"augmentation": {"translation_mm": 9.0}}})
    changes = SmallChanges.of(card)
    row, column = np.mgrid[: CONFIG.size_px, : CONFIG.size_px]
    blob = np.exp(-((row - 15.0) ** 2 + (column - 17.0) ** 2) / 18.0).astype(np.float32)
    array = np.stack([np.stack([blob, 2 * blob, -blob])] * 2)
    pixel = CONFIG.fov_mm / CONFIG.size_px
    for moved in changes.apply(array, card):
        np.testing.assert_allclose(moved[:, 1], 2 * moved[:, 0], atol=1e-5)
        np.testing.assert_array_equal(moved[0], moved[1])
        place = [float((moved[0, 0] * axis).sum() / moved[0, 0].sum()) for axis in (row, column)]
        off = [abs(one - was) * pixel for one, was in zip(place, (15.0, 17.0), strict=True)]
        assert max(off) <= 2.0 + 0.05
        assert moved[0, 0].sum() == pytest.approx(blob.sum(), rel=1e-3)
    assert len(list(changes.apply(array, card))) == 8


def test_an_upside_down_study_repeats_as_the_upright_one(loaded: LoadedModel) -> None:
    """Rows from back to front and slices from head to feet: the same patient, so the same rows."""
    t2, _ = study()
    drawn = SMALL
    flipped = Grid(
        AXIAL.size,
        AXIAL.spacing,
        tuple(AXIAL.index_to_world((AXIAL.size[0] - 1, AXIAL.size[1] - 1, 0))),
        ((0.0, 0.0, -1.0), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0)),
    )
    turned = Volume(t2.array[::-1, ::-1], flipped)
    mask = Mask(np.ascontiguousarray(drawn.array[::-1, ::-1]), flipped)
    plain = case(drawn)
    further = plain.load().further
    other = replace(
        plain,
        prepared=prepare_patient(turned, further, mask, CONFIG),
        load=lambda: StudyImages(turned, further, mask),
    )
    ours, theirs = known(loaded, plain), known(loaded, other)
    for one, two in zip(ours.repeats, theirs.repeats, strict=True):
        assert (one.key, one.probability is None) == (two.key, two.probability is None)
        if one.key != "images moved" and one.probability is not None:
            assert two.probability == pytest.approx(one.probability, abs=2e-3)


def test_the_bias_field_corrected_once_gives_what_each_preparation_gives(loaded: LoadedModel) -> None:
    config = replace(CONFIG, bias_correction=True)
    card = replace(loaded.card, preprocessing=config.to_dict())
    model, given = replace(loaded, card=card), case(SMALL, config=config)
    found = known(model, given, others={REFERENCE: SMALL})
    assert found.repeats[0].probability == pytest.approx(predicted(model, given).probability, abs=1e-9)


def test_it_can_be_stopped(loaded: LoadedModel) -> None:
    given = case(SMALL)
    said = predicted(loaded, given)
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        uncertainty_of(loaded, given, said, job=job)


@pytest.mark.parametrize("spacing", [(4.0, 0.7, 0.5), (1.0, 0.5, 0.9), (6.0, 1.25, 1.25)])
@pytest.mark.parametrize("mm", [2.0, -2.0])
def test_the_border_moves_by_millimetres_on_any_grid(
    spacing: tuple[float, float, float], mm: float
) -> None:
    """A ball of 14 mm becomes one of 16 or 12 mm in the plane, whatever the pixels."""
    size = tuple(int(44 / step) | 1 for step in spacing)
    grid = Grid.axial(
        size, spacing, tuple(-(n - 1) / 2 * s for n, s in zip(size[::-1], spacing[::-1], strict=True))
    )  # type: ignore[arg-type]
    _, ball = study(grid, radius_mm=14.0, centre=(0.0, 0.0, 0.0))
    moved = grown(ball, mm)
    middle = size[0] // 2
    for axis, step in ((0, spacing[1]), (1, spacing[2])):
        was, now = (
            np.flatnonzero(outlined(one)[middle].any(axis=1 - axis)).size * step
            for one in (ball, moved)
        )
        assert now - was == pytest.approx(2 * mm, abs=2 * step)
    slices = [len(one.drawn_slices) for one in (ball, moved)]
    if spacing[0] > 2.5:
        assert mm < 0 or slices[0] == slices[1]
    else:
        assert (slices[1] - slices[0]) * spacing[0] == pytest.approx(2 * mm, abs=2 * spacing[0])


def test_growing_keeps_the_labels_of_its_neighbours() -> None:
    mask = Mask.empty(Grid.axial((1, 30, 30), (4.0, 1.0, 1.0)))
    mask.array[0, 10:20, 10:15] = Label.TUMOUR
    mask.array[0, 10:20, 15:20] = Label.INFILTRATION
    larger = grown(mask, 2.0)
    assert larger.array[0, 15, 8] == Label.TUMOUR
    assert larger.array[0, 15, 21] == Label.INFILTRATION
    inner = larger.array[0, 10:20, 10:20]
    np.testing.assert_array_equal(inner, mask.array[0, 10:20, 10:20])


def test_at_the_edge_of_the_image_an_outline_grows_as_far_as_there_is_image() -> None:
    mask = Mask.empty(Grid.axial((2, 12, 12), (4.0, 1.0, 1.0)))
    mask.array[0, 0:4, 0:4] = Label.TUMOUR
    larger = grown(mask, 2.0)
    assert larger.array[0, :6, 0].all() and not larger.array[0, 6:, 0].any()
    assert not larger.array[1].any()
    with pytest.raises(DatasetError, match="Nothing is left"):
        grown(Mask.empty(mask.grid), 2.0)


@pytest.mark.parametrize("normal", [1.0, -1.0])
def test_a_slice_nearer_to_the_head_lies_higher_in_the_patient(normal: float) -> None:
    grid = Grid(
        (5, 8, 8),
        (4.0, 1.0, 1.0),
        (0.0, 0.0, 0.0),
        ((0.0, 0.0, normal), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
    )
    mask = Mask.empty(grid)
    mask.array[2, 3:5, 3:5] = 1
    for slices in (1, -1):
        moved = moved_by_slices(mask, slices)
        was, now = (
            float(grid.index_to_world(np.argwhere(one.array)).mean(axis=0)[2]) for one in (mask, moved)
        )
        assert now - was == pytest.approx(4.0 * slices)

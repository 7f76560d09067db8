"""Channels are chosen by the role of a series: which series, on which scale, and what happens where one is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.dataset import (
    Augmentation,
    PreparedPatient,
    Preprocessing,
    draw,
    prepare_cohort,
    prepare_patient,
    prepare_stored,
)
from cxstage_core.dataset.missing import missing_series
from cxstage_core.dataset.prepare import Further
from cxstage_core.dataset.preview import preview
from cxstage_core.dataset.roles import ROLES
from cxstage_core.dataset.series_choice import B_VALUE, choose_by_role
from cxstage_core.errors import DatasetError, PredictionError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.jobs import Event, Message, Progress, start_job
from cxstage_core.models.inputs import input_statistics
from cxstage_core.prediction import check_input
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import AXIAL, study
from tests.core.models.cards import card_of

EVERY = ("T2", "T1", "DWI", "ADC", "sagittal", "mask")
SMALL = Preprocessing(size_px=32)
SAGITTAL = Grid(
    (40, 60, 120), (4.0, 2.0, 1.25), (-80.0, -60.0, 60.0), ((1, 0, 0), (0, 0, -1), (0, 1, 0))
)


def record(name: str, sequence: str, grid: Grid = AXIAL, *, b: float | None = None) -> SeriesRecord:
    tags: dict[str, str | float] = {} if b is None else {"DiffusionBValue": b}
    words = name if name.startswith("dwi") else ""
    return SeriesRecord(name, "P0001", SeriesInfo(sequence, words, tags=tags), grid, "uint16", name)


def of_b(config: Preprocessing, *records: SeriesRecord) -> str | None:
    found = choose_by_role([record("t2", "T2"), *records], config).further.get("DWI")
    return None if found is None else found.id


def adc(scale: float, grid: Grid = AXIAL, seed: int = 9) -> Volume:
    """A map with 1.2 x 10⁻³ mm²/s in the body; `scale` is the number that stands for 10⁻³ mm²/s."""
    image, _ = study(grid, seed=seed)
    return Volume(image.array.astype(np.float32) / 100 * np.float32(scale), grid)


def test_the_b_value_decides_which_diffusion_series_is_used() -> None:
    several = [record(f"s{b:g}", "DWI", b=b) for b in (0.0, 400.0, 800.0, 1000.0)]
    highest = replace(SMALL, channels=("T2", "DWI"))
    assert of_b(highest, *several) == "s1000"
    assert of_b(replace(highest, dwi_b=750.0), *several) == "s800"
    assert of_b(replace(highest, dwi_b=600.0), *several) is None
    assert of_b(highest, *several[:2]) is None
    assert of_b(highest, record("unknown", "DWI")) is None
    assert of_b(highest, record("dwi b1000", "DWI")) == "dwi b1000"
    assert of_b(highest, record("dwi b50 b1000", "DWI")) is None
    coarse = Grid.axial((9, 60, 64), (4.0, 2.5, 2.5), AXIAL.origin)
    twice = [record("a", "DWI", coarse, b=1000.0), record("b", "DWI", b=1000.0)]
    found = choose_by_role([record("t2", "T2"), *twice], highest)
    assert found.further["DWI"].id == "b"
    assert found.facts["DWI"] == {B_VALUE: 1000.0}
    assert "Of 2 axial DWI series that fit, b is used." in [str(note) for note in found.notes]


def test_adc_keeps_its_scale_whatever_the_unit() -> None:
    t2, mask = study()
    config = replace(SMALL, channels=("T2", "ADC", "mask"))
    found = [
        prepare_patient(t2, {"ADC": Further(adc(unit))}, mask, config).array[:, 1]
        for unit in (1e3, 1.0, 1e-3)
    ]
    body = found[0][:, 4:8, 14:18]
    assert np.median(body) == pytest.approx(
        (np.median(adc(1.0).array[4, 30:40, 60:70]) - 1.2) / 0.5, abs=0.1
    )
    for other in found[1:]:
        np.testing.assert_allclose(other, found[0], atol=1e-3)
    twice = prepare_patient(t2, {"ADC": Further(Volume(adc(1e3).array * 1.3, AXIAL))}, mask, config)
    assert (
        twice.array[:, 1].mean() > found[0].mean() + 0.2
    )  # no standardisation hides a real difference
    with pytest.raises(DatasetError, match="unit of the ADC map is not recognised"):
        prepare_patient(t2, {"ADC": Further(adc(100.0))}, mask, config)


def test_a_sagittal_series_lies_on_the_grid_of_t2() -> None:
    t2, mask = study()
    sagittal, _ = study(SAGITTAL, seed=4)
    assert SAGITTAL.plane == "sagittal"
    config = replace(SMALL, channels=("T2", "sagittal", "mask"))
    found = prepare_patient(t2, {"sagittal": Further(sagittal)}, mask, config).array[1]
    assert np.corrcoef(found[0].ravel(), found[1].ravel())[0, 1] > 0.8


def test_neighbouring_slices_are_further_channels_towards_feet_and_head() -> None:
    t2, mask = study()
    config = replace(SMALL, channels=("T2", "mask"), slices="all", neighbours=2)
    assert config.inputs == ("T2", "T2-1", "T2+1", "T2-2", "T2+2", "mask")
    found = prepare_patient(t2, None, mask, config)
    plain = prepare_patient(t2, None, mask, replace(config, neighbours=0))
    np.testing.assert_array_equal(found.array[:, [0, 5]], plain.array)
    np.testing.assert_array_equal(found.array[1:, 1], plain.array[:-1, 0])
    np.testing.assert_array_equal(found.array[:-2, 4], plain.array[2:, 0])
    assert (
        found.slice_indices[0] == 0
    )  # the tumour reaches the first slice: it stands for the one below
    np.testing.assert_array_equal(found.array[0, 1], plain.array[0, 0])
    feet_last = Grid(
        AXIAL.size, AXIAL.spacing, (-80.0, -75.0, 16.0), ((0, 0, -1), *AXIAL.direction[1:])
    )
    turned = prepare_patient(
        Volume(t2.array[::-1].copy(), feet_last),
        None,
        replace(mask, array=mask.array[::-1].copy(), grid=feet_last),
        config,
    )
    np.testing.assert_allclose(turned.array[::-1], found.array, atol=1e-6)


def test_what_is_missing_is_left_out_by_name_or_empty_and_counted(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c", 4)
    for number, patient in enumerate(cohort.patients()[:3]):
        cohort.add_series(patient, adc(1e3, seed=20 + number), SeriesInfo("ADC"))
    config = replace(SMALL, channels=("T2", "T1", "ADC", "mask"))
    said: list[str] = []

    def hear(news: Progress | Event) -> None:
        if isinstance(news, Message):
            said.append(str(news.text))

    found = prepare_cohort(cohort, None, "paper", config, start_job(hear)[0])
    assert found.patients == cohort.patients()[:3]
    ((left_out, reason),) = found.excluded
    assert left_out == "P0004"
    assert "no axial ADC series" in str(reason)
    assert said == ["ADC missing in 1 of 4; they are left out. (P0004)"]
    assert found.cases[0].facts["ADC present"] == 1
    assert found.cases[0].further == {"T1": "t1-axial", "ADC": "adc-axial"}
    counted = missing_series(cohort, cohort.patients(), config)
    assert [(one.channel, one.patients, one.of) for one in counted] == [
        ("T1", (), 4),
        ("ADC", ("P0004",), 4),
    ]
    empty = replace(config, empty_if_missing=("T1", "ADC"))
    whole = prepare_cohort(cohort, None, "paper", empty)
    assert whole.excluded == ()
    assert not whole.cases[3].array[:, 2].any()
    assert whole.cases[3].facts["ADC present"] == 0
    assert "no axial ADC series; that channel is empty" in str(whole.cases[3].notes[0])
    assert preview(cohort, "P0001", config).channels == ("T2", "T1", "ADC", "mask")


def test_a_channel_more_is_another_key_and_an_older_one_stays(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c", 1)
    cohort.add_series("P0001", adc(1e3), SeriesInfo("ADC"))
    plain = prepare_stored(cohort, "P0001", SMALL).key
    with_adc = replace(SMALL, channels=("T2", "T1", "ADC", "mask"))
    keys = {plain, prepare_stored(cohort, "P0001", with_adc).key}
    keys.add(prepare_stored(cohort, "P0001", replace(SMALL, neighbours=1)).key)
    assert len(keys) == 3
    # As written before there were other channels than T2, T1 and outline.
    assert (
        Preprocessing().digest() == "aba1c7c5122a81d7c26ed2eb0b1f0d9dc15a645ea915bd4780fea5f882c15036"
    )
    written = Preprocessing().to_dict()
    for name in ("empty_if_missing", "dwi_b", "neighbours", "register"):
        del written[name]
    assert Preprocessing.from_dict(written) == Preprocessing()


@pytest.mark.parametrize(
    "change",
    [
        {"channels": ("T2", "ADC", "DWI")},
        {"register": ("T2",)},
        {"empty_if_missing": ("mask",)},
        {"neighbours": 3},
    ],
)
def test_channels_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DatasetError):
        replace(SMALL, **change)


def test_every_optional_channel_is_left_out_for_itself_and_adc_is_changed_less() -> None:
    names = ("T2", "T2-1", "T1", "ADC", "DWI", "mask")
    draws = draw(Augmentation(modality_dropout=0.5), 400, torch.Generator().manual_seed(1), names)
    kept = draws.keep.mean(dim=0).tolist()
    assert kept[0] == kept[1] == kept[5] == 1
    assert all(0.4 < share < 0.6 for share in kept[2:5])
    assert not torch.equal(draws.keep[:, 3], draws.keep[:, 4])
    assert torch.equal(draws.brightness[:, 0], draws.brightness[:, 1])
    assert draws.brightness[:, 3].abs().max() < 0.06 < draws.brightness[:, 4].abs().max()
    usual = draw(Augmentation(), 400, torch.Generator().manual_seed(1))
    more = draw(Augmentation(), 400, torch.Generator().manual_seed(1), ("T2", "T1", "ADC"))
    assert torch.equal(usual.affine, more.affine)


def test_prediction_refuses_or_warns_about_any_missing_channel() -> None:
    t2, mask = study()
    config = replace(SMALL, channels=("T2", "ADC", "mask"), empty_if_missing=("ADC",))
    found = prepare_patient(t2, None, mask, config)
    knows = card_of(
        "shufflenet_v2_x1_0",
        channels=config.inputs,
        size_px=32,
        lineage={"recipe": {"augmentation": {"modality_dropout": 0.1}}},
        input_range={"ADC mean": (0.5, 1.0), "ADC present": (1.0, 1.0), B_VALUE: (800.0, 1000.0)},
    )
    said = [str(warning) for warning in check_input(found, knows)]
    assert "The model learned to do without ADC, but was tested with it." in said
    assert not any("grey values of the ADC" in one for one in said)
    with pytest.raises(PredictionError, match="no axial ADC series, and this model never learned"):
        check_input(found, replace(knows, lineage={}))
    there = prepare_patient(t2, {"ADC": Further(adc(1e3), facts={B_VALUE: 50.0})}, mask, config)
    said = [str(warning) for warning in check_input(there, knows)]
    assert any("b-value of 50 s/mm²" in one for one in said)
    with pytest.raises(DatasetError, match="no axial ADC series"):
        prepare_patient(t2, None, mask, replace(config, empty_if_missing=()))


def test_all_channels_go_through_statistics_and_into_one_input() -> None:
    t2, mask = study()
    further = {
        "T1": Further(study(seed=1)[0]),
        "DWI": Further(study(seed=2)[0], facts={B_VALUE: 1000.0}),
        "ADC": Further(adc(1.0)),
        "sagittal": Further(study(SAGITTAL)[0]),
    }
    config = replace(SMALL, channels=EVERY, neighbours=1)
    found: PreparedPatient = prepare_patient(t2, further, mask, config)
    assert found.array.shape == (3, 8, 32, 32)
    assert found.facts[B_VALUE] == 1000.0
    statistics = input_statistics(found.array, config.inputs)
    assert {"T2-1 mean", "DWI sd", "ADC p95", "sagittal mean", "mask share"} <= statistics.keys()
    assert tuple(ROLES) == EVERY


def test_a_cohort_without_the_series_says_so_for_everybody(tmp_path: Path) -> None:
    cohort: Cohort = fill(tmp_path / "c", 1)
    with pytest.raises(DatasetError, match="axial DWI"):
        prepare_cohort(cohort, None, "paper", replace(SMALL, channels=("T2", "DWI")))

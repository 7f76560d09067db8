"""A patient's series and outline become the same physical picture, whatever the scanner's grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.dataset import Preprocessing, prepare_patient
from cxstage_core.dataset.crop import Window
from cxstage_core.dataset.intensity import body_threshold, correct_bias, normalisation
from cxstage_core.dataset.outline import diameter_in_plane_mm
from cxstage_core.dataset.slices import choose_slices
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from tests.core.dataset.synthetic import AXIAL, study

SMALL = Preprocessing(size_px=64)


def test_the_input_has_the_wanted_shape_and_names_its_slices() -> None:
    t2, mask = study()
    t1, _ = study(seed=1)
    found = prepare_patient(t2, t1, mask, SMALL)
    assert found.array.shape == (3, 3, 64, 64)
    assert found.array.dtype == np.float32
    assert found.slice_indices == (3, 4, 5)
    assert found.notes == ()
    assert found.facts["T1 present"] == 1.0
    assert found.facts["outline diameter mm"] == pytest.approx(36.0, abs=2.5)


@pytest.mark.parametrize("size_px", [64, 96, 128, 224])
def test_a_centimetre_stays_a_centimetre(size_px: int) -> None:
    config = replace(SMALL, size_px=size_px)
    areas = []
    for radius in (12.0, 24.0):
        t2, mask = study(radius_mm=radius)
        found = prepare_patient(t2, None, mask, config)
        middle = found.array[1, 2]
        drawn = np.count_nonzero(mask.array[4]) * 1.25**2
        assert middle.sum() * config.pixel_mm**2 == pytest.approx(drawn, rel=0.02)
        areas.append(middle.sum())
    assert areas[1] / areas[0] == pytest.approx(4.0, rel=0.1)


def test_the_outline_lies_on_the_tumour_of_both_images() -> None:
    t2, mask = study()
    t1, _ = study(Grid.axial((7, 200, 200), (6.0, 0.9, 0.9), (-90.0, -88.0, -20.0)), seed=3)
    found = prepare_patient(t2, t1, mask, SMALL).array[1]
    tumour = found[2] > 0.99
    around = (found[2] == 0) & (np.hypot(*np.indices((64, 64)) - 31.5) < 14)
    for image in (found[0], found[1]):
        assert image[tumour].mean() < image[around].mean() - 0.7


def test_the_picture_does_not_depend_on_how_the_file_stores_it() -> None:
    t2, mask = study()
    expected = prepare_patient(t2, None, mask, SMALL).array
    flipped = Grid.from_dict(
        {
            "size": (9, 128, 120),
            "spacing": (4.0, 1.25, 1.25),
            "origin": AXIAL.index_to_world((0, 119, 127)),
            "direction": [(0, 0, 1), (-1, 0, 0), (0, -1, 0)],
        }
    )
    turned = np.ascontiguousarray(t2.array.transpose(0, 2, 1)[:, ::-1, ::-1])
    labels = np.ascontiguousarray(mask.array.transpose(0, 2, 1)[:, ::-1, ::-1])
    found = prepare_patient(Volume(turned, flipped), None, Mask(labels, flipped), SMALL).array
    np.testing.assert_allclose(found, expected, atol=1e-5)


@given(factor=st.floats(0.05, 300.0))
@settings(max_examples=10, deadline=None)
def test_the_scanner_s_units_do_not_matter(factor: float) -> None:
    t2, mask = study()
    other = Volume(t2.array.astype(np.float32) * np.float32(factor), t2.grid)
    np.testing.assert_allclose(
        prepare_patient(other, None, mask, SMALL).array,
        prepare_patient(t2, None, mask, SMALL).array,
        atol=0.05,
    )


def test_slices_are_never_mixed() -> None:
    t2, mask = study()
    first = prepare_patient(
        t2, None, mask, replace(SMALL, slices="all", sharpen=1.0, denoise_sigma_mm=1.0)
    )
    array = t2.array.copy()
    inner = array[3, 35:85, 40:90]
    inner[:] = np.random.default_rng(0).permutation(inner.ravel()).reshape(inner.shape)
    second = prepare_patient(
        Volume(array, t2.grid),
        None,
        mask,
        replace(SMALL, slices="all", sharpen=1.0, denoise_sigma_mm=1.0),
    )
    position = first.slice_indices.index(3)
    same = [i for i in range(len(first.slice_indices)) if i != position]
    np.testing.assert_array_equal(first.array[same], second.array[same])
    assert not np.allclose(first.array[position], second.array[position])


def test_a_missing_t1_is_an_empty_channel_and_said() -> None:
    t2, mask = study()
    found = prepare_patient(t2, None, mask, SMALL)
    assert not found.array[:, 1].any()
    assert "T1" in str(found.notes[0])
    assert prepare_patient(t2, None, mask, replace(SMALL, channels=("T2", "mask"))).notes == ()


def test_a_t1_that_ends_early_is_said() -> None:
    t2, mask = study()
    t1, _ = study(Grid.axial((3, 60, 60), (4.0, 1.25, 1.25), (-35.0, -30.0, -4.0)))
    found = prepare_patient(t2, t1, mask, SMALL)
    assert "does not cover" in str(found.notes[0])
    assert found.array[1, 1].any()


def test_an_outline_on_another_grid_is_resampled_and_said() -> None:
    t2, _ = study()
    _, mask = study(Grid.axial((18, 300, 300), (2.0, 0.6, 0.6), (-90.0, -90.0, -17.0)))
    found = prepare_patient(t2, None, mask, replace(SMALL, channels=("T2", "mask")))
    assert "another grid" in str(found.notes[0])
    assert found.array[1, 1].sum() * SMALL.pixel_mm**2 == pytest.approx(np.pi * 18**2, rel=0.05)


def test_an_outline_too_wide_for_the_field_of_view_is_said() -> None:
    t2, mask = study(radius_mm=54.0)
    found = prepare_patient(t2, None, mask, replace(SMALL, channels=("T2", "mask")))
    assert "does not fit" in str(found.notes[0])


def test_other_planes_and_empty_outlines_are_refused() -> None:
    t2, mask = study()
    with pytest.raises(DatasetError, match="No tumour is outlined"):
        prepare_patient(t2, None, Mask.empty(t2.grid), SMALL)
    sagittal = Grid(AXIAL.size, AXIAL.spacing, AXIAL.origin, ((1, 0, 0), (0, 1, 0), (0, 0, -1)))
    with pytest.raises(DatasetError, match="sagittal"):
        prepare_patient(Volume(t2.array, sagittal), None, Mask(mask.array, sagittal), SMALL)
    with pytest.raises(DatasetError, match="no contrast"):
        prepare_patient(Volume(np.full(t2.grid.size, 7), t2.grid), None, mask, SMALL)


@given(
    depth=st.integers(1, 8),
    areas=st.lists(st.integers(0, 30), min_size=1, max_size=8),
)
def test_three_distinct_slices_with_the_largest_among_them(depth: int, areas: list[int]) -> None:
    areas = (areas + [0] * depth)[:depth]
    outline = np.zeros((depth, 6, 6), dtype=bool)
    for i, area in enumerate(areas):
        outline[i].ravel()[:area] = True
    if not any(areas):
        with pytest.raises(DatasetError):
            choose_slices(outline, "largest+neighbours")
        return
    found = choose_slices(outline, "largest+neighbours")
    assert len(found) == min(3, depth)
    assert found == tuple(range(found[0], found[0] + len(found)))
    assert found[0] >= 0
    assert found[-1] < depth
    assert int(np.argmax(areas)) in found
    drawn = [i for i, area in enumerate(areas) if area]
    assert choose_slices(outline, "all") == tuple(drawn)
    if drawn[-1] - drawn[0] >= 2:
        assert drawn[0] <= found[0]
        assert found[-1] <= drawn[-1]


@given(
    length=st.integers(8, 60),
    size=st.integers(4, 40),
    spacing=st.floats(0.3, 4.0),
    side=st.floats(10.0, 60.0),
    centre=st.floats(0.0, 60.0),
)
def test_sampling_averages_and_keeps_a_flat_image_flat(
    length: int, size: int, spacing: float, side: float, centre: float
) -> None:
    window = Window((centre, centre), (spacing, spacing), side, size)
    weights = window.weights(0, length)
    assert weights.shape == (size, length)
    assert (weights >= 0).all()
    total = weights.sum(axis=1)
    assert np.all(np.isclose(total, 1) | (total == 0))


def test_fine_detail_does_not_alias() -> None:
    image = np.tile(np.array([0.0, 100.0]), (1, 100, 50))
    found = Window((49.5, 49.5), (0.5, 0.5), 40.0, 16).sample(image)
    assert np.abs(found - 50).max() < 6


def test_the_body_is_found_with_and_without_air() -> None:
    t2, _ = study()
    inside = t2.array[:, 30:90, 35:95]
    assert 12 < body_threshold(t2.array) < 60
    assert body_threshold(inside) < 60
    with_air = normalisation(t2.array, (0.5, 99.5))
    assert with_air.mean == pytest.approx(float(t2.array[t2.array > 40].mean()), rel=0.06)


@pytest.mark.parametrize(
    "change",
    [
        {"denoise_sigma_mm": 1.5},
        {"sharpen": 1.0},
        {"contrast": "percentile"},
        {"contrast": "clahe"},
        {"bias_correction": True},
    ],
)
def test_every_option_changes_the_images_and_never_the_mask(change: dict[str, object]) -> None:
    t2, mask = study()
    plain = prepare_patient(t2, None, mask, SMALL).array
    found = prepare_patient(t2, None, mask, replace(SMALL, **change)).array
    assert not np.allclose(plain[:, 0], found[:, 0], atol=1e-3)
    assert np.isfinite(found).all()
    assert np.corrcoef(plain[:, 0].ravel(), found[:, 0].ravel())[0, 1] > 0.7
    np.testing.assert_array_equal(plain[:, 2], found[:, 2])


def test_n4_takes_a_shading_away() -> None:
    t2, _ = study()
    shade = np.linspace(0.6, 1.4, 128)[None, None]

    def left_over_right(image: np.ndarray) -> float:
        ring = image[:, 35:85]
        return float(np.median(ring[:, :, 95:115]) / np.median(ring[:, :, 13:33]))

    shaded = Volume(t2.array * shade, t2.grid)
    assert left_over_right(shaded.array) > 1.6
    assert left_over_right(correct_bias(shaded).array) < 1.45


def test_infiltration_counts_half_in_the_mask_channel_and_fully_in_the_crop() -> None:
    t2, mask = study()
    labels = mask.array.copy()
    labels[labels == Label.TUMOUR] = Label.INFILTRATION
    found = prepare_patient(t2, None, Mask(labels, mask.grid), SMALL)
    expected = prepare_patient(t2, None, mask, SMALL)
    np.testing.assert_allclose(found.array[:, 2], expected.array[:, 2] / 2, atol=1e-6)
    assert found.slice_indices == expected.slice_indices


def test_the_diameter_is_the_longest_line_in_a_slice() -> None:
    labels = np.zeros((2, 40, 40), dtype=np.uint8)
    labels[1, 5, 3:33] = 1
    grid = Grid.axial((2, 40, 40), (5.0, 2.0, 1.0))
    assert diameter_in_plane_mm(Mask(labels, grid)) == pytest.approx(np.hypot(30, 2))

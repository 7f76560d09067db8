"""Algorithms that look at grey values, on noisy discs and balls whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.imaging import Grid, Volume
from cxstage_core.reading import (
    Edges,
    GreyRange,
    Growth,
    Tip,
    Wire,
    grey_range,
    polygon_mask,
    similar_patch,
)

SHAPE = (200, 220)
MIDDLE = (101.3, 108.6)
DARK, BRIGHT = 300.0, 420.0


def disc(radius: float) -> np.ndarray:
    rows, columns = np.indices(SHAPE)
    return np.hypot(rows - MIDDLE[0], columns - MIDDLE[1]) < radius


def noisy(inside: np.ndarray, noise: float, seed: int = 0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return (np.where(inside, BRIGHT, DARK) + draw.normal(0, noise, inside.shape)).astype(np.uint16)


def dice(found: np.ndarray, wanted: np.ndarray) -> float:
    return float(2 * np.count_nonzero(found & wanted) / (found.sum() + wanted.sum()))


# -- the live wire


def around(image: np.ndarray, radius: float, anchors: int, spacing: tuple[float, float]) -> np.ndarray:
    """The closed way through anchors clicked up to two pixels beside the edge."""
    edges = Edges(image, spacing)
    draw = np.random.default_rng(7)
    turns = np.arange(anchors) / anchors * 2 * np.pi
    far = radius + draw.uniform(-2, 2, anchors)
    clicked = np.stack([MIDDLE[0] + far * np.sin(turns), MIDDLE[1] + far * np.cos(turns)], axis=1)
    pixels = [edges.snapped((row, column)) for row, column in clicked]
    pairs = zip(pixels, pixels[1:] + pixels[:1], strict=True)
    return np.concatenate([Wire(edges, start).way_to(end)[:-1] for start, end in pairs])


@pytest.mark.parametrize("noise", [0.0, 20.0, 40.0])
@pytest.mark.parametrize("anchors", [3, 6])
def test_the_wire_around_a_noisy_disc_follows_its_edge(noise: float, anchors: int) -> None:
    inside = disc(50)
    way = around(noisy(inside, noise), 50, anchors, (0.5, 0.5))
    off = np.abs(np.hypot(*(way - MIDDLE).T) - 50)
    assert np.median(off) <= 1
    assert np.percentile(off, 95) <= 2
    assert dice(polygon_mask(way, SHAPE), inside) >= 0.97


def test_a_faint_edge_counts_where_nothing_stronger_is_near() -> None:
    image = noisy(disc(40), 10).astype(float)
    image[:, :20] += 8000
    way = around(image, 40, 5, (0.5, 0.5))
    assert np.median(np.abs(np.hypot(*(way - MIDDLE).T) - 40)) <= 1


def test_every_way_is_connected_and_leads_from_the_anchor_to_the_mouse() -> None:
    image = np.random.default_rng(3).normal(0, 1, (400, 420))
    wire = Wire(Edges(image, (0.7, 0.5)), (12, 400))
    for to in ((15, 395), (12, 400), (380, 10), (100, 200), (399, 419), (-30, 500)):
        way = wire.way_to(to)
        assert way[0].tolist() == [12, 400]
        assert way[-1].tolist() == np.clip(to, 0, (399, 419)).tolist()
        assert np.abs(np.diff(way, axis=0)).max(initial=0) <= 1
        assert len(np.unique(way, axis=0)) == len(way)


def test_ways_over_several_windows_cost_no_more_than_a_search_of_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = noisy(disc(60), 15)
    edges = Edges(image, (0.5, 0.5))
    goal = (41, 108)
    monkeypatch.setattr("cxstage_core.reading.tools.live_wire.REACH_PX", 500)
    whole = Wire(edges, (161, 108)).way_to(goal)
    monkeypatch.setattr("cxstage_core.reading.tools.live_wire.REACH_PX", 35)
    in_parts = Wire(edges, (161, 108)).way_to(goal)
    off = [np.median(np.abs(np.hypot(*(way - MIDDLE).T) - 60)) for way in (whole, in_parts)]
    assert max(off) <= 1


def test_an_image_without_any_edge_gives_a_straight_way() -> None:
    way = Wire(Edges(np.full((60, 60), 7, np.uint16), (1.0, 1.0)), (30, 5)).way_to((30, 50))
    assert np.array_equal(way, [(30, column) for column in range(5, 51)])


# -- the adaptive brush


@pytest.mark.parametrize("noise", [0.0, 15.0, 30.0])
def test_the_adaptive_brush_stays_in_a_bright_disc(noise: float) -> None:
    inside = disc(30)
    image = noisy(inside, noise)
    painted = np.zeros(SHAPE, bool)
    for turn in np.linspace(0, 2 * np.pi, 40):
        at = (MIDDLE[0] + 22 * np.sin(turn), MIDDLE[1] + 22 * np.cos(turn))
        touched = Tip(12.0).swept(at, at, (0.5, 0.5), SHAPE)
        assert touched is not None
        assert (touched.on(SHAPE) & ~inside).any()
        painted |= similar_patch(image, at, touched, 3.0).on(SHAPE)
    ring = inside & ~disc(14)
    assert np.count_nonzero(painted & ~inside) <= 0.02 * painted.sum()
    assert np.count_nonzero(painted & ring) >= 0.95 * ring.sum()


def test_the_adaptive_brush_paints_all_of_an_even_area() -> None:
    image = noisy(np.zeros(SHAPE, bool), 20)
    touched = Tip(15.0).swept((90, 90), (90, 90), (0.5, 0.5), SHAPE)
    assert touched is not None
    found = similar_patch(image, (90, 90), touched, 4.0)
    assert found.inside.sum() >= 0.97 * touched.inside.sum()
    assert not (found.inside & ~touched.inside).any()


def test_the_adaptive_brush_takes_only_what_is_connected_with_its_centre() -> None:
    image = np.full(SHAPE, 100, np.int16)
    image[:, 100:103] = 900
    touched = Tip(20.0).swept((90, 92), (90, 92), (0.5, 0.5), SHAPE)
    assert touched is not None
    found = similar_patch(image, (90, 92), touched, 3.0).on(SHAPE)
    assert found[90, 80:98].all()
    assert not found[:, 100:].any()


@pytest.mark.parametrize("at", [(-1.0, 50.0), (0.0, 0.0), (199.4, 219.4), (203.0, 100.0)])
def test_the_adaptive_brush_works_at_the_border(at: tuple[float, float]) -> None:
    touched = Tip(12.0).swept(at, at, (0.5, 0.5), SHAPE)
    assert touched is not None
    found = similar_patch(noisy(disc(30), 10), at, touched, 3.0)
    assert not (found.inside & ~touched.inside).any()
    outside = not (0 <= round(at[0]) < SHAPE[0] and 0 <= round(at[1]) < SHAPE[1])
    assert found.inside.any() != outside


# -- a range of grey values


def test_a_range_holds_what_was_under_the_brush() -> None:
    inside = disc(40)
    image = noisy(inside, 10)
    touched = Tip(10.0).swept(MIDDLE, MIDDLE, (0.5, 0.5), SHAPE)
    assert touched is not None
    values = GreyRange.under(image, touched)
    assert values is not None
    assert BRIGHT - 25 < values.low < BRIGHT < values.high < BRIGHT + 25
    wide = Tip(50.0).swept(MIDDLE, MIDDLE, (0.5, 0.5), SHAPE)
    assert wide is not None
    found = values.of(image, wide).on(SHAPE)
    assert np.array_equal(found, wide.on(SHAPE) & (image >= values.low) & (image <= values.high))
    assert not (found & ~inside).any()


# -- region growing


def ball(noise: float) -> tuple[Volume, np.ndarray]:
    size, spacing = (15, 150, 160), (2.0, 0.6, 0.5)
    place = np.indices(size).astype(float)
    middle = (7, 75, 80)
    away = sum(((axis - at) * step) ** 2 for axis, at, step in zip(place, middle, spacing, strict=True))
    inside = away < 11.0**2
    draw = np.random.default_rng(1)
    image = np.where(inside, BRIGHT, DARK) + draw.normal(0, noise, size)
    return Volume(image.astype(np.int16), Grid.axial(size, spacing)), inside


@pytest.mark.parametrize("noise", [0.0, 20.0, 35.0])
def test_growing_recovers_a_noisy_disc_and_a_noisy_ball(noise: float) -> None:
    volume, inside = ball(noise)
    growth = Growth(volume, (7, 70, 86))
    flat = growth.grown(65.0, solid=False)
    assert not flat[[*range(7), *range(8, 15)]].any()
    assert dice(flat[7], inside[7]) >= 0.97
    assert dice(growth.grown(65.0, solid=True), inside) >= 0.97


def test_growing_in_windows_gives_the_region_of_the_whole_series(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    volume, _ = ball(30.0)
    seed = (7, 70, 86)
    for tolerance in (20.0, 50.0, 70.0, 90.0, 200.0):
        monkeypatch.setattr("cxstage_core.reading.tools.region_growing.FIRST_REACH", 4)
        in_windows = Growth(volume, seed).grown(tolerance, solid=True)
        monkeypatch.setattr("cxstage_core.reading.tools.region_growing.FIRST_REACH", 1000)
        assert np.array_equal(Growth(volume, seed).grown(tolerance, solid=True), in_windows)


def test_a_region_near_its_seed_is_the_same_at_once() -> None:
    volume, _ = ball(20.0)
    growth = Growth(volume, (7, 75, 80))
    near = growth.grown_near(60.0, solid=True)
    assert near is not None
    assert np.array_equal(near, growth.grown(60.0, solid=True))
    assert growth.grown_near(1e6, solid=True) is None
    assert growth.grown(1e6, solid=True).all()


def test_more_tolerance_never_takes_anything_away() -> None:
    volume, _ = ball(30.0)
    growth = Growth(volume, (7, 75, 80))
    before = growth.grown(5.0, solid=True)
    for tolerance in (15.0, 30.0, 60.0, 120.0):
        now = growth.grown(tolerance, solid=True)
        assert not (before & ~now).any()
        before = now


def test_the_spread_of_a_series_does_not_follow_single_voxels() -> None:
    volume, _ = ball(5.0)
    array = volume.array.copy()
    array[0, 0, 0] = 30_000
    assert 100 < grey_range(array) < 160

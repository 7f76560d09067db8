"""Maps lie where they should: on oblique, left-handed and anisotropic grids, in millimetres, in files."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.dataset import Preprocessing
from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.models.build import build
from cxstage_core.prediction.case import Case, StudyImages
from cxstage_core.prediction.explanation import HeatMap, input_place, write_heatmap
from cxstage_core.prediction.explanation.layers import LAYERS, Lattice, Place
from cxstage_core.prediction.explanation.occlusion import occlusions
from cxstage_core.prediction.explanation.regions import RIM_MM, regions_at, shares
from cxstage_core.text import text
from tests.core.prediction.small_cases import SMALL, case_of, lively, study

PIXELS = Lattice(0.0, 1.0)
"""Cells of one input pixel."""


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Axial grids in any pose: tilted by up to 20°, rows and columns exchanged and reversed, anisotropic."""
    angles = [np.radians(draw(st.floats(-11, 11))) for _ in range(3)]
    (cx, cy, cz), (sx, sy, sz) = np.cos(angles), np.sin(angles)
    turned = (
        np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
        @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        @ np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    )
    x, y, z = (turned[:, axis] for axis in range(3))
    rows, columns = (x, y) if draw(st.booleans()) else (y, x)
    signs = [draw(st.sampled_from([-1.0, 1.0])) for _ in range(3)]
    axes = [sign * axis for sign, axis in zip(signs, (z, rows, columns), strict=True)]
    spacing = (draw(st.floats(2, 7)), draw(st.floats(0.9, 2.2)), draw(st.floats(0.9, 2.2)))
    size = (5, int(150 / spacing[1]), int(150 / spacing[2]))
    origin = tuple(draw(st.floats(-100, 100)) for _ in range(3))
    return Grid.from_dict({"size": size, "spacing": spacing, "origin": origin, "direction": axes})


def heat_of(cells: np.ndarray, case: Case, key: str, lattice: Lattice = PIXELS) -> HeatMap:
    """A map with these cells."""
    return HeatMap(
        key,
        text("map"),
        text("given"),
        np.asarray(cells, dtype=np.float64),
        case.prepared.slice_indices,
        lattice,
        case.config.size_px,
        1,
    )


@settings(max_examples=25)
@given(grid=grids(), along=st.tuples(st.floats(-25, 25), st.floats(-25, 25)))
def test_what_is_bright_in_the_input_is_bright_at_its_place_in_the_patient(
    grid: Grid, along: tuple[float, float]
) -> None:
    """The world point of a mark that is painted into T2 is where a map of the network's own pixels puts it."""
    images = study(grid, middle_mm=along)
    case = case_of(images)
    outline = case.config.inputs.index("mask")
    heat = heat_of(case.prepared.array[:, outline], case, "layer")
    volume = heat.on_t2(case, images)
    assert volume.grid == grid
    assert volume.array.dtype == np.float32
    seen = np.isfinite(volume.array)
    assert set(np.flatnonzero(seen.any(axis=(1, 2)))) == set(case.prepared.slice_indices)
    outlined = images.outline.array > 0
    outlined[[n for n in range(grid.size[0]) if n not in case.prepared.slice_indices]] = False
    found = np.where(seen, volume.array, 0) > 0.5

    def middle(where: np.ndarray) -> np.ndarray:
        return grid.index_to_world(np.argwhere(where)).mean(axis=0)

    assert np.linalg.norm(middle(found) - middle(outlined)) < 1.0
    assert 2 * (found & outlined).sum() / (found.sum() + outlined.sum()) > 0.85


@settings(max_examples=25)
@given(grid=grids(), row=st.integers(0, 3), column=st.integers(0, 3))
def test_a_cell_keeps_its_edges_and_its_number(grid: Grid, row: int, column: int) -> None:
    """The voxels of a cell are those whose world place lies in its square, measured from the square's corner."""
    images = study(grid)
    case = case_of(images)
    cells = np.zeros((len(case.prepared.slice_indices), 4, 4))
    cells[:, row, column] = -0.75
    volume = heat_of(cells, case, "additive", Lattice.even(4, 64)).on_t2(case, images)
    place = input_place(case, images)
    corners = grid.index_to_world(np.concatenate([np.zeros((4, 1)), place.corners], axis=1))
    down, across = (corners[3] - corners[0]), (corners[1] - corners[0])
    side = case.config.fov_mm
    assert np.linalg.norm(down) == pytest.approx(side) and np.linalg.norm(across) == pytest.approx(side)
    # rows run to posterior (+y), columns to the patient's left (+x), whatever the pose of the series
    assert down[1] > 0.9 * side and across[0] > 0.9 * side
    points = grid.index_to_world(np.argwhere(np.isfinite(volume.array)))
    values = volume.array[np.isfinite(volume.array)]
    from_corner = points - corners[0]
    where = [from_corner @ axis / side**2 * 4 for axis in (down, across)]
    inside = (np.floor(where[0]) == row) & (np.floor(where[1]) == column)
    borderline = np.minimum(*(np.abs(own - np.round(own)) for own in where)) < 1e-6
    assert set(np.unique(values)) <= {np.float32(-0.75), np.float32(0)}
    assert np.array_equal((values != 0)[~borderline], inside[~borderline])


def test_the_input_is_found_where_it_was_cut() -> None:
    images = study(middle_mm=(9.0, -14.0))
    case = case_of(images)
    place = input_place(case, images)
    mask = place.window.sample(place.outline[list(place.slice_indices)])
    np.testing.assert_array_equal(mask, case.prepared.array[:, case.config.inputs.index("mask")])
    assert place.names == ("T2", "mask")
    assert place.channels is case.prepared.array


def test_borders_lie_between_centres_and_reach_the_edges() -> None:
    borders = Lattice(0.0, 32.0).borders(4, 128)
    np.testing.assert_allclose(borders, [-0.5, 16, 48, 80, 127.5])
    np.testing.assert_allclose(Lattice.even(4, 128).borders(4, 128), [-0.5, 31.5, 63.5, 95.5, 127.5])
    np.testing.assert_allclose(Lattice(7.0, 1.0).borders(1, 8), [-0.5, 7.5])


@pytest.mark.parametrize("family", ["resnet50", "regnety_032"])
def test_a_cell_is_centred_on_what_it_sees(family: str) -> None:
    """The middle of the input's pixels that move a cell, weighed by how much, is where the lattice puts it."""
    size = 160
    network = lively(build(family, channels=1, size_px=size), 1, 64)
    place: Place = LAYERS[family].heat
    cells = round(size / place.lattice.stride)
    cell = round(0.3 * cells)
    kept: list[torch.Tensor] = []
    network.get_submodule(place.layer).register_forward_hook(lambda _m, _g, output: kept.append(output))
    image = torch.randn(2, 1, size, size, generator=torch.Generator().manual_seed(0)).requires_grad_()
    network(image)
    (moves,) = torch.autograd.grad(kept[0][:, :, cell, cell].square().sum(), image)
    weight = moves.square().sum(dim=(0, 1)).numpy()
    found = [(weight.sum(axis=axis) * np.arange(size)).sum() / weight.sum() for axis in (1, 0)]
    nominal = Lattice.even(cells, size).centres(cells)[cell]
    assert found == pytest.approx([place.lattice.centres(cells)[cell]] * 2, abs=1.0)
    assert abs(found[0] - nominal) > place.lattice.stride / 4


@settings(max_examples=8)
@given(grid=grids())
def test_outline_and_rim_are_measured_in_millimetres(grid: Grid) -> None:
    """An even map has the shares of their areas; the rim is what lies at most 5 mm from an outlined voxel."""
    images = study(grid)
    case = case_of(images)
    place = input_place(case, images)
    outlined = grid.index_to_world(np.argwhere(images.outline.array > 0))
    inside = rim = 0
    for index in place.slice_indices:
        here = np.argwhere(np.ones(grid.size[1:], dtype=bool))
        points = grid.index_to_world(np.column_stack([np.full(len(here), index), here]))
        near = points[np.abs(points - outlined.mean(axis=0)).max(axis=1) < 25]
        gaps = np.linalg.norm(near[:, None] - outlined[None], axis=2).min(axis=1)
        inside += int((gaps < 1e-6).sum())
        rim += int(((gaps >= 1e-6) & (gaps <= RIM_MM)).sum())
    area = grid.spacing[1] * grid.spacing[2] / case.config.fov_mm**2 / len(place.slice_indices)
    even = np.ones((len(place.slice_indices), 64, 64))
    found = shares(even, regions_at(place))
    assert found is not None
    assert found[0] == pytest.approx(inside * area, rel=0.08, abs=1e-4)
    assert found[1] == pytest.approx(rim * area, rel=0.12, abs=2e-4)


def test_shares_of_heat_in_one_place() -> None:
    images = study(middle_mm=(9.0, -14.0))
    case = case_of(images)
    place = input_place(case, images)
    centre = np.zeros((3, 64, 64))
    centre[:, 32, 32] = 2.0  # the input is centred on the outline
    assert shares(centre, regions_at(place)) == pytest.approx((1.0, 0.0), abs=1e-6)
    corner = np.roll(centre, 20, axis=1)
    assert shares(corner, regions_at(place)) == (0.0, 0.0)
    assert shares(0 * centre, regions_at(place)) is None


def test_a_coarse_cell_is_spread_over_its_pixels_before_its_share_is_taken() -> None:
    images = study()
    case = case_of(images)
    heat = heat_of(np.ones((3, 4, 4)), case, "additive", Lattice(0.0, 16.0))
    assert heat.density().sum() == pytest.approx(48.0)
    np.testing.assert_allclose(heat.density()[:, :4, :4].sum(axis=(1, 2)), 16 / 64)
    np.testing.assert_allclose(heat.density()[:, :8, :8].sum(axis=(1, 2)), 1)


def test_a_map_is_written_in_the_patients_space(tmp_path: Path) -> None:
    import SimpleITK as sitk

    tilted = Grid.from_dict(
        {
            "size": (5, 80, 100),
            "spacing": (4.4, 1.7, 1.3),
            "origin": (40.0, -30.0, 12.0),
            "direction": [[0, -0.28, -0.96], [-1, 0, 0], [0, 0.96, -0.28]],
        }
    )
    assert np.linalg.det(np.asarray(tilted.direction)[::-1]) < 0  # left-handed
    images = study(tilted)
    case = case_of(images)
    cells = np.zeros((3, 8, 8))
    cells[1, 2, 5] = 3.0
    volume = heat_of(cells, case, "additive", Lattice.even(8, 64)).on_t2(case, images)
    file = tmp_path / "heat.nii.gz"
    write_heatmap(volume, file)
    picture = sitk.ReadImage(str(file))
    hot = tilted.index_to_world(np.argwhere(volume.array == 3.0))
    assert len(hot) > 10
    for point in hot[::7]:
        assert picture[picture.TransformPhysicalPointToIndex([float(v) for v in point])] == 3.0
    assert np.count_nonzero(sitk.GetArrayFromImage(picture) == 3.0) == len(hot)
    voxels = np.frombuffer(gzip.decompress(file.read_bytes())[352:], "<f4").reshape(tilted.size)
    np.testing.assert_array_equal(voxels, volume.array)
    assert np.isnan(voxels).any()  # not seen is not the same as no evidence
    write_heatmap(volume, tmp_path / "plain.nii")
    with pytest.raises(PredictionError, match=r"ends in \.nii"):
        write_heatmap(volume, tmp_path / "heat.png")


def test_what_is_taken_away_is_zero_there_and_nowhere_else() -> None:
    config = Preprocessing(size_px=64, channels=("T2", "T1", "mask"), neighbours=1)
    images = study(seed=3)
    t1 = Volume(images.t2.array[::-1].copy(), images.t2.grid)
    from cxstage_core.dataset.prepare import Further

    both = StudyImages(images.t2, {"T1": Further(t1)}, images.outline)
    case = case_of(both, config)
    seen: list[np.ndarray] = []

    def probability_of(array: np.ndarray) -> float:
        seen.append(array)
        return float(len(seen)) / 10

    rows = list(occlusions(case, input_place(case, both), probability_of))
    assert [one.key for one in rows] == ["tumour", "rim", "T1", "mask"]
    assert [round(one.change, 6) for one in rows] == [0.1, 0.2, 0.3, 0.4]
    whole, tumour, rim, t1_away, mask_away = seen
    names = case.config.inputs
    assert names == ("T2", "T2-1", "T2+1", "T1", "mask")
    outline = whole[:, 4]
    for channel in range(4):
        assert not tumour[:, channel][outline == 1].any() or channel in (1, 2)
        far = (outline == 0) & (rim[:, channel] == whole[:, channel])
        assert far.mean() > 0.7
        np.testing.assert_array_equal(tumour[:, 0][outline == 0], whole[:, 0][outline == 0])
    changed = [np.abs(one - whole).max(axis=(0, 2, 3)) > 0 for one in seen]
    assert changed[1].tolist() == changed[2].tolist() == [True] * 4 + [False]
    assert changed[3].tolist() == [False, False, False, True, False] and not t1_away[:, 3].any()
    assert changed[4].tolist() == [False] * 4 + [True] and not mask_away[:, 4].any()


def test_only_what_the_model_sees_is_taken_away() -> None:
    images = study()
    case = case_of(images, Preprocessing(size_px=64, channels=("T2",)))
    rows = list(occlusions(case, input_place(case, images), lambda _: 0.5))
    assert [one.key for one in rows] == ["tumour", "rim"]
    without_t1 = case_of(images, Preprocessing(size_px=64, channels=("T2", "T1", "mask")))
    rows = list(occlusions(without_t1, input_place(without_t1, images), lambda _: 0.5))
    assert [one.key for one in rows] == ["tumour", "rim", "mask"]
    assert SMALL.size_px == 64

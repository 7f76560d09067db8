"""Does the layer map of each family lie on what the network must look at?

Images of coarse noise, 134.4 mm wide at 128 px; in one class a patch of 40 mm at a random place has finer noise of the
same mean and spread, so that the brightness of the image shows nothing of the class. Each network is trained from
scratch on fresh images until its AUC on held-out images is .97 or more; then the share of the layer map in the cells
that touch the patch is averaged over held-out images of that class.
The same with random weights, and next to both the share of the image that these cells cover.
The trained networks also show whether ONNX Runtime gives PyTorch's logits of the held-out images.

Each family's figures are kept in build/heat_location.json as they come, so that a run may be stopped and continued;
`--again` begins anew. Names of families as arguments compute only these.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import gaussian_filter
from torch import nn

from cxstage_core.evaluation import auc
from cxstage_core.models import find_family
from cxstage_core.models.aggregation import Aggregation
from cxstage_core.models.build import build
from cxstage_core.models.families import PAPER
from cxstage_core.models.inference import logits_of
from cxstage_core.models.runtime.choice import difference, open_session, run_session
from cxstage_core.models.runtime.onnx_cache import export
from cxstage_core.prediction.explanation.layers import LAYERS, Lattice
from cxstage_core.prediction.explanation.maps import answer_of, layer_map_of
from cxstage_core.prediction.explanation.networks import Copied, private_copy

KEPT = Path("build/heat_location.json")
SIZE_PX, WIDE_MM, PATCH_MM = 128, 134.4, 40.0
ENOUGH_AUC = 0.97
HELD_OUT = 64
CHECKED = 24
Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Painted:
    """Images with their class and, in class 1, the patch.

    Args:
        array: (image, 1, row, column).
        labels: (image,), 0 or 1.
        middles: row and column of the patch, (image, 2); of class 0 where it would be.
        radius_px: of the patch.
    """

    array: Pixels
    labels: npt.NDArray[np.int64]
    middles: npt.NDArray[np.float64]
    radius_px: float


def paint(images: int, seed: int, size_px: int = SIZE_PX) -> Painted:
    """Paint images, every second one with the patch."""
    rng = np.random.default_rng(seed)
    radius = PATCH_MM / 2 / WIDE_MM * size_px
    coarse, fine = (_noise(rng, images, size_px, width) for width in (3.0, 1.0))
    labels = np.arange(images) % 2
    middles = rng.uniform(radius, size_px - 1 - radius, (images, 2))
    row, column = np.mgrid[:size_px, :size_px]
    distance = np.hypot(row - middles[:, :1, None], column - middles[:, 1:, None])
    patch = np.clip(radius - distance + 0.5, 0, 1) * labels[:, None, None]
    array = (coarse * np.sqrt(1 - patch) + fine * np.sqrt(patch))[:, None].astype(np.float32)
    return Painted(array, labels, middles, radius)


def _noise(
    rng: np.random.Generator, images: int, size_px: int, width: float
) -> npt.NDArray[np.float64]:
    """Smooth noise of mean 0 and spread 1; `width` is the standard deviation of the filter in pixels."""
    noise = gaussian_filter(rng.normal(size=(images, size_px, size_px)), (0, width, width))
    scaled: npt.NDArray[np.float64] = noise / noise.std()
    return scaled


def train(
    family: str,
    size_px: int = SIZE_PX,
    *,
    seconds: float = 3600.0,
    least_steps: int = 60,
    batch: int = 12,
) -> tuple[nn.Module, float, int]:
    """Train a network until it knows the class; return it with its AUC and the steps taken."""
    network = build(family, channels=1, size_px=size_px, seed=1).train()
    rate = 1e-4 if find_family(family).title == "ViT" else 1e-3
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    held_out = paint(HELD_OUT, 1_000_000, size_px)
    began, found, step = time.perf_counter(), 0.0, 0
    while time.perf_counter() - began < seconds:
        step += 1
        drawn = paint(batch, step, size_px)
        images = torch.from_numpy(drawn.array).to(memory_format=torch.channels_last)
        logits = network(images).flatten()
        loss = nn.functional.binary_cross_entropy_with_logits(
            logits, torch.from_numpy(drawn.labels).float()
        )
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 10 == 0 and step >= least_steps:
            found = auc(held_out.labels, logits_of(network, held_out.array)) or 0.0
            if found >= ENOUGH_AUC:
                break
    return network.eval(), found, step


def touched(
    lattice: Lattice, cells: int, size_px: int, middle: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.bool_]:
    """Return which cells touch the patch, bool (row, column)."""
    borders = lattice.borders(cells, size_px)
    gaps = [np.maximum(np.maximum(borders[:-1] - own, own - borders[1:]), 0) for own in middle]
    return np.asarray(np.hypot(gaps[0][:, None], gaps[1][None]) < radius)


def share_on_patch(family: str, network: nn.Module, size_px: int = SIZE_PX) -> tuple[float, float, int]:
    """Return the mean share of the layer map in the cells that touch the patch, that of their area, and the maps.

    An empty map counts as a share of 0.
    """
    painted = paint(2 * CHECKED, 2_000_000, size_px)
    layers = LAYERS[family]
    copied = Copied(private_copy(network), Aggregation(), layers, find_family(family).last_layer)
    shares, areas, empty = [], [], 0
    for number in np.flatnonzero(painted.labels):
        array = painted.array[number : number + 1]
        heat = layer_map_of(answer_of((copied,), array), array, (0,), 1)
        assert heat is not None
        cells = heat.evidence[0]
        touching = touched(
            layers.heat.lattice, len(cells), size_px, painted.middles[number], painted.radius_px
        )
        sides = np.diff(layers.heat.lattice.borders(len(cells), size_px)) / size_px
        areas.append(float((np.outer(sides, sides) * touching).sum()))
        shares.append(float((cells * touching).sum() / cells.sum()) if heat.empty is None else 0.0)
        empty += heat.empty is not None
    return float(np.mean(shares)), float(np.mean(areas)), empty


def onnx_difference(network: nn.Module, size_px: int = SIZE_PX) -> float:
    """Return the largest difference of both libraries' logits on held-out images, as `difference` has it."""
    images = paint(HELD_OUT, 1_000_000, size_px).array
    session = open_session(export(network, 1, size_px))
    return difference(logits_of(network, images), run_session(session, images))


def measure(family: str) -> dict[str, Any]:
    """Train one family and measure its maps, and those of random weights."""
    began = time.perf_counter()
    network, found, steps = train(family)
    trained_s = time.perf_counter() - began
    share, area, empty = share_on_patch(family, network)
    random, _, _ = share_on_patch(family, build(family, channels=1, size_px=SIZE_PX, seed=2).eval())
    return {
        "auc": found,
        "steps": steps,
        "train_s": trained_s,
        "share": share,
        "random_share": random,
        "area": area,
        "empty": empty,
        "maps": CHECKED,
        "onnx_difference": onnx_difference(network),
    }


def main(arguments: list[str], show: Callable[[str], object] = sys.stderr.write) -> None:
    """Measure every family, or those named, and print one JSON object."""
    torch.set_num_threads(1)
    kept: dict[str, Any] = {}
    if KEPT.is_file() and "--again" not in arguments:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
    wanted = [name for name in arguments if not name.startswith("-")] or list(PAPER)
    for family in wanted:
        if family not in kept:
            kept[family] = measure(family)
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        show(f"{family}: {json.dumps(kept[family])}\n")
    done = [kept[family] for family in wanted]
    figures = {
        "lowest_share": min(one["share"] for one in done),
        "highest_random_share": max(one["random_share"] for one in done),
        "largest_onnx_difference": max(one["onnx_difference"] for one in done),
        "lowest_auc": min(one["auc"] for one in done),
        "seconds": sum(one["train_s"] for one in done),
        "families": {family: kept[family] for family in wanted},
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

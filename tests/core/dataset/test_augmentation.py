"""What was drawn is data: it replays, keeps the mask honest, and never turns a patient upside down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from cxstage_core.dataset import Augmentation, augment, draw
from cxstage_core.dataset.acquisition_shift import Extent

EXTENT = Extent(134.4, 48)
SHIFTS = {"bias_field": 0.5, "blur_mm": 10.0, "noise": 0.5}


def batch(n: int = 4, size: int = 48) -> torch.Tensor:
    rows, columns = np.indices((size, size)) - (size - 1) / 2
    blob = (np.hypot(rows, columns) < 10).astype(np.float32)
    image = (rows / size + 0.3 * columns / size - blob).astype(np.float32)
    return torch.from_numpy(np.stack([np.stack([image, -image, blob])] * n))


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_the_same_seed_gives_the_same_images() -> None:
    images = batch()
    first = augment(images, draw(Augmentation(), 4, generator(7)))
    second = augment(images, draw(Augmentation(), 4, generator(7)))
    other = augment(images, draw(Augmentation(), 4, generator(8)))
    torch.testing.assert_close(first, second, rtol=0, atol=0)
    assert not torch.allclose(first, other)
    torch.testing.assert_close(images, batch(), rtol=0, atol=0)


def test_switched_off_it_changes_nothing() -> None:
    images = batch()
    torch.testing.assert_close(
        augment(images, draw(Augmentation.off(), 4, generator(1))), images, rtol=0, atol=1e-5
    )


def test_intensities_never_touch_the_mask() -> None:
    config = Augmentation(0, 0, False, 0, 0, 0.5, 0.5, 0.5, 0)
    images = batch()
    found = augment(images, draw(config, 4, generator(2)))
    torch.testing.assert_close(found[:, 2], images[:, 2], rtol=0, atol=1e-5)
    assert (found[:, 0] - images[:, 0]).abs().max() > 0.05
    assert (found[:, 0] - found[:1, 0]).abs().max() > 0.05


def test_the_mask_moves_with_the_image_and_keeps_its_size() -> None:
    images = batch(64)
    found = augment(images, draw(Augmentation(brightness=0, contrast=0, gamma=0), 64, generator(3)))
    area = found[:, 2].sum(dim=(1, 2)) / images[:, 2].sum(dim=(1, 2))
    assert 0.8 < float(area.min()) < 1 < float(area.max()) < 1.25
    inside = found[:, 2] > 0.99
    outside = (found[:, 2] == 0) & (found[:, 0] != 0)
    assert found[:, 0][inside].mean() < found[:, 0][outside].mean() - 0.5


def test_posterior_stays_below() -> None:
    found = augment(batch(200), draw(Augmentation(), 200, generator(4)))[:, 0]
    assert bool((found[:, 30:44].mean(dim=(1, 2)) > found[:, 4:18].mean(dim=(1, 2))).all())


def test_left_and_right_are_exchanged_in_half_of_the_images() -> None:
    config = Augmentation(0, 0, True, 0, 0, 0, 0, 0, 0)
    images = batch(400)
    found = augment(images, draw(config, 400, generator(5)))
    mirrored = (found - images.flip(3)).abs().amax(dim=(1, 2, 3)) < 1e-4
    same = (found - images).abs().amax(dim=(1, 2, 3)) < 1e-4
    assert bool((mirrored ^ same).all())
    assert 150 < int(mirrored.sum()) < 250


def test_a_dropped_or_missing_t1_is_empty() -> None:
    images = batch(100)
    found = augment(images, draw(Augmentation(modality_dropout=0.5), 100, generator(6)))
    empty = found[:, 1].abs().amax(dim=(1, 2)) == 0
    assert 30 < int(empty.sum()) < 70
    assert bool((found[:, 0].abs().amax(dim=(1, 2)) > 0).all())
    missing = images.clone()
    missing[:, 1] = 0
    assert not augment(missing, draw(Augmentation(), 100, generator(6)))[:, 1].any()


def test_channels_may_be_fewer() -> None:
    images = batch()[:, [0, 2]]
    draws = draw(Augmentation(modality_dropout=1.0), 4, generator(1), channels=("T2", "mask"))
    assert augment(images, draws).abs().sum() > 0
    assert bool((draws.keep == 1).all())


def test_the_papers_draws_stay_what_they_were() -> None:
    config, n, source = Augmentation(), 3, generator(7)

    def uniform(high: float, *shape: int) -> torch.Tensor:
        return (torch.rand(*shape, generator=source) * 2 - 1) * high

    angle, zoom = torch.deg2rad(uniform(15.0, n)), 1 + uniform(0.1, n)
    shift = 2 * uniform(0.05, n, 2) + uniform(0.1, n, 2)
    mirror = torch.where(torch.rand(n, generator=source) < 0.5, -1.0, 1.0)
    keep = torch.rand(n, 1, generator=source) < 0.1
    brightness, contrast = uniform(0.2, n, 3), 1 + uniform(0.2, n, 3)
    gamma = torch.exp(uniform(0.2, n, 3))
    cosine, sine = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    first = torch.stack([mirror * cosine, mirror * sine, shift[:, 0]], dim=1)
    second = torch.stack([-sine, cosine, shift[:, 1]], dim=1)
    found = draw(config, n, generator(7), extent=EXTENT)
    assert torch.equal(found.affine, torch.stack([first, second], dim=1))
    assert torch.equal(found.brightness, brightness)
    assert torch.equal(found.contrast, contrast)
    assert torch.equal(found.gamma, gamma)
    assert torch.equal(found.keep[:, 1:2], 1 - keep.float())
    assert found.shift is None
    more = draw(replace(config, **SHIFTS), n, generator(7), extent=EXTENT)
    assert torch.equal(more.affine, found.affine)
    assert torch.equal(more.gamma, gamma)


def test_a_change_in_mm_is_the_same_at_every_size() -> None:
    config = replace(Augmentation.off(), translation_mm=20.0, bending_mm=5.0)
    small, large = (draw(config, 50, generator(3), extent=Extent(100.0, px)) for px in (32, 96))
    assert torch.equal(small.affine, large.affine)
    assert 19.0 < 50 * float(small.affine[:, :, 2].abs().max()) <= 20.0
    assert small.shift is not None and large.shift is not None
    assert small.shift.bending is not None and large.shift.bending is not None
    assert torch.equal(small.shift.bending, large.shift.bending)
    assert 4.5 < 50 * float(small.shift.bending.abs().max()) <= 5.0
    with pytest.raises(ValueError, match="extent"):
        draw(config, 1, generator(3))


@pytest.mark.parametrize("name", list(SHIFTS))
def test_another_scanner_changes_each_image_and_never_the_mask_or_a_missing_channel(name: str) -> None:
    config = replace(Augmentation.off(), **{name: SHIFTS[name]})
    images = batch(6)
    images[:, 1] = 0
    found = augment(images, draw(config, 6, generator(2), extent=EXTENT))
    again = augment(images, draw(config, 6, generator(2), extent=EXTENT))
    assert torch.equal(found, again)
    torch.testing.assert_close(found[:, 2], images[:, 2], rtol=0, atol=1e-5)
    assert not found[:, 1].any()
    change = (found[:, 0] - images[:, 0]).abs().amax(dim=(1, 2))
    assert int((change > 0.02).sum()) >= 4
    assert len(change.unique()) >= 5


def test_blur_smooths_and_a_bias_field_varies_slowly() -> None:
    images = torch.randn(4, 3, 48, 48, generator=generator(1))
    off = Augmentation.off()
    blur = augment(images, draw(replace(off, blur_mm=8.0), 4, generator(2), extent=EXTENT))
    assert bool((blur[:, 0].std(dim=(1, 2)) < images[:, 0].std(dim=(1, 2))).all())
    flat = torch.ones(4, 3, 48, 48)
    flat[:, :, 0, 0] = 0.0  # an image without any contrast counts as missing
    field = augment(flat, draw(replace(off, bias_field=0.5), 4, generator(2), extent=EXTENT))[:, 0]
    inner = field[:, 4:, 4:]
    assert float((inner[:, 1:] - inner[:, :-1]).abs().max()) < 0.1
    assert float((inner.amax(dim=(1, 2)) - inner.amin(dim=(1, 2))).min()) > 0.1


def test_bending_moves_the_mask_with_the_image() -> None:
    images = batch(8)
    images[:, 0] = images[:, 2]
    config = replace(Augmentation.off(), bending_mm=8.0)
    found = augment(images, draw(config, 8, generator(4), extent=EXTENT))
    torch.testing.assert_close(found[:, 0], found[:, 2], rtol=0, atol=1e-4)
    assert float((found[:, 2] - images[:, 2]).abs().amax(dim=(1, 2)).min()) > 0.3

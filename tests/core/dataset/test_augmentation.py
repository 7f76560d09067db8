"""What was drawn is data: it replays, keeps the mask honest, and never turns a patient upside down."""

from __future__ import annotations

import numpy as np
import torch

from cxstage_core.dataset import Augmentation, augment, draw


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

"""What others train with: a DataLoader with torchvision's transforms, and MONAI's CacheDataset.

Both are given the slices ready in memory and vary the same things over the same ranges as our
augmentation, one image at a time in worker processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from cxstage_core.dataset import Augmentation

Loader = Iterable[tuple[torch.Tensor, torch.Tensor]]
Pair = tuple[torch.Tensor, torch.Tensor]
CHANNELS = 3


def noise(slices: int, size: int) -> list[torch.Tensor]:
    """Images of three channels, each (channel, row, column), between 0 and 1."""
    draw = np.random.default_rng(5)
    return [
        torch.from_numpy(draw.random(size=(CHANNELS, size, size), dtype=np.float32))
        for _ in range(slices)
    ]


class Slices(Dataset[Pair]):
    """Images in memory, changed one by one as they are asked for."""

    def __init__(
        self, images: list[torch.Tensor], change: Callable[[torch.Tensor], torch.Tensor]
    ) -> None:
        self.images, self.change = images, change

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Pair:
        """A changed image and its label."""
        return self.change(self.images[index]), torch.tensor(float(index % 2))


def torchvision_loader(slices: int, size: int, batch: int, workers: int) -> Loader:
    """torchvision's transforms in worker processes."""
    from torchvision.transforms import v2

    ours = Augmentation()
    change = v2.Compose(
        [
            v2.RandomHorizontalFlip(0.5 if ours.flip else 0.0),
            v2.RandomAffine(
                ours.rotation_deg,
                translate=(ours.translation, ours.translation),
                scale=(1 - ours.scale, 1 + ours.scale),
                interpolation=v2.InterpolationMode.BILINEAR,
            ),
            v2.ColorJitter(brightness=ours.brightness, contrast=ours.contrast),
        ]
    )
    return _loader(Slices(noise(slices, size), change), batch, workers)


def monai_loader(slices: int, size: int, batch: int, workers: int) -> Loader | None:
    """MONAI's CacheDataset with its transforms; None where MONAI is not installed."""
    try:
        from monai.data import CacheDataset
        from monai.transforms import Compose, RandAdjustContrast, RandAffine, RandFlip
    except ImportError:
        return None
    ours = Augmentation()
    shift = ours.translation * size
    change: Any = Compose(
        [
            RandFlip(prob=0.5 if ours.flip else 0.0, spatial_axis=1),
            RandAffine(
                prob=1.0,
                rotate_range=float(np.deg2rad(ours.rotation_deg)),
                translate_range=(shift, shift),
                scale_range=(ours.scale, ours.scale),
                padding_mode="zeros",
            ),
            RandAdjustContrast(prob=1.0, gamma=(1 - ours.gamma, 1 + ours.gamma)),
        ]
    )
    cached: Any = CacheDataset(data=noise(slices, size), transform=change, progress=False)
    return _loader(Labelled(cached), batch, workers)


class Labelled(Dataset[Pair]):
    """Images of another dataset with labels."""

    def __init__(self, images: Any) -> None:
        self.images = images

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Pair:
        """An image as a plain tensor and its label."""
        image = torch.as_tensor(self.images[index])
        plain = image.as_tensor() if hasattr(image, "as_tensor") else image
        return plain, torch.tensor(float(index % 2))


def _loader(data: Dataset[Pair], batch: int, workers: int) -> Loader:
    return DataLoader(
        data,
        batch_size=batch,
        shuffle=True,
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
        persistent_workers=True,
    )

"""The training slices, once on the device, and the batches that an epoch makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from cxstage_core.dataset import Augmentation, augment, epoch_order
from cxstage_core.dataset.acquisition_shift import Extent
from cxstage_core.dataset.augmentation import draw
from cxstage_core.models.inference import memory_layout

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SlicePool:
    """Every slice of the patients to learn from.

    Args:
        images: (slice, channel, row, column) on the device, as it likes them to lie; None where they lie
            in a file.
        arrays: one (slice, channel, row, column) per patient, where they lie in a file; else empty.
        first_of_patient: number of each patient's first slice.
        labels: (slice,) 0 or 1, on the device.
        patient_of_slice, label_of_slice: (slice,) the same for drawing, in memory.
        channels: names of the channels.
        side_mm: side of the field of view; 0 where it is not known.
    """

    images: torch.Tensor | None
    arrays: Sequence[npt.NDArray[np.float32]]
    first_of_patient: Indices
    labels: torch.Tensor
    patient_of_slice: Indices
    label_of_slice: Indices
    channels: tuple[str, ...]
    side_mm: float = 0.0

    def __len__(self) -> int:
        return len(self.patient_of_slice)

    @property
    def device(self) -> torch.device:
        """Device of the batches."""
        return self.labels.device

    def take(self, part: Indices) -> torch.Tensor:
        """Return some slices, (n, channel, row, column), on the device."""
        if self.images is not None:
            return self.images[torch.from_numpy(part).to(self.device, non_blocking=True)]
        owners = self.patient_of_slice[part]
        within = part - self.first_of_patient[owners]
        read = np.stack([self.arrays[p][k] for p, k in zip(owners, within, strict=True)])
        return torch.from_numpy(read).to(self.device)


def make_pool(
    arrays: Sequence[npt.NDArray[np.float32]],
    labels: Sequence[int],
    channels: tuple[str, ...],
    device: torch.device,
    side_mm: float = 0.0,
) -> SlicePool:
    """Lay the patients' slices side by side on the device; those that lie in a file stay there.

    Args:
        arrays: one (slice, channel, row, column) per patient.
        labels: one per patient.
        side_mm: as in `SlicePool`.
    """
    counts = [len(array) for array in arrays]
    label_of_slice = np.repeat(np.asarray(labels, dtype=np.int64), counts)
    in_file = any(isinstance(array, np.memmap) for array in arrays)
    images = None
    if not in_file:
        images = torch.from_numpy(np.concatenate(arrays)).to(
            device=device, memory_format=memory_layout(device)
        )
    return SlicePool(
        images=images,
        arrays=arrays if in_file else (),
        first_of_patient=np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64),
        labels=torch.from_numpy(label_of_slice).to(device=device, dtype=torch.float32),
        patient_of_slice=np.repeat(np.arange(len(arrays), dtype=np.int64), counts),
        label_of_slice=label_of_slice,
        channels=channels,
        side_mm=side_mm,
    )


def batches(order: Indices, size: int) -> list[Indices]:
    """Cut an epoch's order into batches; a last batch of one joins the one before.

    Batch normalisation cannot learn from one image.
    """
    cuts = list(range(size, len(order), size))
    if cuts and len(order) - cuts[-1] == 1:
        cuts.pop()
    return [part.astype(np.int64) for part in np.split(order, cuts)]


def steps_per_epoch(slices: int, size: int) -> int:
    """Return the number of batches in an epoch."""
    return len(batches(np.arange(slices, dtype=np.int64), size))


def epoch_batches(
    pool: SlicePool,
    *,
    size: int,
    balance: bool,
    augmentation: Augmentation,
    seed: int,
    epoch: int,
    mixup: float = 0.0,
    smoothing: float = 0.0,
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Draw an epoch: it depends on (seed, epoch) alone, so that it can be replayed after a kill.

    Args:
        epoch: 0-based.
        mixup: parameter of the Beta distribution; 0 blends nothing.
        smoothing: share of a label that is spread over both groups.

    Yields:
        Images (n, channel, row, column), as the device likes them to lie, and labels (n,) from 0 to 1.
    """
    order = epoch_order(
        pool.patient_of_slice,
        pool.label_of_slice,
        balance=balance,
        generator=np.random.default_rng([seed, epoch]),
    )
    generator = torch.Generator().manual_seed((seed << 20) + epoch)
    # A stream of its own: the same slices are drawn and changed alike with mixup and without.
    blending = np.random.default_rng([seed, epoch, 1])
    still = augmentation == Augmentation.off()
    for part in batches(order, size):
        images = pool.take(part)
        if not still:
            extent = Extent(pool.side_mm, images.shape[-1]) if pool.side_mm else None
            images = augment(images, draw(augmentation, len(part), generator, pool.channels, extent))
        labels = pool.labels[torch.from_numpy(part).to(pool.device)]
        if mixup:
            images, labels = blend(images, labels, mixup, blending)
        if smoothing:
            labels = labels * (1.0 - smoothing) + 0.5 * smoothing
        yield images.contiguous(memory_format=memory_layout(pool.device)), labels


def blend(
    images: torch.Tensor, labels: torch.Tensor, strength: float, generator: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Blend each image and its label with another of the batch (mixup; Zhang et al. 2018).

    Each keeps at least half of itself. The partner may be of either group; the label states how much.

    Args:
        images: (n, channel, row, column).
        labels: (n,).
        strength: both parameters of the Beta distribution.
    """
    n = len(labels)
    share = generator.beta(strength, strength, n)
    own = torch.from_numpy(np.maximum(share, 1.0 - share)).to(images.device, images.dtype)
    partner = torch.from_numpy(generator.permutation(n)).to(images.device)
    mixed = torch.lerp(images[partner], images, own[:, None, None, None])
    return mixed, torch.lerp(labels[partner], labels, own)

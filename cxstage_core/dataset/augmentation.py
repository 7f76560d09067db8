"""Random changes of the training images: settings, drawing, and applying, each for itself.

What was drawn is data: it can be stored, replayed and tested. Drawing needs no images, applying
needs no randomness, and runs on the device where the images are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from cxstage_core.dataset.preprocessing import CHANNELS
from cxstage_core.errors import DatasetError

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far training images are changed; never a vertical flip, never a hue.

    Geometry moves all channels together at a nearly fixed scale; intensities change each image
    channel for itself and never the mask.

    Args:
        rotation_deg: largest angle, either way.
        translation: largest shift along each axis, as a share of the side.
        flip: left and right are exchanged in half of the images.
        scale: largest change of size, 0.1 is ±10 %.
        crop: a window smaller by this share of the side is placed at random; at a fixed field of
            view this is one more shift, of up to half of it, with zeros where nothing is known.
        brightness: largest change, in standard deviations of the body.
        contrast: largest relative change.
        gamma: largest exponent's logarithm, 0.2 is an exponent from 0.82 to 1.22.
        modality_dropout: chance that an image loses its T1 channel, so that a model also learns to
            do without.

    Raises:
        DatasetError: a value outside its range.
    """

    rotation_deg: float = 15.0
    translation: float = 0.05
    flip: bool = True
    scale: float = 0.1
    crop: float = 0.1
    brightness: float = 0.2
    contrast: float = 0.2
    gamma: float = 0.2
    modality_dropout: float = 0.1

    def __post_init__(self) -> None:
        limits = {"rotation_deg": 45.0, "translation": 0.5, "scale": 0.5, "crop": 0.5}
        limits |= {"brightness": 3.0, "contrast": 0.9, "gamma": 1.5, "modality_dropout": 1.0}
        for name, high in limits.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and 0 <= value <= high):
                raise DatasetError(
                    "The augmentation setting {name} = {value} is outside 0 to {high}.",
                    name=name,
                    value=value,
                    high=high,
                )

    @classmethod
    def off(cls) -> Augmentation:
        """No change at all."""
        return cls(0.0, 0.0, False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Augmentation:
        """The inverse of `to_dict`.

        Raises:
            DatasetError: a setting is missing, unknown or unusable.
        """
        names = {field.name for field in fields(cls)}
        if set(data) != names:
            raise DatasetError(
                "The augmentation settings do not match this program: {names}.",
                names=", ".join(sorted(names.symmetric_difference(data))),
            )
        values: dict[str, Any] = {name: float(value) for name, value in data.items()}
        return cls(**{**values, "flip": bool(data["flip"])})


@dataclass(frozen=True, slots=True)
class Draws:
    """What was drawn for n images.

    Args:
        affine: (n, 2, 3) from output to input positions, in units of half the side (x, y).
        images: numbers of the channels whose intensities change: all but the mask.
        brightness, contrast, gamma: (n, channels); 0, 1 and 1 change nothing.
        keep: (n, channels) 1, or 0 where a channel is dropped.
    """

    affine: torch.Tensor
    images: tuple[int, ...]
    brightness: torch.Tensor
    contrast: torch.Tensor
    gamma: torch.Tensor
    keep: torch.Tensor


def draw(
    config: Augmentation,
    n: int,
    generator: torch.Generator,
    channels: Sequence[str] = CHANNELS,
) -> Draws:
    """Draw the changes of n images; the same generator state gives the same draws.

    Args:
        generator: on the CPU.
        channels: names of the images' channels, in order.
    """
    import torch

    def uniform(high: float, *shape: int) -> torch.Tensor:
        return (torch.rand(*shape, generator=generator) * 2 - 1) * high

    angle = torch.deg2rad(uniform(config.rotation_deg, n))
    zoom = 1 + uniform(config.scale, n)
    shift = 2 * uniform(config.translation, n, 2) + uniform(config.crop, n, 2)
    mirror = torch.where(
        (torch.rand(n, generator=generator) < 0.5) & torch.tensor(config.flip), -1.0, 1.0
    )
    cosine, sine = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    first = torch.stack([mirror * cosine, mirror * sine, shift[:, 0]], dim=1)
    second = torch.stack([-sine, cosine, shift[:, 1]], dim=1)
    count = len(channels)
    dropped = torch.rand(n, 1, generator=generator) < config.modality_dropout
    droppable = torch.tensor([[name == "T1" for name in channels]])
    return Draws(
        affine=torch.stack([first, second], dim=1),
        images=tuple(i for i, name in enumerate(channels) if name != "mask"),
        brightness=uniform(config.brightness, n, count),
        contrast=1 + uniform(config.contrast, n, count),
        gamma=torch.exp(uniform(config.gamma, n, count)),
        keep=1 - (dropped & droppable).float(),
    )


def augment(batch: torch.Tensor, draws: Draws) -> torch.Tensor:
    """Change a batch as drawn: intensities, then geometry, then dropped channels.

    Args:
        batch: float32 (n, channel, row, column) on any device; it is left as it was.
        draws: of n images with the same channels.

    Returns:
        A new batch; 0 where an image was moved in from outside. A channel that is all 0 (a missing
        series) stays all 0.
    """
    import torch
    from torch.nn.functional import affine_grid, grid_sample

    affine, brightness, contrast, gamma, keep = (
        value.to(batch.device, batch.dtype, non_blocking=True)
        for value in (draws.affine, draws.brightness, draws.contrast, draws.gamma, draws.keep)
    )
    changed = batch.clone(memory_format=torch.contiguous_format)
    for channel in draws.images:
        image = changed[:, channel]
        low, high = image.amin(dim=(1, 2)), image.amax(dim=(1, 2))
        there = (high > low).to(batch.dtype)
        width = (high - low).clamp_min(1e-6)
        share = image.sub_(low[:, None, None]).div_(width[:, None, None]).clamp_min_(1e-6)
        share.log_().mul_(gamma[:, channel, None, None]).exp_()
        size = width * contrast[:, channel] * there
        level = (low * contrast[:, channel] + brightness[:, channel]) * there
        share.mul_(size[:, None, None]).add_(level[:, None, None])
    grid = affine_grid(affine, list(batch.shape), align_corners=False)
    moved = grid_sample(changed, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return moved.mul_(keep[:, :, None, None])

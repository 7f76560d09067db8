"""Random changes of the training images: settings, drawing, and applying, each for itself.

What was drawn is data: it can be stored, replayed and tested. Drawing needs no images, applying
needs no randomness, and runs on the device where the images are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from cxstage_core.dataset.acquisition_shift import (
    Extent,
    ShiftDraws,
    blurred,
    draw_shift,
    smooth_field,
)
from cxstage_core.dataset.preprocessing import CHANNELS
from cxstage_core.dataset.roles import OPTIONAL, ROLES
from cxstage_core.errors import CxStageError, DatasetError
from cxstage_core.settings import SettingsGroup, check_settings, read_settings, setting
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Augmentation(SettingsGroup):
    """How far training images are changed; never a vertical flip, never a hue.

    Geometry moves all channels together at a nearly fixed scale; intensities change each image
    channel for itself and never the mask.

    Raises:
        DatasetError: a value outside its limits.
    """

    TITLE: ClassVar[Text] = text("augmentation")
    ERROR: ClassVar[type[CxStageError]] = DatasetError

    rotation_deg: float = setting(
        15.0, "Rotation ±", "Largest angle, either way.", high=45.0, unit="°", decimals=0, step=1
    )
    translation: float = setting(
        0.05,
        "Shift ±",
        "Largest shift along each axis, as a share of the side.",
        high=0.5,
        percent=True,
    )
    flip: bool = setting(
        True, "Exchange left and right", "Left and right are exchanged in half of the images."
    )
    scale: float = setting(0.1, "Size ±", "Largest change of size.", high=0.5, percent=True)
    crop: float = setting(
        0.1,
        "Random crop",
        "A window smaller by this share of the side is placed at random. At a fixed field of view this is "
        "one more shift, of up to half of it, with zeros where nothing is known.",
        high=0.5,
        percent=True,
    )
    brightness: float = setting(
        0.2,
        "Brightness ±",
        "Largest change, in standard deviations of the body.",
        high=3.0,
        unit=" SD",
        step=0.05,
    )
    contrast: float = setting(0.2, "Contrast ±", "Largest relative change.", high=0.9, percent=True)
    gamma: float = setting(
        0.2,
        "Gamma ±",
        "Largest logarithm of the exponent: 0.2 is an exponent from 0.82 to 1.22.",
        high=1.5,
        step=0.05,
    )
    modality_dropout: float = setting(
        0.1,
        "Channels left out",
        "Probability that an image loses its T1 channel, and each other channel that a patient may lack, so that "
        "a network also learns to do without.",
        high=1.0,
        percent=True,
    )
    translation_mm: float = setting(
        0.0,
        "Shift ± (mm)",
        "Largest further shift along each axis, in mm of the field of view.",
        high=100.0,
        unit=" mm",
        decimals=1,
        step=1,
        safe_default=0.0,
    )
    bending_mm: float = setting(
        0.0,
        "Bending ±",
        "Largest displacement of a soft bending of the tissue, outline included.",
        high=30.0,
        unit=" mm",
        decimals=1,
        step=1,
        safe_default=0.0,
    )
    bias_field: float = setting(
        0.0,
        "Bias field ±",
        "Largest logarithm of a factor that varies slowly over the image, as a coil's sensitivity does: 0.3 "
        "is a factor from 0.74 to 1.35.",
        high=2.0,
        step=0.05,
        safe_default=0.0,
    )
    blur_mm: float = setting(
        0.0,
        "Blur",
        "Largest standard deviation of a Gaussian blur, as of a coarser acquisition.",
        high=10.0,
        unit=" mm",
        decimals=1,
        step=0.1,
        safe_default=0.0,
    )
    noise: float = setting(
        0.0,
        "Noise",
        "Largest standard deviation of added noise, in standard deviations of the body.",
        high=3.0,
        unit=" SD",
        step=0.05,
        safe_default=0.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def shifts_acquisition(self) -> bool:
        """Return True if anything of another scanner is drawn."""
        return any((self.bending_mm, self.bias_field, self.blur_mm, self.noise))

    @classmethod
    def off(cls) -> Augmentation:
        """No change at all."""
        return cls(0.0, 0.0, False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, also of an older version.

        Raises:
            DatasetError: a setting is unknown, unusable, or missing without a safe default.
        """
        return read_settings(cls, data)


PRESETS: Mapping[str, Augmentation] = MappingProxyType(
    {
        "off": Augmentation.off(),
        "light": Augmentation(7.5, 0.025, True, 0.05, 0.05, 0.1, 0.1, 0.1, 0.05),
        "paper": Augmentation(),
        "strong": Augmentation(25.0, 0.1, True, 0.2, 0.2, 0.4, 0.4, 0.4, 0.2),
    }
)
"""Augmentations by the names that a search uses."""


PHYSICAL_SHARE = 0.25
"""Of the changes of brightness, contrast and gamma, for a channel with a physical scale (ADC)."""


@dataclass(frozen=True, slots=True)
class Draws:
    """What was drawn for n images.

    Args:
        affine: (n, 2, 3) from output to input positions, in units of half the side (x, y).
        images: numbers of the channels whose intensities change: all but the mask.
        brightness, contrast, gamma: (n, channels); 0, 1 and 1 change nothing.
        keep: (n, channels) 1, or 0 where a channel is dropped.
        shift: what looks like another scanner; None where all of it is off.
    """

    affine: torch.Tensor
    images: tuple[int, ...]
    brightness: torch.Tensor
    contrast: torch.Tensor
    gamma: torch.Tensor
    keep: torch.Tensor
    shift: ShiftDraws | None = None


def draw(
    config: Augmentation,
    n: int,
    generator: torch.Generator,
    channels: Sequence[str] = CHANNELS,
    extent: Extent | None = None,
) -> Draws:
    """Draw the changes of n images; the same generator state gives the same draws.

    Args:
        generator: on the CPU.
        channels: names of the images' channels, in order; the neighbours of a T2 slice change as it does.
        extent: of the images; needed where a change is in mm, or depends on the place in the image.

    Raises:
        ValueError: the extent is needed and not given.
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
    count = len(channels)
    dropped = torch.rand(n, 1, generator=generator) < config.modality_dropout
    droppable = torch.tensor([[name == "T1" for name in channels]])
    size = torch.tensor([intensity_share(name) for name in channels])
    like = [channels.index("T2") if name.startswith("T2") else i for i, name in enumerate(channels)]
    brightness = uniform(config.brightness, n, count)[:, like] * size
    contrast = 1 + uniform(config.contrast, n, count)[:, like] * size
    gamma = torch.exp(uniform(config.gamma, n, count)[:, like] * size)
    # What came later is drawn last, so that older settings draw what they always drew.
    shifted = None
    if config.translation_mm or config.shifts_acquisition:
        if extent is None:
            raise ValueError("a change in mm needs the extent of the images")
        if config.translation_mm:
            shift = shift + 2 * uniform(config.translation_mm / extent.side_mm, n, 2)
        shifted = draw_shift(
            n,
            count,
            generator,
            extent,
            bending_mm=config.bending_mm,
            bias=config.bias_field,
            blur_mm=config.blur_mm,
            noise=config.noise,
        ).of_channels(like, size)
    cosine, sine = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    first = torch.stack([mirror * cosine, mirror * sine, shift[:, 0]], dim=1)
    second = torch.stack([-sine, cosine, shift[:, 1]], dim=1)
    drawn = Draws(
        affine=torch.stack([first, second], dim=1),
        images=tuple(i for i, name in enumerate(channels) if name != "mask"),
        brightness=brightness,
        contrast=contrast,
        gamma=gamma,
        keep=1 - (dropped & droppable).float(),
        shift=shifted,
    )
    for place, name in enumerate(channels):  # last, so that what was drawn for T2, T1 and outline stays
        if name in OPTIONAL and name != "T1":
            left_out = torch.rand(n, generator=generator) < config.modality_dropout
            drawn.keep[:, place] = 1 - left_out.float()
    return drawn


def intensity_share(channel: str) -> float:
    """Share of the settings by which the intensities of a channel change.

    A physical scale means the same in every patient: its noise and bias are small.
    """
    role = ROLES.get(channel)
    return PHYSICAL_SHARE if role is not None and role.physical else 1.0


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
    shift = ShiftDraws() if draws.shift is None else draws.shift
    factor = None
    if shift.bias is not None:
        points = shift.bias.to(batch.device, batch.dtype, non_blocking=True)
        factor = smooth_field(points, (batch.shape[2], batch.shape[3])).exp_()
    for channel in draws.images:
        image = changed[:, channel]
        low, high = image.amin(dim=(1, 2)), image.amax(dim=(1, 2))
        there = (high > low).to(batch.dtype)
        width = (high - low).clamp_min(1e-6)
        share = image.sub_(low[:, None, None]).div_(width[:, None, None]).clamp_min_(1e-6)
        share.log_().mul_(gamma[:, channel, None, None]).exp_()
        if factor is not None:
            share.mul_(factor[:, channel])
        size = width * contrast[:, channel] * there
        level = (low * contrast[:, channel] + brightness[:, channel]) * there
        share.mul_(size[:, None, None]).add_(level[:, None, None])
        if shift.blur_px is not None:
            sigma = shift.blur_px[:, channel : channel + 1].to(batch.device, batch.dtype)
            share.copy_(blurred(share[:, None], sigma)[:, 0])
        if shift.noise is not None:
            noise = shift.noise[:, channel].to(batch.device, batch.dtype, non_blocking=True)
            share.addcmul_(noise, there[:, None, None])
    grid = affine_grid(affine, list(batch.shape), align_corners=False)
    if shift.bending is not None:
        points = shift.bending.to(batch.device, batch.dtype, non_blocking=True)
        bent = smooth_field(points, (batch.shape[2], batch.shape[3]))
        grid = grid + bent.permute(0, 2, 3, 1)
    moved = grid_sample(changed, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return moved.mul_(keep[:, :, None, None])

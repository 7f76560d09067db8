"""Random changes that look like another scanner: bias field, blur, noise, and a soft bending of the tissue.

Lengths are drawn in mm of the field of view, so that a change means the same at any input size. As with the
other changes, what was drawn is data: drawing needs no images, applying needs no randomness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

BENDING_POINTS = 5
"""Control points of the bending along each axis."""
BIAS_POINTS = 3
"""Control points of a bias field along each axis: it varies slowly over the whole image."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Extent of the images to change.

    Args:
        side_mm: side of the field of view.
        size_px: rows and columns.
    """

    side_mm: float
    size_px: int


@dataclass(frozen=True, slots=True)
class ShiftDraws:
    """What was drawn for n images; None where that change is off.

    Args:
        bending: (n, 2, point, point) displacement (x, y) in units of half the side.
        bias: (n, channel, point, point) logarithm of the factor.
        blur_px: (n, channel) standard deviation of a Gaussian, in pixels.
        noise: (n, channel, row, column) to add, in standard deviations of the body.
    """

    bending: torch.Tensor | None = None
    bias: torch.Tensor | None = None
    blur_px: torch.Tensor | None = None
    noise: torch.Tensor | None = None

    def of_channels(self, like: Sequence[int], share: torch.Tensor) -> ShiftDraws:
        """Let channels of one series change alike, and those with a physical scale less.

        Args:
            like: number of the channel whose bias and blur each channel takes; noise stays its own.
            share: (channel,) by which bias and noise are multiplied.
        """
        places = list(like)
        return ShiftDraws(
            self.bending,
            None if self.bias is None else self.bias[:, places] * share[:, None, None],
            None if self.blur_px is None else self.blur_px[:, places],
            None if self.noise is None else self.noise * share[:, None, None],
        )


def draw_shift(
    n: int,
    channels: int,
    generator: torch.Generator,
    extent: Extent,
    *,
    bending_mm: float = 0.0,
    bias: float = 0.0,
    blur_mm: float = 0.0,
    noise: float = 0.0,
) -> ShiftDraws:
    """Draw the changes of n images; a change that is off draws nothing.

    Args:
        channels: number of channels, the mask included.
        generator: on the CPU.
        bending_mm: largest displacement of a control point along each axis.
        bias: largest logarithm of the factor of the bias field.
        blur_mm: largest standard deviation of the blur.
        noise: largest standard deviation of the noise, in standard deviations of the body.
    """
    import torch

    def uniform(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=generator) * 2 - 1

    bent = blurred = noisy = field = None
    if bending_mm:
        bent = uniform(n, 2, BENDING_POINTS, BENDING_POINTS) * (2 * bending_mm / extent.side_mm)
    if bias:
        field = uniform(n, channels, BIAS_POINTS, BIAS_POINTS) * bias
    if blur_mm:
        largest = blur_mm / extent.side_mm * extent.size_px
        blurred = torch.rand(n, channels, generator=generator) * largest
    if noise:
        size = torch.rand(n, channels, 1, 1, generator=generator) * noise
        shape = (n, channels, extent.size_px, extent.size_px)
        noisy = torch.randn(*shape, generator=generator) * size
    return ShiftDraws(bent, field, blurred, noisy)


def smooth_field(points: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Return control points (n, channel, point, point) as a smooth field (n, channel, *size)."""
    from torch.nn.functional import interpolate

    return interpolate(points, size=size, mode="bicubic", align_corners=True)


def blurred(images: torch.Tensor, sigma_px: torch.Tensor) -> torch.Tensor:
    """Blur images (n, channel, row, column), each with its own Gaussian; edges are repeated.

    Args:
        sigma_px: (n, channel) standard deviations, in pixels; near 0 changes nothing.
    """
    import torch
    from torch.nn.functional import conv2d, pad

    n, channels, rows, columns = images.shape
    reach = max(1, math.ceil(3 * float(sigma_px.max())))
    offsets = torch.arange(-reach, reach + 1, device=images.device, dtype=images.dtype)
    kernel = torch.exp(-0.5 * (offsets / sigma_px.reshape(-1, 1).clamp_min(1e-3)) ** 2)
    kernel = kernel / kernel.sum(dim=1, keepdim=True)
    flat = images.reshape(1, n * channels, rows, columns)
    flat = pad(flat, (reach, reach, reach, reach), mode="replicate")
    flat = conv2d(flat, kernel[:, None, :, None], groups=n * channels)
    flat = conv2d(flat, kernel[:, None, None, :], groups=n * channels)
    return flat.reshape(n, channels, rows, columns)

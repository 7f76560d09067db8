"""What a scanner does to an image: uneven coils, ghosts of motion, noise of the magnitude.

Images are block by block, (slice, block row, block column, 16), and changed in place.
"""

from __future__ import annotations

import numpy as np

from cxstage_core.phantom.canvas import Lattice, interpolated
from cxstage_core.phantom.points import Field, Point
from cxstage_core.phantom.scanner import Examination, Protocol
from cxstage_core.phantom.texture import cut, stock

_GHOST_SHIFT = 0.23
"""Distance of a ghost as a share of the field of view."""


def shade(image: Field, lattice: Lattice, examination: Examination, cervix: Point) -> None:
    """Multiply by the sensitivity of surface coils: bright near the skin, dark in the middle."""
    a, b, c = (np.float32(v) for v in examination.shading)
    strength = np.float32(examination.scanner.shading)
    x, y, z = (p - np.float32(v) for p, v in zip(lattice.world, cervix, strict=True))
    front, aside = (y - 10) / 105, x / 165
    depth = front * front * (1 + np.float32(0.25) * a * np.sign(front))
    depth += np.float32(0.45) * aside * aside
    tilt = np.float32(0.12) * (b * x / 120 + c * z / 90)
    gain = 1 + strength * (np.minimum(depth, np.float32(1.8)) - np.float32(0.35) + tilt)
    image *= interpolated(gain.astype(np.float32))


def ghost(image: Field, protocol: Protocol, examination: Examination) -> None:
    """Add displaced copies along the phase direction, as breathing and bowel leave them."""
    strength = examination.scanner.ghosts * (0.25 + 1.5 * examination.restless)
    axis = 1 if protocol.plane == "axial" else 2
    shift = round(image.shape[axis] * _GHOST_SHIFT)
    head, tail = [slice(None)] * 4, [slice(None)] * 4
    head[axis], tail[axis] = slice(shift, None), slice(None, -shift)
    copy = image * np.float32(strength)
    image[tuple(head)] += copy[tuple(tail)]
    image[tuple(tail)] += copy[tuple(head)]


def rician(image: Field, sigma: float, rng: np.random.Generator) -> None:
    """Replace the signal by its magnitude with Gaussian noise in both receiver channels.

    Source: Gudbjartsson & Patz, Magn Reson Med 1995;34:910–914.
    """
    blocks = (image.shape[0], image.shape[1], image.shape[2])
    real, imaginary = (cut(stock().noise, blocks, rng) for _ in range(2))
    real *= np.float32(sigma)
    imaginary *= np.float32(sigma)
    image += real
    image *= image
    imaginary *= imaginary
    image += imaginary
    np.sqrt(image, out=image)

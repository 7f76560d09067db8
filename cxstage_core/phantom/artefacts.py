"""What a scanner does to an image: uneven coils, ghosts of motion, noise of the magnitude."""

from __future__ import annotations

import numpy as np

from cxstage_core.phantom.canvas import Lattice, to_pixels
from cxstage_core.phantom.scanner import Examination, Protocol
from cxstage_core.phantom.shapes import Field, Point, Points
from cxstage_core.phantom.texture import cut, stock


def shade(image: Field, lattice: Lattice, examination: Examination, cervix: Point) -> None:
    """Multiply by the sensitivity of surface coils: bright near the skin, dark in the middle."""
    a, b, c = (np.float32(v) for v in examination.shading)
    strength = np.float32(examination.scanner.shading)

    def sensitivity(p: Points) -> Field:
        x, y, z = (p[i] - np.float32(cervix[i]) for i in range(3))
        front, back = (y - 10) / 105, x / 165
        depth = front * front * (1 + 0.25 * a * np.sign(front)) + 0.45 * back * back
        tilt = 0.12 * (b * x / 120 + c * z / 90)
        return np.asarray(1 + strength * (np.minimum(depth, 1.8) - 0.35 + tilt), dtype=np.float32)

    image *= to_pixels(lattice, sensitivity)


def ghost(image: Field, protocol: Protocol, examination: Examination) -> None:
    """Add displaced copies along the phase direction, as breathing and bowel leave them."""
    strength = examination.scanner.ghosts * (0.25 + 1.5 * examination.restless)
    axis = 1 if protocol.plane == "axial" else 2
    length = image.shape[axis]
    copy = image * np.float32(strength)
    for part, sign in ((0.21, 1.0), (0.43, -0.5)):
        shift = int(length * part)
        head = [slice(None)] * 3
        tail = [slice(None)] * 3
        head[axis], tail[axis] = slice(shift, None), slice(None, -shift)
        image[tuple(head)] += np.float32(sign) * copy[tuple(tail)]
        image[tuple(tail)] += np.float32(sign) * copy[tuple(head)]


def rician(image: Field, sigma: float, rng: np.random.Generator) -> Field:
    """The magnitude of a signal with Gaussian noise in both receiver channels.

    Source: Gudbjartsson & Patz, Magn Reson Med 1995;34:910–914.
    """
    tiles = stock().noise
    real = cut(tiles, (image.shape[0], image.shape[1], image.shape[2]), rng)
    imaginary = cut(tiles, (image.shape[0], image.shape[1], image.shape[2]), rng)
    real *= np.float32(sigma)
    imaginary *= np.float32(sigma)
    real += image
    real *= real
    imaginary *= imaginary
    real += imaginary
    return np.sqrt(real, out=real)

"""The scanners, their three sequences, and how one examination turned out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from cxstage_core.imaging import Grid
from cxstage_core.phantom.drawing import between, happens, stream
from cxstage_core.phantom.points import Point


@dataclass(frozen=True, slots=True)
class Protocol:
    """One sequence on one scanner.

    Args:
        size: slices, rows, columns.
        pixel_mm: side of a square pixel.
        slice_mm, gap_mm: thickness of a slice, and what is left out between two.
    """

    name: str
    weighting: str
    plane: str
    description: str
    size: tuple[int, int, int]
    pixel_mm: float
    slice_mm: float
    gap_mm: float
    repetition_ms: float
    echo_ms: float
    echo_train: int
    flip_degrees: float


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner.

    Args:
        station, serial: its name in the department and the number on its plate.
        noise: standard deviation of the noise in each receiver channel, relative to fat.
        blur_mm: softness added to every surface.
        shading: strength of the receiver coils' uneven sensitivity.
        ghosts: strength of motion ghosts.
        t2_power, t1_power: exponents of the signal relative to fat; below 1 contrast is flatter.
        texture: strengths of grain, septa and streaks relative to those of `Tissue`.
    """

    name: str
    manufacturer: str
    model: str
    field_t: float
    frequency_mhz: float
    software: str
    station: str
    serial: str
    protocols: tuple[Protocol, ...]
    noise: float
    blur_mm: float
    shading: float
    ghosts: float
    t2_power: float = 1.0
    t1_power: float = 1.0
    texture: Point = (1.0, 1.0, 1.0)


THREE_TESLA = Scanner(
    "3T", "Northfield Imaging", "Meridian 3T", 3.0, 123.2, "MR 7.2", "MR2", "40118",
    (
        Protocol("t2_axial", "T2", "axial", "t2_tse_tra", (20, 256, 256), 0.72, 4.5, 0.5, 5200, 101, 19, 150),
        Protocol("t2_sagittal", "T2", "sagittal", "t2_tse_sag", (16, 184, 184), 1.1, 5.0, 0.5, 4800, 98, 19, 150),
        Protocol("t1_axial", "T1", "axial", "t1_tse_tra", (16, 160, 160), 1.5, 5.5, 0.9, 610, 11, 3, 140),
    ),
    0.017, 0.0, 0.34, 0.018,
)  # fmt: skip
ONE_POINT_FIVE_TESLA = Scanner(
    "1.5T", "Harbour Medical Systems", "Cirrus 1.5T", 1.5, 63.9, "R12 M3", "MR1", "22731",
    (
        Protocol("t2_axial", "T2", "axial", "Ax T2 FSE", (18, 224, 224), 0.84, 5.0, 0.5, 4100, 92, 16, 160),
        Protocol("t2_sagittal", "T2", "sagittal", "Sag T2 FSE", (15, 176, 176), 1.18, 5.5, 0.5, 3900, 90, 16, 160),
        Protocol("t1_axial", "T1", "axial", "Ax T1 FSE", (16, 144, 144), 1.68, 5.5, 1.0, 540, 9, 3, 160),
    ),
    0.027, 0.35, 0.24, 0.026,
)  # fmt: skip
WIDE_BORE = Scanner(
    "wide bore", "Lakeside Magnetics", "Aperture 1.5T", 1.5, 63.6, "V4.1", "MR3", "70952",
    (
        Protocol("t2_axial", "T2", "axial", "T2 TSE ax", (22, 296, 296), 0.63, 4.0, 0.8, 6100, 118, 24, 150),
        Protocol("t2_sagittal", "T2", "sagittal", "T2 TSE sag", (20, 200, 200), 1.03, 4.0, 0.8, 5600, 112, 24, 150),
        Protocol("t1_axial", "T1", "axial", "T1 TSE ax", (22, 168, 168), 1.44, 4.0, 0.8, 690, 13, 4, 150),
    ),
    0.034, 0.2, -0.16, 0.034, 0.78, 1.2, (1.6, 0.6, 1.7),
)  # fmt: skip
SCANNERS: Mapping[str, Scanner] = {s.name: s for s in (THREE_TESLA, ONE_POINT_FIVE_TESLA, WIDE_BORE)}


@dataclass(frozen=True, slots=True)
class Examination:
    """How one patient was scanned.

    Args:
        tilt_degrees: of the axial slices about the left–right axis, towards the cervix.
        gain: stored value of fat.
        shading: three numbers from -1 to 1 that vary the coils.
        restless: 0 (lay still) to 1.
    """

    scanner: Scanner
    tilt_degrees: float
    gain: float
    shading: Point
    restless: float


def draw_examination(seed: int, number: int, scanner_of: Callable[[float], Scanner]) -> Examination:
    """Draw how a patient is scanned.

    Args:
        scanner_of: a number from 0 to 1 to the scanner, see `Style.scanner`.
    """
    rng = stream(seed, number, "scan")
    return Examination(
        scanner_of(float(rng.random())),
        round(between(rng, 3, 14), 1) if happens(rng, 0.45) else 0.0,
        between(rng, 620, 980),
        (between(rng, -1, 1), between(rng, -1, 1), between(rng, -1, 1)),
        between(rng, 0, 1) ** 2,
    )


def grid_of(protocol: Protocol, examination: Examination, cervix: Point, centre: Point) -> Grid:
    """Where a sequence's voxels lie.

    Args:
        cervix: world point of the cervix, LPS mm.
        centre: world point of the middle of the tumour; the stack is moved to hold it.
    """
    slices, rows, columns = protocol.size
    step = protocol.slice_mm + protocol.gap_mm
    spacing = (step, protocol.pixel_mm, protocol.pixel_mm)
    if protocol.plane == "sagittal":
        middle = (0.7 * cervix[0] + 0.3 * centre[0], cervix[1] + 6, cervix[2] + 10)
        axes = ((-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0))
    else:
        tilt = np.radians(examination.tilt_degrees if protocol.weighting == "T2" else 0.0)
        sine, cosine = round(float(np.sin(tilt)), 9), round(float(np.cos(tilt)), 9)
        low = 0.5 * (cervix[2] + 8) + 0.5 * centre[2]
        back = 16.0 if protocol.weighting == "T1" else 4.0
        middle = (cervix[0], cervix[1] + back, low)
        axes = ((0.0, -sine, cosine), (0.0, cosine, sine), (1.0, 0.0, 0.0))
    half = [(n - 1) / 2 * s for n, s in zip(protocol.size, spacing, strict=True)]
    origin = np.asarray(middle) - sum(np.asarray(a) * h for a, h in zip(axes, half, strict=True))
    x, y, z = (round(float(v), 4) for v in origin)
    return Grid((slices, rows, columns), spacing, (x, y, z), axes)

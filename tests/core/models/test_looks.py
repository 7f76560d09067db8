"""Colours and marks of networks: no two are alike, not even for people without the middle cones."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from cxstage_core.models import FAMILIES, PAPER, Family, register_family, unregister_family
from cxstage_core.models.looks import LOOKS, PLAIN, look_at, look_of

Array = npt.NDArray[np.float64]
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
"""Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB."""


def linear(colour: str) -> Array:
    """Linear RGB, 0 to 1, of #RRGGBB."""
    srgb = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: Array) -> Array:
    """CIELAB under D65 of linear RGB."""
    x = TO_XYZ @ rgb / WHITE
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(first: Array, second: Array) -> float:
    """The difference of two colours in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grey = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * grey, b1), np.hypot(a2 * grey, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * grey)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    middle = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(middle - 30))
        + 0.24 * np.cos(np.radians(2 * middle))
        + 0.32 * np.cos(np.radians(3 * middle + 6))
        - 0.20 * np.cos(np.radians(4 * middle - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    blue = -np.sin(np.radians(60 * np.exp(-(((middle - 275) / 25) ** 2))))
    blue *= 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    parts = ((l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h)
    return float(np.sqrt(sum(p * p for p in parts) + blue * parts[1] * parts[2]))


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (50.0, 3.2592, 0.3350), 1.0000),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_sharma_and_others(
    first: tuple[float, float, float], second: tuple[float, float, float], published: float
) -> None:
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("ground", ["on_white", "on_black"])
def test_any_two_colours_differ_for_everybody(ground: str) -> None:
    for one, other in combinations([linear(getattr(look, ground)) for look in LOOKS], 2):
        assert ciede2000(lab(one), lab(other)) >= 20
        seen = [lab(np.clip(DEUTERANOPIA @ rgb, 0, 1)) for rgb in (one, other)]
        assert ciede2000(*seen) >= 10


@pytest.mark.parametrize(("ground", "paper"), [("on_white", "#FFFFFF"), ("on_black", "#181818")])
def test_every_colour_stands_out_from_its_ground(ground: str, paper: str) -> None:
    behind = float(TO_XYZ[1] @ linear(paper))
    for look in LOOKS:
        front = float(TO_XYZ[1] @ linear(getattr(look, ground)))
        high, low = max(front, behind), min(front, behind)
        assert (high + 0.05) / (low + 0.05) >= 3, getattr(look, ground)


def test_an_eighth_family_has_a_look_of_its_own() -> None:
    """That with an installed package of weights, else one that is added here."""
    eighth = Family("mobilenetv3_small_050", "MobileNet", "timm", "conv_stem", "classifier")
    alone = len(FAMILIES) == len(PAPER)
    if alone:
        register_family(eighth)
    try:
        looks = [look_of(family.title) for family in FAMILIES.values()]
        assert len({look.on_white for look in looks}) == len(FAMILIES) == 8
        assert len({look.on_black for look in looks}) == len(FAMILIES)
        assert len({look.marker for look in looks}) == len(FAMILIES)
        assert len({look.sign for look in looks}) == len(FAMILIES)
    finally:
        if alone:
            unregister_family(eighth.key)


def test_beyond_the_last_look_colour_and_mark_together_stay_unique() -> None:
    made = [look_at(place) for place in range(3 * len(LOOKS))]
    assert len({(look.on_white, look.marker) for look in made}) == len(made)
    assert look_of("Larger group") is PLAIN

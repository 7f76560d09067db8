"""Random numbers as data: every stream has its own generator, so that no draw disturbs another."""

from __future__ import annotations

import numpy as np

from cxstage_core.phantom.points import Point

STREAMS = ("facts", "identity", "body", "organs", "tumour", "scan", "readers")


def stream(seed: int, number: int, name: str) -> np.random.Generator:
    """The generator of one stream of one patient; the same on every machine."""
    return np.random.default_rng([seed, number, STREAMS.index(name)])


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A number drawn evenly between two."""
    return float(rng.uniform(low, high))


def near(rng: np.random.Generator, point: Point, mm: float) -> Point:
    """A point at most `mm` away from another along each axis."""
    x, y, z = (float(v + rng.uniform(-mm, mm)) for v in point)
    return (x, y, z)


def direction(rng: np.random.Generator) -> Point:
    """A unit vector drawn evenly from the sphere."""
    way = rng.standard_normal(3)
    x, y, z = (float(v) for v in way / np.linalg.norm(way))
    return (x, y, z)


def happens(rng: np.random.Generator, probability: float) -> bool:
    """Return True with this probability."""
    return bool(rng.random() < probability)

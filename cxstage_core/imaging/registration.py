"""Rigid registration of one image of a patient to another of the same patient.

Mattes mutual information (Mattes et al. 2003), from coarse to fine within the slices, which keep their distance;
random sampling with a fixed seed and one thread, so that the same images give the same movement.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxstage_core.errors import GeometryError
from cxstage_core.imaging.grid import Triple
from cxstage_core.imaging.resample import to_sitk
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.imaging.volume import Volume
from cxstage_core.text import Text, text

ALGORITHM = 1
"""Grows whenever the same images would give another movement."""
MOST_MM, MOST_DEGREES = 20.0, 10.0
"""A larger movement is not used: a patient does not move that far between two series of one study."""
_LEVELS_MM = (6.0, 3.0, 1.5)
_BINS = 32
_SAMPLES = 20_000
_SEED = 1
_ITERATIONS = 80


@dataclass(frozen=True, slots=True)
class Registration:
    """Result of a registration.

    Args:
        moved: where each point of the fixed image lies in the moving one.
        before, after: mutual information of both images, unmoved and moved, nats; larger is better.
        refused: why the movement is not used, "" if it is: "shift", "turn" or "fit" (a key of `REFUSALS`).
    """

    moved: Rigid
    before: float
    after: float
    refused: str = ""

    @property
    def shift_mm(self) -> float:
        """Shift of the middle of the fixed image, mm."""
        return float(np.linalg.norm(self.moved.shift))


REFUSALS: dict[str, Text] = {
    "shift": text("it would shift the image by more than {most:g} mm", most=MOST_MM),
    "turn": text("it would turn the image by more than {most:g}°", most=MOST_DEGREES),
    "fit": text("the images fit no better than before"),
}


def register(fixed: Volume, moving: Volume) -> Registration:
    """Find the rigid movement that brings an image onto another one.

    Args:
        fixed: the image that stays, such as T2.
        moving: the other image, on any grid.

    Raises:
        GeometryError: the images do not overlap, or have no contrast.
    """
    import SimpleITK as sitk

    x, y, z = (float(v) for v in fixed.grid.centre)
    centre: Triple = (x, y, z)
    transform = Rigid(centre, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)).to_sitk()
    try:
        with _one_thread():
            pairs = [(_coarser(fixed, mm), _coarser(moving, mm)) for mm in _LEVELS_MM]
            before = _information(*pairs[-1], transform)
            for level, (one, other) in enumerate(pairs):
                method = _method(one, step=4.0 / 2**level)
                method.SetInitialTransform(transform, inPlace=True)
                method.Execute(one, other)
            after = _information(*pairs[-1], transform)
    except RuntimeError as error:  # ITK's own, with a page of its inside
        raise GeometryError(
            "The two images could not be registered: they do not overlap enough, or have no contrast.",
            remedy="Leave the registration of this series off.",
        ) from error
    values = [float(v) for v in sitk.Euler3DTransform(transform).GetParameters()]
    moved = Rigid(centre, (values[0], values[1], values[2]), (values[3], values[4], values[5]))
    return Registration(moved, before, after, _refused(moved, before, after))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let ITK compute with one thread: sums over several come in another order each time."""
    import SimpleITK as sitk

    before = sitk.ProcessObject.GetGlobalDefaultNumberOfThreads()
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    try:
        yield
    finally:
        sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(before)


def _refused(moved: Rigid, before: float, after: float) -> str:
    if float(np.linalg.norm(moved.shift)) > MOST_MM:
        return "shift"
    if moved.degrees > MOST_DEGREES:
        return "turn"
    return "" if after > before else "fit"


def _coarser(volume: Volume, pixel_mm: float) -> Any:
    """The image with pixels of about this size within its slices, smoothed accordingly."""
    import SimpleITK as sitk

    image = sitk.Cast(to_sitk(volume), sitk.sitkFloat32)
    factors = [max(1, round(pixel_mm / mm)) for mm in image.GetSpacing()[:2]] + [1]
    for axis in (0, 1):
        if factors[axis] > 1:
            sigma = 0.5 * factors[axis] * image.GetSpacing()[axis]
            image = sitk.RecursiveGaussian(
                image, sigma, False, sitk.RecursiveGaussianImageFilter.ZeroOrder, axis
            )
    return sitk.Shrink(image, factors)


def _method(fixed: Any, *, step: float) -> Any:
    """A registration method at one level; `step` is the first step, mm."""
    import SimpleITK as sitk

    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(_BINS)
    method.SetMetricSamplingStrategy(method.RANDOM)
    share = min(1.0, _SAMPLES / max(1, fixed.GetNumberOfPixels()))
    method.SetMetricSamplingPercentage(share, _SEED)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(
        learningRate=step, minStep=0.01, numberOfIterations=_ITERATIONS, relaxationFactor=0.6
    )
    method.SetOptimizerScalesFromPhysicalShift()
    return method


def _information(fixed: Any, moving: Any, transform: Any) -> float:
    """Mutual information over all pixels of the fixed image, nats."""
    import SimpleITK as sitk

    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(_BINS)
    method.SetMetricSamplingStrategy(method.NONE)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetInitialTransform(transform)
    return -float(method.MetricEvaluate(fixed, moving))

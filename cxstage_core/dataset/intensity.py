"""Grey values: what a scanner's arbitrary units become before they are sampled.

All functions are pure. Images are float32 (slice, row, column) unless stated otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Volume
from cxstage_core.imaging.resample import to_sitk

Image = npt.NDArray[np.float32]

_BINS = 256
_BODY_CAP = 0.1
"""The body starts no higher than this share of the 95th percentile, so that muscle stays in."""


ADC_MIDDLE, ADC_WIDTH, ADC_HIGHEST = 1.2, 0.5, 3.0
"""Of the fixed linear map of ADC, 10⁻³ mm²/s; free water at 37 °C has 3.0."""
_ADC_UNITS = (1e3, 1.0, 1e-3)
"""Factors to 10⁻³ mm²/s of maps in mm²/s, 10⁻³ mm²/s (µm²/ms) and 10⁻⁶ mm²/s."""
_ADC_LIKELY = (0.6, 8.0)
"""Range of a pelvis's 95th percentile, 10⁻³ mm²/s; noise in air may lie far above water."""


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Normalisation of one channel of one patient: z = (clip(x, low, high) - mean) / sd.

    Args:
        body_share: share of voxels in the body, 0 to 1.
        low, high: the clipping limits, in the scanner's units.
        mean, sd: of the clipped body voxels.
    """

    body_share: float
    low: float
    high: float
    mean: float
    sd: float

    def apply(self, image: npt.NDArray[Any]) -> Image:
        """Normalise an array of any shape, float32."""
        clipped = np.clip(image.astype(np.float32), self.low, self.high)
        return np.asarray((clipped - np.float32(self.mean)) / np.float32(self.sd), dtype=np.float32)


def body_threshold(image: npt.NDArray[Any]) -> float:
    """Intensity that parts air from body.

    Otsu's threshold of the logarithm of the positive intensities (air, dark and bright tissue lie
    decades apart), but at most a tenth of the 95th percentile: a field of view without air must
    not lose its muscle. Every second row and column is enough.
    """
    thinned = image[:, ::2, ::2]
    values = thinned[thinned > 0].astype(np.float64)
    if values.size == 0:
        return 0.0
    counts, edges = np.histogram(np.log1p(values), bins=_BINS)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = values.size - below
    sums = np.cumsum(counts * centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = sums[:-1] / below - (sums[-1] - sums[:-1]) / above
    between = np.where((below > 0) & (above > 0), below * above * gap**2, 0.0)
    otsu = float(np.expm1(edges[1:-1][int(np.argmax(between))]))
    return min(otsu, _BODY_CAP * float(np.percentile(values, 95)))


def body_mask(image: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """The body, bool (slice, row, column): lightly smoothed voxels above `body_threshold`, holes filled.

    Cortical bone, vessels and gas are as dark as air, but enclosed.
    """
    from scipy.ndimage import binary_fill_holes, uniform_filter

    bright = uniform_filter(image.astype(np.float32), (1, 3, 3)) > body_threshold(image)
    return np.stack([binary_fill_holes(one) for one in bright])


def normalisation(image: npt.NDArray[Any], percentiles: tuple[float, float]) -> Normalisation:
    """Measure a whole series (slice, row, column).

    Raises:
        DatasetError: the image has no contrast inside the body.
    """
    body = image[body_mask(image)].astype(np.float64)
    if body.size:
        low, high = (float(v) for v in np.percentile(body, percentiles))
        clipped = np.clip(body, low, high)
        mean, sd = float(clipped.mean()), float(clipped.std())
        if np.isfinite(sd) and sd > 1e-6 * max(1.0, abs(mean)):
            return Normalisation(body.size / image.size, low, high, mean, sd)
    raise DatasetError("The image shows no contrast: all its voxels have nearly the same value.")


def adc_map(image: npt.NDArray[Any]) -> Image:
    """Map an ADC map of any usual unit to (ADC - 1.2) / 0.5, ADC in 10⁻³ mm²/s and cut off at 0 and 3.0.

    The same for every patient. Zeros, which scanners write where they computed nothing, become 0.

    Raises:
        DatasetError: the 95th percentile of the positive values fits none of mm²/s, 10⁻³ mm²/s and 10⁻⁶ mm²/s.
    """
    positive = image[image > 0]
    high = float(np.percentile(positive, 95)) if positive.size else 0.0
    low, most = _ADC_LIKELY
    unit = next((factor for factor in _ADC_UNITS if low <= high * factor <= most), None)
    if unit is None:
        raise DatasetError(
            "The unit of the ADC map is not recognised: the 95th percentile of its values is {value:g}.",
            remedy="Export it in 10⁻⁶ mm²/s, 10⁻³ mm²/s or mm²/s.",
            value=high,
        )
    values = np.clip(image.astype(np.float32) * np.float32(unit), 0.0, ADC_HIGHEST)
    mapped = (values - np.float32(ADC_MIDDLE)) / np.float32(ADC_WIDTH)
    return np.asarray(np.where(image == 0, np.float32(0), mapped), dtype=np.float32)


def correct_bias(volume: Volume) -> Volume:
    """N4 bias-field correction, measured on a grid shrunk fourfold in the plane."""
    import SimpleITK as sitk

    array = volume.array.astype(np.float32)
    image = to_sitk(Volume(array, volume.grid))
    body = sitk.GetImageFromArray(body_mask(array).astype(np.uint8))
    body.CopyInformation(image)
    factors = [max(1, min(4, n // 16)) for n in image.GetSize()[:2]] + [1]
    corrector = sitk.N4BiasFieldCorrectionImageFilter()
    corrector.SetMaximumNumberOfIterations([20, 20, 20])
    corrector.SetNumberOfControlPoints([max(4, min(n, 4)) for n in image.GetSize()])
    corrector.Execute(sitk.Shrink(image, factors), sitk.Shrink(body, factors))
    field = sitk.GetArrayFromImage(corrector.GetLogBiasFieldAsImage(image))
    return Volume((array / np.exp(field)).astype(np.float32), volume.grid)


def denoise(image: Image, sigma_px: tuple[float, float]) -> Image:
    """Gaussian filter within each slice; sigma in pixels of (row, column)."""
    from scipy.ndimage import gaussian_filter

    return np.asarray(gaussian_filter(image, (0.0, *sigma_px), mode="nearest"), dtype=np.float32)


def sharpen(image: Image, amount: float, sigma_px: tuple[float, float]) -> Image:
    """Unsharp mask within each slice: image + amount * (image - blurred image)."""
    return image + np.float32(amount) * (image - denoise(image, sigma_px))


def stretch(image: Image) -> Image:
    """Stretch each slice's 2nd to 98th percentile to -2 … 2, clipped."""
    low, high = np.percentile(image, (2, 98), axis=(1, 2), keepdims=True)
    width = np.where(high > low, high - low, 1.0)
    return np.asarray(np.clip((image - low) / width, 0, 1) * 4 - 2, dtype=np.float32)

"""The one definition of how pixels become a network's input, for training and prediction alike."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from cxstage_core.errors import DatasetError

ALGORITHM = 1
"""Grows whenever the same settings would give other pixels."""

CHANNELS = ("T2", "T1", "mask")
"""Every channel there is, in the order of the input."""

SLICE_RULES = ("largest+neighbours", "all")
CONTRASTS = ("none", "percentile", "clahe")


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Settings of the preprocessing; `digest` names them.

    Args:
        channels: a subset of `CHANNELS` in that order; T2 is always in.
        size_px: rows and columns of the input.
        fov_mm: side of the square field of view, mm, the same for every patient, so that a
            centimetre stays a centimetre; one input pixel is `fov_mm / size_px`.
        margin_mm: room wanted around the outline's bounding box; a patient whose outline plus
            margin does not fit the field of view gets a note.
        slices: "largest+neighbours" (three) or "all" (every slice with an outline).
        clip_percentiles: percentiles of the body's voxels to which a channel is clipped.
        bias_correction: N4 before normalisation (SimpleITK).
        denoise_sigma_mm: standard deviation of a Gaussian filter within the slice, mm; 0 is off.
        sharpen: amount of the unsharp mask; 0 is off.
        sharpen_radius_mm: standard deviation of its blur, mm.
        contrast: "none", "percentile" (stretch the 2nd to 98th percentile of the crop) or "clahe".

    Raises:
        DatasetError: a value outside its range.
    """

    channels: tuple[str, ...] = CHANNELS
    size_px: int = 224
    fov_mm: float = 134.4
    margin_mm: float = 15.0
    slices: str = "largest+neighbours"
    clip_percentiles: tuple[float, float] = (0.5, 99.5)
    bias_correction: bool = False
    denoise_sigma_mm: float = 0.0
    sharpen: float = 0.0
    sharpen_radius_mm: float = 1.5
    contrast: str = "none"

    def __post_init__(self) -> None:
        ordered = tuple(name for name in CHANNELS if name in self.channels)
        if self.channels != ordered or "T2" not in self.channels:
            raise DatasetError(
                "The channels {channels} are not usable.",
                remedy="Choose from T2, T1, mask, in this order and each once; T2 is always in.",
                channels=", ".join(map(str, self.channels)),
            )
        low, high = self.clip_percentiles
        _within("size_px", self.size_px, 16, 1024)
        _within("fov_mm", self.fov_mm, 20.0, 500.0)
        _within("margin_mm", self.margin_mm, 0.0, 100.0)
        _within("clip_percentiles (lower)", low, 0.0, 20.0)
        _within("clip_percentiles (upper)", high, 80.0, 100.0)
        _within("denoise_sigma_mm", self.denoise_sigma_mm, 0.0, 10.0)
        _within("sharpen", self.sharpen, 0.0, 5.0)
        _within("sharpen_radius_mm", self.sharpen_radius_mm, 0.1, 20.0)
        _one_of("slices", self.slices, SLICE_RULES)
        _one_of("contrast", self.contrast, CONTRASTS)

    @property
    def pixel_mm(self) -> float:
        """Side of one input pixel, mm."""
        return self.fov_mm / self.size_px

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, with the number of the algorithm."""
        return {
            "algorithm": ALGORITHM,
            **asdict(self),
            "channels": list(self.channels),
            "clip_percentiles": list(self.clip_percentiles),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Preprocessing:
        """The inverse of `to_dict`.

        Raises:
            DatasetError: written by another version, or a setting is missing, unknown or unusable.
        """
        values = dict(data)
        algorithm = values.pop("algorithm", None)
        if algorithm != ALGORITHM:
            raise DatasetError(
                "These preprocessing settings are of version {found}; this program has version {known}.",
                remedy="Use the program version that wrote them, or train again.",
                found=algorithm,
                known=ALGORITHM,
            )
        names = {field.name for field in fields(cls)}
        if set(values) != names:
            raise DatasetError(
                "The preprocessing settings do not match this program: {names}.",
                names=", ".join(sorted(names.symmetric_difference(values))),
            )
        try:
            low, high = (float(v) for v in values["clip_percentiles"])
            return cls(
                channels=tuple(str(name) for name in values["channels"]),
                size_px=int(values["size_px"]),
                fov_mm=float(values["fov_mm"]),
                margin_mm=float(values["margin_mm"]),
                slices=str(values["slices"]),
                clip_percentiles=(low, high),
                bias_correction=bool(values["bias_correction"]),
                denoise_sigma_mm=float(values["denoise_sigma_mm"]),
                sharpen=float(values["sharpen"]),
                sharpen_radius_mm=float(values["sharpen_radius_mm"]),
                contrast=str(values["contrast"]),
            )
        except (TypeError, ValueError) as error:
            raise DatasetError("The preprocessing settings hold values of the wrong type.") from error

    def digest(self) -> str:
        """sha256 (hex) of the canonical JSON of `to_dict`."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise DatasetError(
            "The preprocessing setting {name} = {value} is outside {low} to {high}.",
            name=name,
            value=value,
            low=low,
            high=high,
        )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DatasetError(
            "The preprocessing setting {name} = {value} is not one of {allowed}.",
            name=name,
            value=value,
            allowed=", ".join(allowed),
        )

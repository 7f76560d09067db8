"""Which features of an outline are measured, and with which settings of the IBSI's reference manual.

Source: Zwanenburg et al., Radiology 2020;295:328–338 (Image Biomarker Standardisation Initiative).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cxstage_core.storage.content_hash import hash_of
from cxstage_core.text import Text, text

VERSION = 1
"""Grows whenever the same settings would give other numbers."""

SAMPLED = ("morph_moran_i", "morph_geary_c")
"""Features that mirp estimates from voxels drawn at random: the same outline gives another number each time."""


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """Settings of the measurement.

    Args:
        voxel_mm: side of the cubic voxels onto which image and outline are interpolated (linear; of the outline at
            least one half counts).
        bins: grey levels of the texture, of equal width between the outline's lowest and highest value (IBSI: fixed
            bin number, as the units of MRI are arbitrary).
        families: of features, as mirp names them; texture in 3D, merged over the directions.
        low_percent, high_percent: percentiles of the body at which grey values are clipped before normalisation.
        scale, shift: grey values are scale · z + shift, with z of mean 0 and standard deviation 1 in the body, so
            that a quotient by the mean stays finite.
        least_voxels: an outline of fewer interpolated voxels is not measured.
    """

    voxel_mm: float = 1.0
    bins: int = 32
    families: tuple[str, ...] = ("morphological", "statistical", "glcm", "glrlm", "glszm", "ngtdm")
    low_percent: float = 1.0
    high_percent: float = 99.0
    scale: float = 100.0
    shift: float = 500.0
    least_voxels: int = 64

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "families": list(self.families), "version": VERSION}

    def digest(self, library: str) -> str:
        """Name what is measured.

        Args:
            library: version of mirp.
        """
        return hash_of({**self.to_dict(), "mirp": library})

    def described(self, library: str, features: int) -> Text:
        """Describe the settings in one sentence."""
        return text(
            "Radiomics: {n} features (shape, first order, texture) of the outline on the axial T2 series, by mirp "
            "{library} after IBSI: {voxel:g} mm voxels, {bins} grey levels, grey values normalised over the body.",
            n=features,
            library=library,
            voxel=self.voxel_mm,
            bins=self.bins,
        )


FEATURES = FeatureSet()
"""What a comparison measures."""


def kept(found: Mapping[str, float]) -> dict[str, float]:
    """Return the features that the same outline always gives, by name."""
    return {name: value for name, value in sorted(found.items()) if name not in SAMPLED}

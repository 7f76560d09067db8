"""The kinds of files that the program reads, each with the mutants of its structure."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.core.fuzz.harness import Kind, Maker

_DICOM = ("classic", "enhanced", "rle", "jpeg2000", "jpeg")
_IMAGES = (
    "nii", "nii.gz", "nifti 2", "big endian nii", "mha", "packed mha", "mhd", "nrrd", "packed nrrd", "nhdr",
)  # fmt: skip
_OUTLINES = ("nii", "nii.gz", "mha", "nrrd", "seg.nrrd", "dicom seg", "rtstruct", "label")
_FILES = (
    "series", "reading", "reference", "clinical", "split", "experiment", "index", "settings", "patients",
    "identity", "journal", "accounts", "assignments", "review",
)  # fmt: skip
_LOGS = ("audit log", "audit head", "secret")


def _made(module: str, name: str, *rest: Any) -> Kind:
    """Load only the module that a kind needs; some load heavy libraries."""
    kind: Kind = getattr(import_module(f"{__name__}.{module}"), name)(*rest)
    return kind


def _maker(module: str, name: str, *first: str) -> Maker:
    def make(folder: Path) -> Kind:
        return _made(module, name, *first, folder)

    return make


KINDS: dict[str, Maker] = {
    **{f"dicom {name}": _maker("dicom_images", "DicomSeries", name) for name in _DICOM},
    **{f"image {name}": _maker("image_files", "ImageFile", name) for name in _IMAGES},
    **{f"outline {name}": _maker("outlines", "OutlineFile", name) for name in _OUTLINES},
    "clinical table": _maker("tables", "ClinicalTable"),
    "reading kit": _maker("kits", "ReadingKit"),
    "model": _maker("models", "ModelFile"),
    "recipe toml": _maker("recipes", "RecipeFile", ".toml"),
    "recipe json": _maker("recipes", "RecipeFile", ".json"),
    "names": _maker("names", "OddNames"),
    **{f"cohort {name}": _maker("cohort_files", "CohortFile", name) for name in (*_FILES, *_LOGS)},
}
"""By name: makes the originals in a folder."""

GROUPS: dict[str, tuple[str, ...]] = {
    "DICOM": ("dicom classic",),
    "enhanced DICOM": ("dicom enhanced",),
    "compressed DICOM": ("dicom rle", "dicom jpeg2000", "dicom jpeg"),
    "NIfTI": (
        *(f"image {name}" for name in ("nii", "nii.gz", "nifti 2", "big endian nii")),
        "outline nii",
        "outline nii.gz",
    ),
    "MetaImage": ("image mha", "image packed mha", "image mhd", "outline mha"),
    "NRRD": ("image nrrd", "image packed nrrd", "image nhdr", "outline nrrd"),
    "segmentation of 3D Slicer": ("outline seg.nrrd",),
    "DICOM SEG": ("outline dicom seg",),
    "RTSTRUCT": ("outline rtstruct",),
    "label description": ("outline label",),
    "clinical table": ("clinical table",),
    "reading kit": ("reading kit",),
    "model": ("model",),
    "recipe": ("recipe toml", "recipe json"),
    "names": ("names",),
    **{name: (f"cohort {name}",) for name in _FILES},
    "audit log": ("cohort audit log", "cohort audit head", "cohort secret"),
}
"""Kinds of files as a user would name them, each with the variants that share its mutants."""


def shares(group: str, count: int) -> dict[str, int]:
    """How many of a group's mutants each of its variants gets."""
    variants = GROUPS[group]
    return {
        name: count // len(variants) + (n < count % len(variants)) for n, name in enumerate(variants)
    }

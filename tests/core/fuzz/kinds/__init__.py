"""The kinds of files that the program reads, each with the mutants of its structure."""

from __future__ import annotations

from functools import partial

from tests.core.fuzz.harness import Maker
from tests.core.fuzz.kinds.cohort_files import FILES, CohortFile
from tests.core.fuzz.kinds.dicom_images import SYNTAXES, DicomSeries
from tests.core.fuzz.kinds.image_files import FORMATS, ImageFile
from tests.core.fuzz.kinds.kits import ReadingKit
from tests.core.fuzz.kinds.models import ModelFile
from tests.core.fuzz.kinds.names import OddNames
from tests.core.fuzz.kinds.outlines import OUTLINES, OutlineFile
from tests.core.fuzz.kinds.recipes import RecipeFile
from tests.core.fuzz.kinds.tables import ClinicalTable

KINDS: dict[str, Maker] = {
    **{f"dicom {name}": partial(DicomSeries, name) for name in SYNTAXES},
    **{f"image {name}": partial(ImageFile, name) for name in FORMATS},
    **{f"outline {name}": partial(OutlineFile, name) for name in OUTLINES},
    "clinical table": ClinicalTable,
    "reading kit": ReadingKit,
    "model": ModelFile,
    "recipe toml": partial(RecipeFile, ".toml"),
    "recipe json": partial(RecipeFile, ".json"),
    "names": OddNames,
    **{f"cohort {name}": partial(CohortFile, name) for name in FILES},
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
    **{
        name: (f"cohort {name}",) for name in FILES if name not in ("audit log", "audit head", "secret")
    },
    "audit log": ("cohort audit log", "cohort audit head", "cohort secret"),
}
"""Kinds of files as a user would name them, each with the variants that share its mutants."""


def shares(group: str, count: int) -> dict[str, int]:
    """How many of a group's mutants each of its variants gets."""
    variants = GROUPS[group]
    return {
        name: count // len(variants) + (n < count % len(variants)) for n, name in enumerate(variants)
    }

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

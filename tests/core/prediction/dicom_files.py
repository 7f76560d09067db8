"""Written files, and original studies with other headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

from cxstage_core.prediction.dicom import Targets

CHINESE = "王^小东"
PERSON = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "AccessionNumber",
    "StudyInstanceUID",
)


def every_file(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def rewrite(folder: Path, change: Callable[[Dataset], None]) -> None:
    for file in sorted(folder.iterdir()):
        dataset = pydicom.dcmread(file)
        change(dataset)
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)


def objects(targets: Targets) -> list[Dataset]:
    return [
        pydicom.dcmread(file) for file in (targets.seg, targets.sr, targets.capture) if file is not None
    ]


# --- identifiers

"""Studies as hospitals write them, and their outlines, for the DICOM results."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    EnhancedMRImageStorage,
    ExplicitVRLittleEndian,
    MRImageStorage,
    generate_uid,
)

from cxstage_core.imaging import Label, Mask, Volume
from cxstage_core.prediction.case import OutlineKind, OutlineSource
from cxstage_core.prediction.dicom import (
    Answer,
    GroupSet,
    Interval,
    Original,
    Source,
    Targets,
    match,
    open_source,
    write_all,
)
from cxstage_core.staging import Group

NAME, HOSPITAL_ID = "Zhang^Mei", "H-20260417"
OBLIQUE = (
    "0.9702957262760",
    "0",
    "-.2419218955997",
    "0.0420092963086",
    "0.9848077530120",
    "1.6849008467e-01",
)
"""Decimal strings in forms that a program would not write again by itself."""


@dataclass(frozen=True)
class Kind:
    """How a series is written.

    Args:
        orientation: along a row, down a column, as decimal strings.
        step: mm between slices. decimals: of the positions in the headers.
        enhanced: one multi-frame file, its frames in any order; `further_frames` belong to another volume.
        changes: elements to set, None to leave one out.
    """

    orientation: Sequence[str] = ("1", "0", "0", "0", "1", "0")
    step: float = 4.0
    thickness: str | None = "4"
    decimals: int = 8
    slices: int = 9
    descending: bool = False
    enhanced: bool = False
    further_frames: bool = False
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A study on disk with its source, its axial T2 image and an outline of both labels on it."""

    folder: Path
    source: Source
    original: Original
    image: Volume
    outline: Mask


def answer(**changes: Any) -> Answer:
    """A whole answer."""
    given: dict[str, Any] = {
        "record": "ab" * 32,
        "made": datetime(2026, 5, 6, 7, 8, 9),
        "model": "HRNet",
        "model_id": "E0001-hrnet_w32",
        "model_sha256": "cd" * 32,
        "outline": OutlineSource(OutlineKind.REFERENCE, "v2", "ef" * 32),
        "probability": 0.734,
        "threshold": 0.5,
        "group": Group.CHEMORADIOTHERAPY,
        "interval": Interval(0.61, 0.83, 0.95),
        "groups": GroupSet((Group.SURGERY, Group.CHEMORADIOTHERAPY), 0.9),
        "sentences": (
            "Model E0001-hrnet_w32 gives 0.734.",
            "The tumour reaches the edge of the image.",
        ),
    }
    return Answer(**{**given, **changes})


def write_study(folder: Path, kind: Kind, seed: int = 5) -> list[Path]:
    """Write one axial T2 series under shuffled names; each has its own UIDs."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    axes = np.array([float(v) for v in kind.orientation]).reshape(2, 3)
    normal = np.cross(axes[0], axes[1])
    study, series, frame = generate_uid(), generate_uid(), generate_uid()
    made = []
    for number in range(kind.slices):
        place = np.array([-31.25, 12.5, -40.0]) + number * kind.step * normal
        dataset = _base(kind, study, series, frame)
        dataset.ImagePositionPatient = [f"{round(float(v), kind.decimals):.10g}" for v in place]
        dataset.InstanceNumber = kind.slices - number if kind.descending else number + 1
        dataset.PixelData = rng.integers(0, 4000, (24, 20)).astype("<u2").tobytes()
        made.append(dataset)
    if kind.descending:
        made.reverse()
    for dataset in made:
        for keyword, value in kind.changes.items():
            if value is None:
                if keyword in dataset:
                    delattr(dataset, keyword)
            else:
                setattr(dataset, keyword, value)
    if kind.enhanced:
        made = [_enhanced(made, kind)]
    names = [f"{k:03d}" for k in range(len(made))]
    random.Random(seed).shuffle(names)
    files = []
    for name, dataset in zip(names, made, strict=True):
        _save(folder / name, dataset)
        files.append(folder / name)
    return files


def written(folder: Path, kind: Kind | None = None) -> Written:
    """Write a study, open it and find its T2 series; draw both labels on it."""
    write_study(folder / "study", kind or Kind())
    return opened(folder / "study")


def opened(folder: Path) -> Written:
    """Open a study and find its axial T2 series; draw both labels on it."""
    source = open_source([folder])
    t2 = [one for one in source.series if one.info.sequence == "T2" and one.grid.plane == "axial"]
    image = (t2 or source.series)[0].load()
    return Written(folder, source, match(source, image), image, outlined(image))


def outlined(image: Volume) -> Mask:
    """An outline that no flip, turn or shift leaves as it is."""
    slices, rows, columns = image.grid.size
    array = np.zeros(image.grid.size, np.uint8)
    for k in range(2, slices - 2):
        array[k, rows // 4 : rows // 4 + 2 + k, columns // 3 : columns // 3 + 1 + k % 4] = Label.TUMOUR
    array[3, rows // 2 : rows // 2 + 5, columns // 2 : columns // 2 + 3] = Label.INFILTRATION
    array[3, 1, 2] = Label.TUMOUR
    return Mask(array, image.grid)


def one_label(mask: Mask) -> Mask:
    """The tumour alone."""
    return Mask((mask.array == Label.TUMOUR).astype(np.uint8), mask.grid)


def write(study: Written, out: Path, mask: Mask | None = None, **changes: Any) -> Targets:
    """Write all three objects; returns their files."""
    out.mkdir(exist_ok=True, parents=True)
    targets = Targets(out / "seg.dcm", out / "sr.dcm", out / "sc.dcm")
    write_all(
        study.source,
        study.original,
        study.outline if mask is None else mask,
        answer(**changes),
        targets,
        confirmed=True,
        pictures=[picture()],
    )
    return targets


def picture(seed: int = 1) -> npt.NDArray[np.uint8]:
    """A page in colour."""
    return np.random.default_rng(seed).integers(0, 256, (61, 45, 3)).astype(np.uint8)


def _base(kind: Kind, study: str, series: str, frame: str) -> Dataset:
    found = Dataset()
    found.SpecificCharacterSet = "ISO_IR 192"
    found.SOPClassUID, found.SOPInstanceUID = MRImageStorage, generate_uid()
    found.StudyInstanceUID, found.SeriesInstanceUID, found.FrameOfReferenceUID = study, series, frame
    found.PatientID, found.PatientName = HOSPITAL_ID, NAME
    found.PatientBirthDate, found.PatientSex = "19680312", "F"
    found.PatientAddress, found.PatientTelephoneNumbers = "1 Secret Street", "555-0199"
    found.StudyDate, found.StudyTime, found.StudyID = "20260417", "101500", "77"
    found.AccessionNumber, found.ReferringPhysicianName = "A123", "Hale^Simon"
    found.StudyDescription, found.PositionReferenceIndicator = "MRI pelvis", ""
    found.Modality, found.SeriesDescription, found.SeriesNumber = "MR", "t2_tse_tra", 4
    found.Manufacturer, found.EchoTime, found.RepetitionTime = "SIEMENS", "100", "4500"
    found.ImageOrientationPatient = list(kind.orientation)
    found.PixelSpacing = ["0.70312", "0.625"]
    if kind.thickness is not None:
        found.SliceThickness = kind.thickness
    found.Rows, found.Columns, found.SamplesPerPixel = 24, 20, 1
    found.PhotometricInterpretation = "MONOCHROME2"
    found.BitsAllocated, found.BitsStored, found.HighBit, found.PixelRepresentation = 16, 12, 11, 0
    return found


def _enhanced(slices: list[Dataset], kind: Kind) -> Dataset:
    """One multi-frame file of the slices; with another volume between them if the kind asks for it."""
    found = slices[0].copy()
    found.SOPClassUID, found.SOPInstanceUID = EnhancedMRImageStorage, generate_uid()
    shared, measures, plane = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = slices[0].PixelSpacing, "4"
    plane.ImageOrientationPatient = slices[0].ImageOrientationPatient
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [plane]
    frames = [(0.0, one, one.PixelData) for one in slices]
    if kind.further_frames:
        frames += [(800.0, one, one.PixelData[::-1]) for one in slices]
    random.Random(3).shuffle(frames)
    groups = []
    for strength, one, _ in frames:
        group, place, diffusion = Dataset(), Dataset(), Dataset()
        place.ImagePositionPatient = one.ImagePositionPatient
        group.PlanePositionSequence = [place]
        if kind.further_frames:
            diffusion.DiffusionBValue = strength
            group.MRDiffusionSequence = [diffusion]
        groups.append(group)
    for keyword in (
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "PixelSpacing",
        "SliceThickness",
    ):
        delattr(found, keyword)
    found.NumberOfFrames = len(frames)
    found.SharedFunctionalGroupsSequence, found.PerFrameFunctionalGroupsSequence = [shared], groups
    found.PixelData = b"".join(pixels for *_, pixels in frames)
    return found


def _save(file: Path, dataset: Dataset) -> None:
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    pydicom.dcmwrite(file, dataset, enforce_file_format=True)

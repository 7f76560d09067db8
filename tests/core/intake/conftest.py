"""Small real DICOM series, as a scanner writes them, with identifiers to lose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

SECRET = "Nguyen-Müller"


def make_series(folder: Path, slices: int = 6, **changes: Any) -> list[Path]:
    """Write a series of axial images; `changes` replace attributes, callables take the slice number."""
    folder.mkdir(parents=True, exist_ok=True)
    series, study = generate_uid(), generate_uid()
    rng = np.random.default_rng(3)
    files = []
    for number in range(slices):
        dataset = Dataset()
        dataset.SpecificCharacterSet = "ISO_IR 192"
        dataset.SOPClassUID, dataset.SOPInstanceUID = MRImageStorage, generate_uid()
        dataset.SeriesInstanceUID, dataset.StudyInstanceUID = series, study
        dataset.FrameOfReferenceUID = study
        dataset.PatientID, dataset.PatientName = "H-4711", f"{SECRET}^Anna"
        dataset.PatientBirthDate, dataset.PatientSex = "19580312", "F"
        dataset.InstitutionName = dataset.OperatorsName = dataset.ImageComments = SECRET
        dataset.Manufacturer = "SIEMENS"
        dataset.Modality, dataset.SeriesDescription = "MR", f"t2_tse_tra {SECRET} 12.03.1958"
        dataset.EchoTime, dataset.RepetitionTime = "100", "4500"
        dataset.ImagePositionPatient = [-30.0, -20.0, -8.0 + 4.0 * number]
        dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        dataset.PixelSpacing, dataset.SliceThickness = [0.7, 0.6], "4"
        dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = 10, 12, 1
        dataset.PhotometricInterpretation = "MONOCHROME2"
        dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 12, 11
        dataset.PixelRepresentation, dataset.InstanceNumber = 0, slices - number
        dataset.PixelData = rng.integers(0, 4000, (10, 12)).astype("<u2").tobytes()
        for keyword, value in changes.items():
            setattr(dataset, keyword, value(number) if callable(value) else value)
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = dataset.SOPClassUID
        meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        dataset.file_meta = meta
        file = folder / f"{(number * 7) % 23:02d}_{generate_uid()[-5:]}"
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)
        files.append(file)
    return files


@pytest.fixture
def series() -> Callable[..., list[Path]]:
    """The writer of small series."""
    return make_series

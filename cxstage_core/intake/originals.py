"""Headers of original images, for objects that are filed into the same study.

They are read in the process that decodes, which hands over the elements that such objects repeat, and no
others: addresses, telephone numbers, comments and private elements stay behind.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import IntakeError
from cxstage_core.intake.decoding.budget import allow_pixels, now_at
from cxstage_core.intake.decoding.client import decoder

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

EXPECTED = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "AccessionNumber",
    "ReferringPhysicianName", "StudyID",
)  # fmt: skip
"""Elements of patient and study that every object has, empty where they are unknown (type 2)."""
FURTHER = (
    "IssuerOfPatientID", "StudyDescription", "PatientAge", "PatientIdentityRemoved", "DeidentificationMethod",
    "DeidentificationMethodCodeSequence", "LongitudinalTemporalInformationModified",
)  # fmt: skip
"""Elements of patient and study that are repeated where the original has them."""
_IMAGE = (
    "SpecificCharacterSet", "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID",
    "FrameOfReferenceUID", "PositionReferenceIndicator", "SeriesNumber", "Rows", "Columns", "NumberOfFrames",
    "ImageOrientationPatient", "ImagePositionPatient", "PixelSpacing", "SliceThickness",
    "LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod",
    "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence",
)  # fmt: skip
_GROUPS = ("PixelMeasuresSequence", "PlanePositionSequence", "PlaneOrientationSequence")
"""Functional groups of a multi-frame image that are kept."""
_LARGEST = 1 << 26
"""Bytes of header beyond which no image goes, pixels aside."""


def read_headers(files: Sequence[Path]) -> tuple[Dataset, ...]:
    """Read the kept elements of original images.

    Args:
        files: images that the scan has accepted.

    Returns:
        Data sets without pixels, numbers as they are written in the files.

    Raises:
        IntakeError: a file cannot be read any more, or its header is damaged.
    """
    from pydicom import dcmread

    try:
        absolute = [file.absolute() for file in files]
        work = sum(file.stat().st_size for file in files)
        found: list[bytes] = decoder().ask("originals", absolute[0], absolute, work_bytes=work)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # values are checked when they are used
            return tuple(dcmread(io.BytesIO(header)) for header in found)
    except OSError as error:
        raise IntakeError("The file cannot be opened.", file=files[0]) from error


def headers_of_files(_: Path, files: Sequence[Path]) -> list[bytes]:
    """Answer `read_headers`, in the process that decodes: one small DICOM file for each."""
    found = []
    for file in files:
        now_at(file)
        allow_pixels(file.stat().st_size)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found.append(_header_of(file))
        except OSError:
            raise
        except Exception as error:  # pydicom fails on damaged headers in more ways than can be listed
            raise _damaged(file) from error
        if len(found[-1]) > _LARGEST:
            raise _damaged(file)
    return found


def _header_of(file: Path) -> bytes:
    from pydicom import dcmread, dcmwrite
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian

    wanted = [*EXPECTED, *FURTHER, *_IMAGE]
    read = dcmread(file, specific_tags=[*wanted], stop_before_pixels=True, force=True)
    for keyword in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
        if keyword in read:
            groups = [_only(item, _GROUPS) for item in read[keyword].value]
            setattr(read, keyword, groups)
    kept = Dataset()
    for keyword in wanted:
        if keyword in read:
            kept.add(read[keyword])
    kept.preamble = bytes(128)
    kept.file_meta = FileMetaDataset()
    kept.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    buffer = io.BytesIO()
    dcmwrite(buffer, kept, implicit_vr=False, little_endian=True, enforce_file_format=False)
    return buffer.getvalue()


def _only(item: Dataset, keywords: Sequence[str]) -> Dataset:
    from pydicom.dataset import Dataset

    kept = Dataset()
    for keyword in keywords:
        if keyword in item:
            kept.add(item[keyword])
    return kept


def _damaged(file: Path) -> IntakeError:
    return IntakeError(
        "The header of this file is incomplete or damaged.",
        remedy="Export the series again from the scanner or the archive.",
        file=file,
    )

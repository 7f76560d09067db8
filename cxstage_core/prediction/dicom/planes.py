"""Places of slices as the original files write them, and references to the images that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cxstage_core.prediction.dicom.codes import DERIVED_FROM
from cxstage_core.prediction.dicom.source import Original

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MR = "1.2.840.10008.5.1.4.1.1.4"


def written(original: Original, index: int, keyword: str) -> Any:
    """Return an element of the place of a slice as its file writes it, None if it has none.

    Args:
        keyword: "ImageOrientationPatient", "ImagePositionPatient", "PixelSpacing" or "SliceThickness".
    """
    frame = original.frames[index]
    header = original.headers[frame.file]
    groups: list[Dataset] = []
    if header.get("PerFrameFunctionalGroupsSequence"):
        groups = [header.PerFrameFunctionalGroupsSequence[frame.number]]
        groups += list(header.get("SharedFunctionalGroupsSequence") or ())
    for group in groups:
        for element in group:
            if element.VR == "SQ" and element.value and keyword in element.value[0]:
                return element.value[0][keyword].value
    return header.get(keyword)


def stand_ins(original: Original) -> list[Dataset]:
    """Return one plain image for each slice, as highdicom wants its sources.

    They are numbered by their instance UIDs ("1.1" for the first slice), so that what highdicom derives from
    one can be led back to its slice; `refer` puts the real references there.
    """
    from pydicom.dataset import Dataset

    found = []
    first = original.first
    for index in range(len(original.frames)):
        one = Dataset()
        one.SOPClassUID = _MR
        one.SOPInstanceUID = f"1.{index + 1}"
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"):
            setattr(one, keyword, str(first[keyword].value))
        one.Modality = "MR"
        one.Rows, one.Columns = original.frames[index].rows, original.frames[index].columns
        one.ImageOrientationPatient = list(original.frames[0].orientation)
        one.ImagePositionPatient = list(original.frames[index].position)
        one.PixelSpacing = list(original.frames[0].spacing)
        one.SliceThickness = original.grid.spacing[0]
        for keyword in (
            "PatientID",
            "PatientName",
            "PatientBirthDate",
            "PatientSex",
            "AccessionNumber",
            "StudyID",
        ):
            setattr(one, keyword, "")
        one.StudyDate = one.StudyTime = None
        found.append(one)
    return found


def slice_of(stand_in: str) -> int:
    """Return the slice of a stand-in by its instance UID."""
    return int(stand_in.partition(".")[2]) - 1


def refer(item: Dataset, original: Original, index: int) -> None:
    """Make a reference lead to the image of a slice."""
    frame = original.frames[index]
    header = original.headers[frame.file]
    item.ReferencedSOPClassUID = str(header.SOPClassUID)
    item.ReferencedSOPInstanceUID = str(header.SOPInstanceUID)
    if frame.frames > 1:
        item.ReferencedFrameNumber = frame.number + 1


def references(original: Original, *, purpose: bool = False) -> list[Dataset]:
    """Return a reference to each instance of a series.

    Args:
        purpose: name the purpose of the reference in it.
    """
    from highdicom.sr import CodedConcept
    from pydicom.dataset import Dataset

    found = []
    for header in original.instances:
        item = Dataset()
        item.ReferencedSOPClassUID = str(header.SOPClassUID)
        item.ReferencedSOPInstanceUID = str(header.SOPInstanceUID)
        if purpose:
            item.PurposeOfReferenceCodeSequence = [
                CodedConcept(DERIVED_FROM.value, DERIVED_FROM.scheme, DERIVED_FROM.meaning)
            ]
        found.append(item)
    return found


def series_references(originals: Sequence[Original]) -> list[Dataset]:
    """Return references to all instances, by their series."""
    from pydicom.dataset import Dataset

    found = []
    for original in originals:
        item = Dataset()
        item.SeriesInstanceUID = str(original.first.SeriesInstanceUID)
        item.ReferencedInstanceSequence = references(original)
        found.append(item)
    return found

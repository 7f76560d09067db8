"""The outline as a DICOM segmentation (SEG) in the patient's own study.

All frames of the series are written, empty ones too, so that a reader sees the whole volume; places and
orientations are those of the source files to the letter, since a viewer compares them with the images.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Label, Mask
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.prediction.dicom import planes
from cxstage_core.prediction.dicom.answer import Answer, outline_words
from cxstage_core.prediction.dicom.codes import CERVIX, SEGMENTS
from cxstage_core.prediction.dicom.elements import code, complete, equipment
from cxstage_core.prediction.dicom.source import Original
from cxstage_core.prediction.dicom.uids import uid_of

if TYPE_CHECKING:
    import highdicom as hd

SERIES_NUMBER = 9601


def on_original(mask: Mask, original: Original) -> Mask:
    """Return the outline on the grid of the original series.

    Raises:
        PredictionError: nothing is outlined there.
    """
    placed, _ = on_series(mask, original.grid, original.frames[0].file)
    if not placed.array.any():
        raise PredictionError(
            "Nothing is outlined on the original series.", remedy="Outline the tumour first."
        )
    return placed


def labels_of(mask: Mask) -> tuple[Label, ...]:
    """Return the labels of an outline in the order of their segments, numbered from 1."""
    return tuple(label for label in SEGMENTS if mask.of(label).any())


def tracking(answer: Answer, label: Label) -> tuple[str, str]:
    """Return tracking identifier and UID of an outlined lesion, the same in every object of a record."""
    return SEGMENTS[label].label, uid_of("lesion", answer.record, answer.outline.sha256, label.name)


def segmentation(original: Original, mask: Mask, answer: Answer) -> hd.seg.Segmentation:
    """Build the segmentation.

    Args:
        mask: on the grid of the original series; see `on_original`.

    Returns:
        One segment for each label that is drawn, tumour first; binary, one frame for each slice of each.
    """
    import highdicom as hd

    array = np.ascontiguousarray(mask.array)
    labels = labels_of(mask)
    parts = ("seg", answer.record, _identity(original), _digest(array), answer.sha256)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # highdicom warns of names with one component
        made = hd.seg.Segmentation(
            source_images=planes.stand_ins(original),
            pixel_array=np.stack([array == label for label in labels], axis=-1).astype(np.uint8),
            segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
            segment_descriptions=[
                _described(number, label, answer) for number, label in enumerate(labels, start=1)
            ],
            series_instance_uid=uid_of("series", *parts),
            series_number=SERIES_NUMBER,
            sop_instance_uid=uid_of("instance", *parts),
            instance_number=1,
            omit_empty_frames=False,
            content_label="TUMOUR_OUTLINE",
            content_description=str(outline_words(answer.outline)),
            series_description="CxStage outline, research use only",
            specific_character_set=None,
            **equipment(),
        )
    _as_written(made, original)
    complete(made, original.first, answer.made, *parts)
    return made


def _described(number: int, label: Label, answer: Answer) -> hd.seg.SegmentDescription:
    import highdicom as hd

    segment = SEGMENTS[label]
    name, uid = tracking(answer, label)
    found = hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=segment.label,
        segmented_property_category=code(segment.category),
        segmented_property_type=code(segment.type),
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        tracking_uid=uid,
        tracking_id=name,
        anatomic_regions=[code(CERVIX)],
        display_color=hd.color.CIELabColor.from_rgb(*segment.rgb),
    )
    found.SegmentDescription = str(outline_words(answer.outline))
    return found


def _as_written(made: hd.seg.Segmentation, original: Original) -> None:
    """Put places and references of the original files where highdicom put those of the stand-ins."""
    shared = made.SharedFunctionalGroupsSequence[0]
    measures = shared.PixelMeasuresSequence[0]
    measures.PixelSpacing = planes.written(original, 0, "PixelSpacing")
    thickness = planes.written(original, 0, "SliceThickness")
    measures.SliceThickness = f"{original.grid.spacing[0]:.8g}" if thickness is None else thickness
    measures.SpacingBetweenSlices = f"{original.grid.spacing[0]:.8g}"
    shared.PlaneOrientationSequence[0].ImageOrientationPatient = planes.written(
        original, 0, "ImageOrientationPatient"
    )  # one for all frames, as readers expect; slices of one series differ in the last digits at most
    groups = list(made.PerFrameFunctionalGroupsSequence)
    sources = [group.DerivationImageSequence[0].SourceImageSequence[0] for group in groups]
    indices = [planes.slice_of(source.ReferencedSOPInstanceUID) for source in sources]
    for group, source, index in zip(groups, sources, indices, strict=True):
        planes.refer(source, original, index)  # segments share the items of a slice
        group.PlanePositionSequence[0].ImagePositionPatient = planes.written(
            original, index, "ImagePositionPatient"
        )
    made.SourceImageSequence = planes.references(original)
    made.ReferencedSeriesSequence = planes.series_references([original])
    first = original.first
    made.PositionReferenceIndicator = first.get("PositionReferenceIndicator")
    made.LossyImageCompression = str(first.get("LossyImageCompression") or "00")
    for keyword in ("LossyImageCompressionRatio", "LossyImageCompressionMethod"):
        if keyword in first:
            made.add(first[keyword])


def _identity(original: Original) -> str:
    """What names the series in a hash, so that a record written into two studies has two UIDs."""
    return str(original.first.SeriesInstanceUID)


def _digest(array: npt.NDArray[np.uint8]) -> bytes:
    import hashlib

    return hashlib.sha256(array.tobytes() + str(array.shape).encode()).digest()

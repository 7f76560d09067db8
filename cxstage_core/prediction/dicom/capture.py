"""Pictures of the answer as secondary captures, in the patient's own study.

The pictures hold no identifier, so that nothing burned in names the patient: the study does.
"""

from __future__ import annotations

import hashlib
import warnings
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.errors import PredictionError
from cxstage_core.prediction.dicom import planes
from cxstage_core.prediction.dicom.answer import Answer, Picture
from cxstage_core.prediction.dicom.elements import complete, equipment
from cxstage_core.prediction.dicom.source import Original
from cxstage_core.prediction.dicom.uids import uid_of

if TYPE_CHECKING:
    import highdicom as hd

SERIES_NUMBER = 9603
_LARGEST = 1 << 13


def secondary_capture(
    original: Original, picture: Picture, answer: Answer, number: int = 1
) -> hd.sc.SCImage:
    """Build the secondary capture of one picture.

    Args:
        picture: uint8 (row, column, red green blue), without identifiers.
        number: place of the picture in the series, from 1.

    Raises:
        PredictionError: it has another form or size.
    """
    import highdicom as hd

    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise PredictionError(
            "The picture to be saved is not in colour with 8 bits; it has the form {shape}.",
            shape=picture.shape,
        )
    if min(picture.shape) < 1 or max(picture.shape) > _LARGEST:
        raise PredictionError("The picture to be saved has an impossible size.")
    parts = ("sc", answer.record, str(original.first.SeriesInstanceUID), answer.made.isoformat())
    content = hashlib.sha256(np.ascontiguousarray(picture).tobytes() + str(picture.shape).encode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # highdicom warns of names with one component
        made = hd.sc.SCImage(
            pixel_array=np.ascontiguousarray(picture),
            photometric_interpretation="RGB",
            bits_allocated=8,
            coordinate_system="PATIENT",
            study_instance_uid=str(original.first.StudyInstanceUID),
            series_instance_uid=uid_of("series", *parts),
            series_number=SERIES_NUMBER,
            sop_instance_uid=uid_of("instance", *parts, content.digest(), str(number)),
            instance_number=number,
            patient_orientation=("L", "P"),
            series_description="CxStage answer page, research use only",
            specific_character_set=None,
            **equipment(),
        )
    for keyword in ("PatientOrientation", "Laterality"):  # a page of several pictures has none
        setattr(made, keyword, None)
    made.ConversionType = "WSD"
    made.BurnedInAnnotation = "NO"
    made.RecognizableVisualFeatures = "NO"
    made.DerivationDescription = "Page of a research prediction with pictures of the series"
    made.SourceImageSequence = planes.references(original, purpose=True)
    lossy = str(original.first.get("LossyImageCompression") or "00")
    made.LossyImageCompression = lossy
    for keyword in ("LossyImageCompressionRatio", "LossyImageCompressionMethod"):
        if lossy == "01" and keyword in original.first:
            made.add(original.first[keyword])
    complete(made, original.first, answer.made, *parts)
    return made

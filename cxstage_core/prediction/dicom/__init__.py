"""Results as DICOM in the patient's own study: segmentation, structured report, secondary capture."""

from cxstage_core.prediction.dicom.answer import Answer, GroupSet, Interval, Picture
from cxstage_core.prediction.dicom.source import Original, Source, match, open_source
from cxstage_core.prediction.dicom.writing import Targets, write_all

__all__ = [
    "Answer",
    "GroupSet",
    "Interval",
    "Original",
    "Picture",
    "Source",
    "Targets",
    "match",
    "open_source",
    "write_all",
]

"""Results as DICOM in the patient's own study: segmentation, structured report, secondary capture."""

from cxstage_core.prediction.dicom.answer import Answer, GroupSet, Interval, Picture
from cxstage_core.prediction.dicom.of_case import Filed, answer_of, conclusion_of, write_of_case
from cxstage_core.prediction.dicom.source import Original, Source, match, open_source
from cxstage_core.prediction.dicom.writing import Targets, write_all

__all__ = [
    "Answer",
    "Filed",
    "GroupSet",
    "Interval",
    "Original",
    "Picture",
    "Source",
    "Targets",
    "answer_of",
    "conclusion_of",
    "match",
    "open_source",
    "write_all",
    "write_of_case",
]

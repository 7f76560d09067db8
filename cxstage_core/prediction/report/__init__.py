"""The report of one prediction: a record with provenance, its PDF, and the comparison with a second computation."""

from cxstage_core.prediction.report.composition import record_of
from cxstage_core.prediction.report.record import PredictionRecord, read_record, write_record

__all__ = ["PredictionRecord", "read_record", "record_of", "write_record"]

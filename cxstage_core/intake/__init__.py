"""Images in: DICOM folders and image files become volumes, and nothing that names a patient."""

from cxstage_core.intake.image_files import read_mask, read_volume, write_mask, write_volume
from cxstage_core.intake.importing import import_series
from cxstage_core.intake.report import (
    Candidate,
    ImportReport,
    Rejected,
    Scan,
    SeriesImported,
    SeriesOutcome,
)
from cxstage_core.intake.roi import RoiImport, export_roi, import_roi
from cxstage_core.intake.scan import scan

__all__ = [
    "Candidate",
    "ImportReport",
    "Rejected",
    "RoiImport",
    "Scan",
    "SeriesImported",
    "SeriesOutcome",
    "export_roi",
    "import_roi",
    "import_series",
    "read_mask",
    "read_volume",
    "scan",
    "write_mask",
    "write_volume",
]

"""Reading kits: the cases of one reader as a small cohort, carried to another computer and back."""

from cxstage_core.cohort.kits.archive import pack_kit, unpack_kit
from cxstage_core.cohort.kits.export_kit import export_kit
from cxstage_core.cohort.kits.import_kit import Brought, KitReport, import_kit

__all__ = ["Brought", "KitReport", "export_kit", "import_kit", "pack_kit", "unpack_kit"]

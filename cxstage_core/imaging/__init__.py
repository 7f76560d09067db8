"""Arrays with world geometry: `Grid`, `Volume`, `Mask` and resampling between them."""

from cxstage_core.imaging.grid import Grid
from cxstage_core.imaging.resample import resample_mask, resample_volume
from cxstage_core.imaging.volume import Label, Mask, Volume, unmeasured

__all__ = ["Grid", "Label", "Mask", "Volume", "resample_mask", "resample_volume", "unmeasured"]

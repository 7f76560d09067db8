"""Changes of labels by a drawn area."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label
from cxstage_core.reading.delta import Labels, SliceDelta
from cxstage_core.reading.tools.brush import Patch


def painted(
    labels: Labels, where: npt.NDArray[np.bool_], label: Label, *, protect: bool = False
) -> Labels:
    """The labels after an area was painted.

    Args:
        labels: uint8 (row, column), not changed.
        where: bool of the same shape.
        protect: pixels of other labels keep them.
    """
    free = where & ((labels == Label.BACKGROUND) | (labels == label)) if protect else where
    return np.where(free, np.uint8(label), labels)


def erased(
    labels: Labels, where: npt.NDArray[np.bool_], label: Label, *, protect: bool = False
) -> Labels:
    """The labels after an area was erased; with `protect`, only `label` is taken away."""
    gone = where & (labels == label) if protect else where
    return np.where(gone, np.uint8(Label.BACKGROUND), labels)


def patch_delta(
    index: int,
    labels: Labels,
    patch: Patch,
    label: Label,
    *,
    erase: bool = False,
    protect: bool = False,
) -> SliceDelta | None:
    """Return what painting or erasing a patch changes; it looks at the patch only, not at the whole slice.

    Args:
        index: the slice.
        labels: uint8 (row, column) of the whole slice, not changed.

    Returns:
        None when nothing changes.
    """
    before = labels[patch.window]
    change = erased if erase else painted
    after = change(before, patch.inside, label, protect=protect)
    return SliceDelta.within(index, labels, patch.box[:2], after)

"""Notes about an outline that was moved to another grid: its volume before and after."""

from __future__ import annotations

import numpy as np

from cxstage_core.imaging.volume import Label, Mask
from cxstage_core.text import Text, text


def moved_notes(before: Mask, after: Mask) -> tuple[Text, ...]:
    """Return the volume of each label before and after, and the part that lies outside the new grid."""
    notes: list[Text] = []
    if before.of(Label.TUMOUR).any() or not before.of(Label.INFILTRATION).any():
        notes.append(
            text(
                "The outline has another grid and was resampled: {before:.2f} cm³ became {after:.2f} cm³.",
                before=before.volume_cm3(),
                after=after.volume_cm3(),
            )
        )
    if before.of(Label.INFILTRATION).any():
        notes.append(
            text(
                "The possible infiltration was resampled to another grid: {before:.2f} cm³ became "
                "{after:.2f} cm³.",
                before=before.volume_cm3(Label.INFILTRATION),
                after=after.volume_cm3(Label.INFILTRATION),
            )
        )
    index = np.argwhere(before.array)
    outside = int(np.count_nonzero(~after.grid.contains(before.grid.index_to_world(index))))
    if outside:
        notes.append(
            text(
                "{share:.1f} % of the outline lies outside the series and was lost.",
                share=100.0 * outside / len(index),
            )
        )
    return tuple(notes)

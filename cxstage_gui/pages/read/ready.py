"""Everything the page needs to show a case, made away from the interface thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.cohort.records import Reading, ReadingState
from cxstage_core.imaging import Label, Mask
from cxstage_core.reading import MaskEditor
from cxstage_gui.pages.read.case import Case, Clock
from cxstage_gui.pages.read.measures import Measures
from cxstage_gui.session import Study
from cxstage_gui.theme.palette import READER_A, READER_B
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel

INFILTRATION = "#CC79A7"
CAP_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A case with its panes.

    Args:
        mask: what is drawn on the first pane's series.
        second: None when there is no other series.
    """

    case: Case
    mask: Mask
    layers: tuple[Layer, ...]
    first: PaneModel
    second: PaneModel | None
    measures: Measures


def make_ready(
    study: Study, reader: str, known: MaskEditor | None, pending: Reading | None = None
) -> Ready:
    """Prepare a study for the page.

    Args:
        known: the editor of this case when it was last open; it is taken up again, with its undo
            history, if the masks are the ones last drawn in it.
        pending: what was drawn but could not be written yet; it is newer than the stored reading.

    Raises:
        ReadingError: a stored outline lies on another grid than its image.
    """
    stored = pending or study.reading
    masks = dict(stored.masks) if stored is not None else {}
    editor = known if known is not None and known.agrees(masks) else None
    if editor is None:
        editor = MaskEditor(masks, cap_bytes=CAP_BYTES)
    shown = tuple(study.volumes)
    case = Case(study, reader, editor, shown[0], shown[1] if len(shown) > 1 else "", Clock())
    if stored is not None:
        case.clock.seconds = stored.seconds
        case.confidence, case.comment = stored.confidence, stored.comment
        case.state, case.version = ReadingState(stored.state), stored.version
        case.saved_at = stored.saved_at
    volume = study.volumes[case.first]
    mask = editor.open_series(case.first, volume.grid)
    layers = tuple(Layer(_rgb(colour)) for colour in label_colours(reader).values())
    first = PaneModel(volume, DrawnLabels(mask.array), layers, _fullest(mask))
    second = None
    if case.second:
        beside = study.volumes[case.second]
        second = PaneModel(beside, LinkedLabels(mask, beside.grid), layers)
    measures = Measures(mask)
    _ = measures.longest  # measured here and kept
    return Ready(case, mask, layers, first, second, measures)


def label_colours(reader: str) -> dict[Label, str]:
    """The tumour in the reader's colour, possible infiltration in its own."""
    return {
        Label.TUMOUR: READER_B if reader == "B" else READER_A,
        Label.INFILTRATION: INFILTRATION,
    }


def _fullest(mask: Mask) -> int | None:
    """The slice with the largest outline, None when nothing is drawn."""
    areas = np.count_nonzero(mask.array, axis=(1, 2))
    return int(areas.argmax()) if areas.any() else None


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

"""Everything the page needs to show a case, made away from the interface thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.cohort.values.reading_key import is_review, person_of
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.imaging import Label, Mask
from cxstage_gui.pages.read.case.case import Case, Clock
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.session import Study
from cxstage_gui.theme.palette import READER_A, READER_B, REFERENCE
from cxstage_gui.viewer.models.contents import Content, usual_contents
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.reslice import turn_of
from cxstage_gui.viewer.models.window_level import WindowLevel

INFILTRATION = "#CC79A7"


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A case with its panes.

    Args:
        mask: what is drawn on the first pane's series.
        others: what the other panes show; None where there is no such series.
        elsewhere: the reading was changed by somebody else; these masks are to be adopted.
    """

    case: Case
    mask: Mask
    layers: tuple[Layer, ...]
    first: PaneModel
    others: tuple[PaneModel | None, ...]
    measures: Measures
    elsewhere: dict[str, Mask] | None = None


def make_ready(
    study: Study,
    reader: str,
    pending: Reading | None = None,
    contents: tuple[Content, ...] = (),
) -> Ready:
    """Prepare a study for the page.

    Args:
        contents: what the panes beside the first show; the usual when empty.
        pending: what was drawn but could not be written yet; it is newer than the stored reading.

    Raises:
        ReadingError: a stored outline lies on another grid than its image.
    """
    stored = pending or study.reading
    masks = dict(stored.masks) if stored is not None else {}
    drawn = study.drawn
    editor = drawn.editor
    elsewhere = None if drawn.ahead or editor.agrees(masks) else masks
    first_id, *more = study.volumes
    if not contents:
        record = next(one for one in study.series if one.id == first_id)
        contents = usual_contents(record, more[0] if more else "")
    case = Case(study, reader, editor, first_id, contents, Clock())
    if stored is not None:
        case.clock.seconds = stored.seconds
        case.confidence, case.comment = stored.confidence, stored.comment
        case.state, case.version = ReadingState(stored.state), stored.version
        case.saved_at = stored.saved_at
    volume = study.volumes[case.first]
    mask = editor.open_series(case.first, volume.grid)
    layers = tuple(Layer(_rgb(colour)) for colour in label_colours(reader).values())
    first = PaneModel(volume, DrawnLabels(mask.array), layers, _start(study, mask), drawn=True)
    autos = {case.first: first.auto_window}
    others = tuple(_pane(study, content, case.first, mask, layers, autos) for content in contents)
    measures = Measures(mask)
    _ = measures.longest  # measured here and kept
    return Ready(case, mask, layers, first, others, measures, elsewhere)


def _pane(
    study: Study,
    content: Content,
    drawn: str,
    mask: Mask,
    layers: tuple[Layer, ...],
    autos: dict[str, WindowLevel],
) -> PaneModel | None:
    volume = study.volumes.get(content.series)
    if volume is None:
        return None
    turn = turn_of(volume.grid, content.plane)
    seen = turn.volume(volume)
    of_drawn = content.series == drawn
    labels = DrawnLabels(turn.array(mask.array)) if of_drawn else LinkedLabels(mask, seen.grid)
    made = PaneModel(seen, labels, layers, turn=turn, drawn=of_drawn, auto=autos.get(content.series))
    autos[content.series] = made.auto_window
    return made


def label_colours(reader: str) -> dict[Label, str]:
    """The tumour in the reader's colour, possible infiltration in its own."""
    if reader and is_review(reader):
        return {Label.TUMOUR: REFERENCE, Label.INFILTRATION: INFILTRATION}
    return {
        Label.TUMOUR: READER_B if reader and person_of(reader) == "B" else READER_A,
        Label.INFILTRATION: INFILTRATION,
    }


def _start(study: Study, mask: Mask) -> int | None:
    """The slice on screen when the last session was interrupted, else the fullest."""
    place = study.drawn.place
    if place is None or place.first != next(iter(study.volumes)):
        return _fullest(mask)
    return min(max(0, place.index), mask.array.shape[0] - 1)


def _fullest(mask: Mask) -> int | None:
    """The slice with the largest outline, None when nothing is drawn."""
    areas = np.count_nonzero(mask.array, axis=(1, 2))
    return int(areas.argmax()) if areas.any() else None


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

"""A case with the models of its panes, prepared in a background thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.cohort.values.reading_key import is_review, person_of
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.imaging import Label, Mask
from cxstage_gui.pages.read.case.case import Access, Case
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.pages.read.case.reading_timer import ReadingTimer
from cxstage_gui.session import Study
from cxstage_gui.theme.palette import INFILTRATION, READER_A, READER_B, REFERENCE
from cxstage_gui.viewer.models.contents import Content, usual_contents
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.reslice import reslice_of
from cxstage_gui.viewer.models.window_level import WindowLevel


@dataclass(frozen=True, slots=True, eq=False)
class PreparedCase:
    """A case with its panes.

    Args:
        mask: the outlines on the series of the first pane.
        others: models of the other panes; None for an empty pane.
        elsewhere: masks to adopt, because another session changed the reading on disk.
    """

    case: Case
    mask: Mask
    layers: tuple[Layer, ...]
    first: PaneModel
    others: tuple[PaneModel | None, ...]
    measures: Measures
    elsewhere: dict[str, Mask] | None = None


def prepare_case(
    study: Study,
    reader: str,
    access: Access,
    pending: Reading | None = None,
    contents: tuple[Content, ...] = (),
) -> PreparedCase:
    """Prepare a study for the page.

    Args:
        access: what the current user may do with the case.
        pending: outlines that could not be written yet; newer than the stored reading.
        contents: contents of the panes after the first; the usual ones if empty.

    Raises:
        ReadingError: a stored outline is on another grid than its image.
    """
    stored = pending or study.reading or Reading(study.patient, reader, {})
    drawn, masks = study.drawn, dict(stored.masks)
    editor = drawn.editor
    elsewhere = None if drawn.ahead or editor.agrees(masks) else masks
    first, *more = study.volumes
    if not contents:
        record = next(one for one in study.series if one.id == first)
        contents = usual_contents(record, more[0] if more else "")
    volume = study.volumes[first]
    mask = editor.open_series(first, volume.grid)
    case = Case(
        study,
        reader,
        editor,
        first,
        contents,
        access,
        ReadingTimer(stored.seconds),
        confidence=stored.confidence,
        comment=stored.comment,
        state=ReadingState(stored.state),
        version=stored.version,
        saved_at=stored.saved_at,
        rights=study.rights,
    )
    layers = tuple(Layer(_rgb(colour)) for colour in label_colours(reader).values())
    model = PaneModel(volume, DrawnLabels(mask.array), layers, _start(study, mask), drawn=True)
    autos = {first: model.auto_window}
    others = tuple(_pane(study, content, first, mask, layers, autos) for content in contents)
    measures = Measures(mask)
    _ = measures.longest  # measured here and kept
    return PreparedCase(case, mask, layers, model, others, measures, elsewhere)


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
    reslice = reslice_of(volume.grid, content.plane)
    seen = reslice.volume(volume)
    of_drawn = content.series == drawn
    labels = DrawnLabels(reslice.array(mask.array)) if of_drawn else LinkedLabels(mask, seen.grid)
    made = PaneModel(
        seen, labels, layers, reslice=reslice, drawn=of_drawn, auto=autos.get(content.series)
    )
    autos[content.series] = made.auto_window
    return made


def label_colours(reader: str) -> dict[Label, str]:
    """Colours of the labels: the tumour in the reader's colour."""
    if reader and is_review(reader):
        return {Label.TUMOUR: REFERENCE, Label.INFILTRATION: INFILTRATION}
    return {
        Label.TUMOUR: READER_B if reader and person_of(reader) == "B" else READER_A,
        Label.INFILTRATION: INFILTRATION,
    }


def _start(study: Study, mask: Mask) -> int | None:
    """The slice on screen when the last session was interrupted, else the one with the largest outline."""
    place = study.drawn.place
    if place is None or place.first != next(iter(study.volumes)):
        return _largest(mask)
    return min(max(0, place.index), mask.array.shape[0] - 1)


def _largest(mask: Mask) -> int | None:
    """The slice with the largest outline, None without outlines."""
    areas = np.count_nonzero(mask.array, axis=(1, 2))
    return int(areas.argmax()) if areas.any() else None


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

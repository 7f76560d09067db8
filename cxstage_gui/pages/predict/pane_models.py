"""The pictures of a study, made away from the interface: grey values and outlines of the panes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.reading import MaskEditor
from cxstage_gui.session.workers.prediction_values import StudyView
from cxstage_gui.theme.palette import INFILTRATION, READER_A, READER_B, REFERENCE
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel

if TYPE_CHECKING:
    from cxstage_core.prediction.explanation import InputPlace
    from cxstage_core.prediction.viewing import ShownOutline


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What the panes show.

    Args:
        view: the study. editor: of the outline on its shown series.
        mask: the outline in the editor; the drawing changes it.
        first: the pane that is drawn on.
        second: the other pane, None without another series.
    """

    view: StudyView
    editor: MaskEditor
    mask: Mask
    layers: tuple[Layer, ...]
    first: PaneModel
    second: PaneModel | None


def make_pictures(view: StudyView, volume: Volume) -> Pictures:
    """Make the pictures of a study that was just opened.

    Args:
        volume: of the shown series.
    """
    outline = view.outline
    editor = MaskEditor({} if outline is None else {view.shown: outline.mask})
    mask = editor.open_series(view.shown, volume.grid)
    layers = layers_of(outline)
    first = PaneModel(volume, DrawnLabels(mask.array), layers, largest_slice(mask), drawn=True)
    second = None
    if view.second is not None:
        second = make_beside(view.second[1], mask, layers)
    return Pictures(view, editor, mask, layers, first, second)


def make_beside(volume: Volume, mask: Mask, layers: tuple[Layer, ...]) -> PaneModel:
    """Make the picture of another series with the outline where it lies in the patient."""
    return PaneModel(volume, LinkedLabels(mask, volume.grid), layers)


def make_input(place: InputPlace, channel: int, mask: Mask, layers: tuple[Layer, ...]) -> PaneModel:
    """Make the picture of one input of the network, at its own pixels, where it lies in the patient.

    Slices between the first and the last that the network does not see are empty.
    """
    images = place.channels[:, channel]
    first, last = min(place.slice_indices), max(place.slice_indices)
    side = images.shape[1]
    array = np.full((last - first + 1, side, side), images.min(), dtype=np.float32)
    array[[index - first for index in place.slice_indices]] = images
    turned = place.turned_grid
    step = place.window.side_mm / side
    start = [
        centre - (side - 1) / 2 * step / mm
        for centre, mm in zip(place.window.centre, place.window.spacing, strict=True)
    ]
    x, y, z = (float(v) for v in turned.index_to_world((float(first), *start)))
    spacing = (turned.spacing[0], step, step)
    volume = Volume(array, Grid(array.shape, spacing, (x, y, z), turned.direction))
    return PaneModel(volume, LinkedLabels(mask, volume.grid), layers)


def layers_of(outline: ShownOutline | None) -> tuple[Layer, ...]:
    """Return the looks of both labels: the tumour in the colour of its author."""
    tumour = READER_A
    if outline is not None:
        if outline.facts.kind == "reference":
            tumour = REFERENCE
        elif outline.facts.author == "B":
            tumour = READER_B
    return tuple(Layer(rgb(colour)) for colour in (tumour, INFILTRATION))


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green, blue of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def largest_slice(mask: Mask) -> int | None:
    """Return the slice with the largest outline, None without one."""
    areas = np.count_nonzero(mask.array, axis=(1, 2))
    return int(areas.argmax()) if areas.any() else None


def outlined_slices(mask: Mask | None) -> npt.NDArray[np.bool_]:
    """Return for each slice whether it is drawn on."""
    if mask is None:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(mask.array.any(axis=(1, 2)))

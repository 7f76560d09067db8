"""Pictures and true outlines of a drawn patient: pure functions of the drawing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.phantom.artefacts import ghost, rician, shade
from cxstage_core.phantom.canvas import Canvas, Lattice, Paint, as_pixels
from cxstage_core.phantom.frame import BETWEEN, frame_layers, outside_layers
from cxstage_core.phantom.layers import Coat, Layer, Space, fill
from cxstage_core.phantom.organs import organ_layers
from cxstage_core.phantom.patient import Patient
from cxstage_core.phantom.points import REACH_MM, Coordinates, Field, boxes_of
from cxstage_core.phantom.scanner import Protocol, Scanner, grid_of
from cxstage_core.phantom.shapes import Shape, half_space
from cxstage_core.phantom.spaces import to_frame, to_organs, to_world
from cxstage_core.phantom.texture import cut, stock
from cxstage_core.phantom.tissues import Tissue
from cxstage_core.phantom.tumour import OS_Z_MM, infiltration, soft_middle, solid

HIGHEST = 4095
"""The largest stored value: 12 bits."""

_LEAST_COVER = 1e-3


def render(patient: Patient, *, planes: Collection[str] = ("axial", "sagittal")) -> dict[str, Volume]:
    """The three series of a patient, uint16 of 12 bits, by protocol name ("t2_axial", …).

    Args:
        planes: series in other planes are left out.
    """
    layers = _layers(patient)
    return {
        p.name: _series(patient, p, layers)
        for p in patient.examination.scanner.protocols
        if p.name.partition("_")[2] in planes
    }


def truth(patient: Patient) -> Mask:
    """Tumour and possible infiltration on the grid of the axial T2 series; never without tumour.

    A voxel belongs to the tumour when it is at least half filled. A small tumour between two slices
    may fill no voxel by half: then those filled at least half as much as the fullest one belong to it.
    """
    protocol = patient.examination.scanner.protocols[0]
    lattice = Lattice(series_grid(patient, protocol), protocol.slice_mm)
    centre = tumour_centre(patient)
    tumour = _cover(lattice, solid(patient.tumour, centre))
    strands = infiltration(patient.tumour, centre)
    rim = np.zeros_like(tumour) if strands is None else _cover(lattice, strands)
    rim = np.minimum(rim, 1 - tumour)
    labels = np.zeros(lattice.grid.size, dtype=np.uint8)
    labels[tumour + rim >= 0.5] = Label.INFILTRATION
    labels[(tumour >= 0.5) | ((tumour >= rim) & (labels > 0))] = Label.TUMOUR
    if not (labels == Label.TUMOUR).any():
        labels[tumour >= max(float(tumour.max()) / 2, _LEAST_COVER)] = Label.TUMOUR
    return Mask(labels, lattice.grid)


def _cover(lattice: Lattice, shape: Shape) -> Field:
    """How much of every voxel a solid of world space fills, 0 to 1."""
    canvas = Canvas(lattice, Paint(0.0, 0.0))
    canvas.paint(shape, Coordinates(lattice.world), [Paint(0.0, 1.0)])
    return as_pixels(canvas.signal)


def series_grid(patient: Patient, protocol: Protocol) -> Grid:
    """The grid of one of the patient's series."""
    cervix = to_world(patient.position, (0.0, 0.0, 0.0))
    return grid_of(protocol, patient.examination, cervix, tumour_centre(patient))


def tumour_centre(patient: Patient) -> tuple[float, float, float]:
    """World point of the middle of the tumour, LPS mm."""
    return to_world(patient.position, patient.tumour.centre)


def _layers(patient: Patient) -> list[Layer]:
    return [
        *frame_layers(patient.build),
        *organ_layers(patient.organs),
        *_tumour_layers(patient),
        *outside_layers(patient.build),
    ]


def _tumour_layers(patient: Patient) -> list[Layer]:
    form, centre = patient.tumour, tumour_centre(patient)
    body = solid(form, centre)
    spared = half_space(to_world(patient.position, (0.0, 0.0, OS_Z_MM - 1.0)), (0.0, 0.0, -1.0))
    for way in form.lobes:
        reach = 0.3 * form.mean_radius_mm
        edge = (centre[0] + way[0] * reach, centre[1] + way[1] * reach, centre[2])
        spared = spared.within(half_space(edge, way))
    world = Space.WORLD
    layers = [
        fill(body.grown(4.4).within(spared), Tissue.CERVIX_OUTER, 0.8, space=world),
        fill(body.grown(2.6).within(spared), Tissue.CERVIX_RING, 0.8, space=world),
    ]
    strands = infiltration(form, centre)
    if strands is not None:
        layers.append(fill(strands, Tissue.INFILTRATION, 1.2, space=world))
    layers.append(fill(body, Tissue.TUMOUR, 0.9, space=world))
    middle = soft_middle(form, centre)
    if middle is not None:
        layers.append(fill(middle.within(body.grown(-3.0)), Tissue.NECROSIS, 4.0, space=world))
    return layers


def _series(patient: Patient, protocol: Protocol, layers: list[Layer]) -> Volume:
    scanner = patient.examination.scanner
    lattice = Lattice(series_grid(patient, protocol), protocol.slice_mm)
    frame = to_frame(patient.position, lattice.world)
    spaces = {
        Space.WORLD: Coordinates(lattice.world),
        Space.FRAME: Coordinates(frame),
        Space.ORGANS: Coordinates(to_organs(patient.tumour, frame)),
    }
    weighting = protocol.weighting
    canvas = Canvas(lattice, _paint(Coat(0.0, BETWEEN), weighting, scanner))
    windows = {
        space: iter(
            spaces[space].windows(boxes_of([n.box for n in layers if n.space is space]), REACH_MM)
        )
        for space in spaces
    }
    for layer in layers:
        window = next(windows[layer.space])
        if window is not None:
            paints = [_paint(c, weighting, scanner) for c in layer.coats]
            canvas.paint(layer.shape, spaces[layer.space], paints, window)
    return Volume(_developed(patient, protocol, lattice, canvas), lattice.grid)


def _paint(coat: Coat, weighting: str, scanner: Scanner) -> Paint:
    look = coat.tissue.value
    signal = look.t2**scanner.t2_power if weighting == "T2" else look.t1**scanner.t1_power
    grain, septa, streaks = scanner.texture
    textures = (
        grain * look.grain,
        -septa * look.septa * min(1.0, 0.4 + signal),
        streaks * look.streaks,
    )
    return Paint(coat.grown_mm, signal, textures, coat.blur_mm + scanner.blur_mm, coat.opacity)


def _developed(
    patient: Patient, protocol: Protocol, lattice: Lattice, canvas: Canvas
) -> npt.NDArray[np.uint16]:
    """From tissue to stored pixels: texture, contrast, coils, ghosts, noise, gain."""
    examination = patient.examination
    scanner = examination.scanner
    rng = np.random.default_rng([patient.seed, patient.number, 77, round(protocol.echo_ms)])
    image = canvas.signal
    tiles = stock()
    for number, kind in enumerate((tiles.grain, tiles.septa, tiles.streaks)):
        part = cut(kind, lattice.blocks, rng)
        part *= canvas.texture(number)
        image += part
    np.maximum(image, 0, out=image)
    shade(image, lattice, examination, to_world(patient.position, (0.0, 0.0, 0.0)))
    ghost(image, protocol, examination)
    rician(image, scanner.noise * (1.15 if protocol.weighting == "T1" else 1.0), rng)
    image *= np.float32(examination.gain)
    np.minimum(image, HIGHEST, out=image)
    return np.asarray(as_pixels(image.astype(np.uint16)), dtype=np.uint16)

"""Pictures and true outlines of a drawn patient: pure functions of the drawing."""

from __future__ import annotations

import numpy as np

from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.phantom.artefacts import ghost, rician, shade
from cxstage_core.phantom.canvas import Canvas, Lattice
from cxstage_core.phantom.drawing import stream
from cxstage_core.phantom.frame import frame_layers, outside_layers
from cxstage_core.phantom.layers import Layer, Space
from cxstage_core.phantom.organs import organ_layers
from cxstage_core.phantom.patient import Patient
from cxstage_core.phantom.scanner import Protocol, grid_of
from cxstage_core.phantom.shapes import Field, Shape, half_space
from cxstage_core.phantom.spaces import to_frame, to_organs, to_world
from cxstage_core.phantom.texture import cut, stock
from cxstage_core.phantom.tissues import Tissue
from cxstage_core.phantom.tumour import OS_Z_MM, infiltration, soft_middle, solid

RIPPLE_MM = 9.0
"""More than bones and muscles are ever displaced."""

HEADROOM = 4095


def render(patient: Patient) -> dict[str, Volume]:
    """The three series of a patient, uint16 of 12 bits, by protocol name ("t2_axial", …)."""
    layers = _layers(patient)
    return {p.name: _series(patient, p, layers) for p in patient.examination.scanner.protocols}


def truth(patient: Patient) -> Mask:
    """Tumour and possible infiltration on the grid of the axial T2 series."""
    protocol = patient.examination.scanner.protocols[0]
    lattice = Lattice(series_grid(patient, protocol), protocol.slice_mm)
    centre = tumour_centre(patient)
    canvas = Canvas(lattice, 2)
    strands = infiltration(patient.tumour, centre)
    if strands is not None:
        canvas.paint(strands, (0.0, 1.0), lattice.world, 0.0)
    canvas.paint(solid(patient.tumour, centre), (1.0, 0.0), lattice.world, 0.0)
    tumour, rim = canvas.channel(0), canvas.channel(1)
    labels = np.zeros(lattice.grid.size, dtype=np.uint8)
    labels[tumour + rim >= 0.5] = Label.INFILTRATION
    labels[(tumour >= 0.5) | ((tumour >= rim) & (labels > 0))] = Label.TUMOUR
    return Mask(labels, lattice.grid)


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
        *outside_layers(),
    ]


def _tumour_layers(patient: Patient) -> list[Layer]:
    form, centre = patient.tumour, tumour_centre(patient)
    body = solid(form, centre)
    ring, outer = body.grown(2.6), body.grown(4.4)
    cut_at = to_world(patient.position, (0.0, 0.0, OS_Z_MM - 1.0))
    spared = half_space(cut_at, (0.0, 0.0, -1.0))
    for way in form.invaded:
        reach = 0.3 * form.mean_radius_mm
        spared = spared.within(
            half_space((centre[0] + way[0] * reach, centre[1] + way[1] * reach, centre[2]), way)
        )
    layers = [
        Layer(outer.within(spared), Tissue.CERVIX_OUTER, Space.WORLD, 0.8),
        Layer(ring.within(spared), Tissue.CERVIX_RING, Space.WORLD, 0.8),
    ]
    strands = infiltration(form, centre)
    if strands is not None:
        layers.append(Layer(strands, Tissue.INFILTRATION, Space.WORLD, 2.0))
    layers.append(Layer(body, Tissue.TUMOUR, Space.WORLD, 0.9))
    middle = soft_middle(form, centre)
    if middle is not None:
        layers.append(Layer(middle.within(body.grown(-3.0)), Tissue.NECROSIS, Space.WORLD, 4.0))
    return layers


def _series(patient: Patient, protocol: Protocol, layers: list[Layer]) -> Volume:
    examination = patient.examination
    scanner = examination.scanner
    lattice = Lattice(series_grid(patient, protocol), protocol.slice_mm)
    frame = to_frame(patient.position, lattice.world)
    organs = to_organs(patient.tumour, frame)
    pushed = max(0.0, patient.tumour.mean_radius_mm - 6.0)
    spaces = {
        Space.WORLD: (lattice.world, 0.5),
        Space.FRAME: (frame, RIPPLE_MM),
        Space.ORGANS: (organs, RIPPLE_MM + pushed),
    }
    canvas = Canvas(lattice, 4)
    for layer in layers:
        points, margin = spaces[layer.space]
        shape = layer.shape if layer.space is Space.WORLD else _placed(patient, layer.shape)
        look = layer.tissue.value
        signal = look.t2 if protocol.weighting == "T2" else look.t1
        canvas.paint(
            shape,
            (signal, look.grain, look.septa * min(1.0, 0.4 + signal), look.streaks),
            points,
            margin,
            layer.blur_mm + scanner.blur_mm,
            layer.opacity,
        )
    image = _developed(patient, protocol, lattice, canvas)
    return Volume(image, lattice.grid)


def _placed(patient: Patient, shape: Shape) -> Shape:
    """The same solid with its box in world space, where windows are found."""
    position = patient.position
    low, high = (
        tuple(v * position.scale + o for v, o in zip(end, position.offset, strict=True))
        for end in shape.box
    )
    return Shape(shape.distance, ((low[0], low[1], low[2]), (high[0], high[1], high[2])))


def _developed(patient: Patient, protocol: Protocol, lattice: Lattice, canvas: Canvas) -> Field:
    """From tissue to stored pixels: texture, contrast, coils, ghosts, noise, gain."""
    examination = patient.examination
    scanner = examination.scanner
    rng = stream(patient.seed, patient.number, "pixels")
    rng.random(int(protocol.echo_ms))
    shape = lattice.grid.size
    image = canvas.channel(0)
    tiles = stock()
    for number, kind, sign in ((1, tiles.grain, 1.0), (2, tiles.septa, -1.0), (3, tiles.streaks, 1.0)):
        part = canvas.channel(number)
        part *= cut(kind, shape, rng)
        image += part if sign > 0 else -part
    np.maximum(image, 0, out=image)
    if scanner.contrast != 1.0:
        np.power(image, np.float32(scanner.contrast), out=image)
    shade(image, lattice, examination, examination_centre(patient))
    ghost(image, protocol, examination)
    sigma = scanner.noise * (1.15 if protocol.weighting == "T1" else 1.0)
    image = rician(image, sigma, rng)
    image *= np.float32(examination.gain)
    np.minimum(image, HEADROOM, out=image)
    return image.astype(np.uint16)


def examination_centre(patient: Patient) -> tuple[float, float, float]:
    """World point that the coils were centred on."""
    return to_world(patient.position, (0.0, 0.0, 0.0))

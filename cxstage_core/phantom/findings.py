"""Draw a patient's findings: the extent of the tumour, from which everything else follows.

The shares are those of a department that sees tumours visible on MRI: about half of the patients
belong to each treatment group, and positive nodes, which no crop around the tumour shows, move about
a tenth of those whose local extent alone would mean surgery.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.phantom.drawing import happens, stream
from cxstage_core.staging import (
    Facts,
    Group,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
    group_of,
    stage,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """A local extent: its share of all patients and the diameters it comes with, mm (both inclusive)."""

    name: str
    share: float
    diameters: tuple[int, int]
    vagina: Vagina = Vagina.NONE
    parametrium: Parametrium = Parametrium.NONE


EXTENTS = (
    Extent("IB1", 0.12, (9, 20)),
    Extent("IB2", 0.27, (21, 40)),
    Extent("IIA1", 0.16, (15, 40), Vagina.UPPER),
    Extent("IIA2", 0.06, (41, 64), Vagina.UPPER),
    Extent("IB3", 0.10, (41, 66)),
    Extent("IIB", 0.17, (26, 68), Vagina.NONE, Parametrium.INVADED),
    Extent("IIIA", 0.02, (62, 75), Vagina.LOWER),
    Extent("IIIB", 0.06, (44, 75), Vagina.UPPER, Parametrium.PELVIC_WALL),
    Extent("IVA", 0.02, (50, 75), Vagina.UPPER, Parametrium.INVADED),
    Extent("IVB", 0.02, (40, 75), Vagina.NONE, Parametrium.INVADED),
)
NODES_IF_EARLY = 0.10
NODES_IF_ADVANCED = 0.35
_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a patient at the end.

    Args:
        facts: the input of staging.
        stage: computed from them, FIGO 2018.
        perineural_invasion, vascular_emboli: from the specimen; None when nothing was resected.
    """

    facts: Facts
    stage: str
    group: Group
    perineural_invasion: bool | None
    vascular_emboli: bool | None


def draw_findings(seed: int, number: int) -> Findings:
    """Draw the findings of patient `number` (from 1); they do not depend on how many follow."""
    rng = stream(seed, number, "facts")
    extent = _extent(_position(seed, number))
    diameter = float(rng.integers(extent.diameters[0], extent.diameters[1] + 1))
    early = extent.name in ("IB1", "IB2", "IIA1")
    positive = happens(rng, NODES_IF_EARLY if early else NODES_IF_ADVANCED)
    by = NodesBy.PATHOLOGY if happens(rng, 0.75 if early else 0.15) else NodesBy.IMAGING
    pelvic, paraaortic = _nodes(rng, positive, by)
    vagina = extent.vagina
    if extent.name in ("IIB", "IVB") and happens(rng, 0.35):
        vagina = Vagina.UPPER
    mucosa = Mucosa.BIOPSY_PROVEN if extent.name == "IVA" else Mucosa.NONE
    rectal = mucosa is Mucosa.BIOPSY_PROVEN and happens(rng, 0.3)
    wall = extent.parametrium is Parametrium.PELVIC_WALL
    facts = Facts(
        stromal_depth_mm=round(min(diameter * rng.uniform(0.3, 0.6), 24.0), 1)
        if early and diameter > 17
        else None,
        diameter_mm=diameter,
        vagina=vagina,
        parametrium=extent.parametrium,
        hydronephrosis=happens(rng, 0.45 if wall else 0.0),
        pelvic_nodes=pelvic,
        paraaortic_nodes=paraaortic,
        nodes_by=by,
        bladder_mucosa=Mucosa.NONE if rectal else mucosa,
        rectal_mucosa=mucosa if rectal else Mucosa.NONE,
        distant=extent.name == "IVB",
    )
    found = stage(facts).stage
    group = group_of(found)
    resected = by is NodesBy.PATHOLOGY or group is Group.SURGERY
    risk = 0.15 + 0.3 * (diameter > 40) + 0.25 * positive
    nerves, emboli = happens(rng, risk * 0.6), happens(rng, risk + 0.1)
    return Findings(facts, found, group, nerves if resected else None, emboli if resected else None)


def _position(seed: int, number: int) -> float:
    """Where in the distribution of extents a patient stands, 0 to 1.

    A radical-inverse sequence, shuffled in blocks of four and shifted by the seed, spreads even a
    small cohort over the whole distribution.
    """
    block, place = divmod(number - 1, _BLOCK)
    order = np.random.default_rng([seed, block, 101]).permutation(_BLOCK)
    shift = np.random.default_rng([seed, 102]).random()
    rank = block * _BLOCK + int(order[place])
    inverse, weight = 0.0, 0.5
    while rank:
        rank, bit = divmod(rank, 2)
        inverse += bit * weight
        weight /= 2
    return float((inverse + shift) % 1.0)


def _extent(position: float) -> Extent:
    total = 0.0
    for extent in EXTENTS:
        total += extent.share
        if position < total:
            return extent
    return EXTENTS[-1]


def _nodes(rng: np.random.Generator, positive: bool, by: NodesBy) -> tuple[Nodes, Nodes]:
    small = by is NodesBy.PATHOLOGY and happens(rng, 0.3)
    aortic = happens(rng, 0.2)
    cells = by is NodesBy.PATHOLOGY and happens(rng, 0.04)
    if not positive:
        return (Nodes.ISOLATED_CELLS if cells else Nodes.NONE), Nodes.NONE
    pelvic = Nodes.MICROMETASTASIS if small else Nodes.MACROMETASTASIS
    return pelvic, Nodes.MACROMETASTASIS if aortic else Nodes.NONE

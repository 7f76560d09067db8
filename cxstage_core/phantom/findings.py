"""Draw a patient's findings: the extent of the tumour, from which everything else follows.

The mix of stages is that of Table 1 of Dai et al., Front Oncol 2025 (112 patients): IA–IB2 35, IB3 17,
IIA1 17, IIA2–IIB 11, III 25, IVA 3, IVB 4. How a row of that table splits into finer stages, and every
diameter, is chosen here: tumours seen by microscopy only (IA) are left out, because there is nothing to
outline, and the diameters of the treatment groups overlap, because small tumours invade and large ones
may not. Positive nodes, which no crop around the tumour shows, are all that moves some patients of an
early local extent (stage IIIC) to the other group.
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
    """One kind of patient.

    Args:
        name: local extent, as a stage of FIGO 2018; with nodes or distant metastases the stage is higher.
        patients: how many of `PATIENTS` are of this kind.
        diameters: largest diameter, mm, drawn evenly between these (both inclusive).
        nodes: lymph nodes are positive; None where they may be, because they do not change the stage.
    """

    name: str
    patients: int
    diameters: tuple[int, int]
    vagina: Vagina = Vagina.NONE
    parametrium: Parametrium = Parametrium.NONE
    mucosa: bool = False
    nodes: bool | None = False
    distant: bool = False

    @property
    def early(self) -> bool:
        """Whether the local extent alone would mean surgery."""
        return group_of(self.name) is Group.SURGERY


_INVADED, _WALL = Parametrium.INVADED, Parametrium.PELVIC_WALL
EXTENTS = (
    Extent("IB1", 6, (9, 20)),
    Extent("IB2", 29, (23, 40)),
    Extent("IIA1", 17, (20, 40), Vagina.UPPER),
    Extent("IB2", 4, (23, 40), nodes=True),
    Extent("IIA1", 2, (20, 40), Vagina.UPPER, nodes=True),
    Extent("IB3", 17, (41, 64)),
    Extent("IIA2", 2, (41, 62), Vagina.UPPER),
    Extent("IB3", 2, (41, 64), nodes=True),
    Extent("IIB", 9, (18, 44), parametrium=_INVADED),
    Extent("IIB", 6, (20, 46), parametrium=_INVADED, nodes=True),
    Extent("IIIA", 2, (52, 74), Vagina.LOWER),
    Extent("IIIB", 9, (28, 54), Vagina.UPPER, _WALL),
    Extent("IVA", 3, (32, 64), Vagina.UPPER, _INVADED, mucosa=True, nodes=None),
    Extent("IIB", 4, (20, 48), parametrium=_INVADED, nodes=None, distant=True),
)
PATIENTS = sum(extent.patients for extent in EXTENTS)
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
    maybe = happens(rng, NODES_IF_ADVANCED)
    positive = maybe if extent.nodes is None else extent.nodes
    by = NodesBy.PATHOLOGY if happens(rng, 0.75 if extent.early else 0.15) else NodesBy.IMAGING
    pelvic, paraaortic = _nodes(rng, positive, by)
    vagina = extent.vagina
    if extent.name == "IIB" and happens(rng, 0.35):
        vagina = Vagina.UPPER
    mucosa = Mucosa.BIOPSY_PROVEN if extent.mucosa else Mucosa.NONE
    rectal = extent.mucosa and happens(rng, 0.3)
    wall = extent.parametrium is Parametrium.PELVIC_WALL
    facts = Facts(
        stromal_depth_mm=round(min(diameter * rng.uniform(0.3, 0.6), 24.0), 1)
        if extent.early and diameter > 17
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
        distant=extent.distant,
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
    total = 0
    for extent in EXTENTS:
        total += extent.patients
        if position * PATIENTS < total:
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

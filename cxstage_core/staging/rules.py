"""Facts to stage: the precedence of FIGO 2018."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxstage_core.staging.facts import Facts, Mucosa, Nodes, NodesBy
from cxstage_core.staging.measures import check_measures
from cxstage_core.staging.nodes import n_category, nodal_stage, nodes_count
from cxstage_core.staging.tumour import Extent, extent_of
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Staged:
    """A FIGO 2018 stage and how it came about.

    Args:
        stage: one of `STAGES`, such as "IB2" or "IIIC1r".
        t_stage: local extent alone, without nodes and distant metastases; "" when not measured.
        n: node category behind r or p, such as "pN1mi"; "" when nothing is known about nodes.
        reason: why this stage.
        notes: findings that do not change the stage but that a reader should know.
    """

    stage: str
    t_stage: str
    n: str
    reason: Text
    notes: tuple[Text, ...] = ()


def stage(facts: Facts) -> Staged:
    """Stage by FIGO 2018; precedence IVB, IVA, IIIC2, IIIC1, IIIB, IIIA, IIB, IIA, IB, IA.

    Raises:
        StagingError: the facts contradict each other, or lack what the stage needs.

    Source: Bhatla et al., Int J Gynecol Obstet 2019;145:129–135 with its corrigendum (147:279–280).
    """
    check_measures(facts)
    extent = extent_of(facts)
    code, reason = _decide(facts, extent)
    return Staged(code, extent.stage, n_category(facts), reason, tuple(_notes(facts, code, extent)))


def _decide(facts: Facts, extent: Extent) -> tuple[str, Text]:
    if facts.distant:
        return "IVB", text("Distant metastases.")
    if extent.stage == "IVA":
        return extent.stage, extent.reason
    nodal = nodal_stage(facts)
    if nodal is not None:
        return nodal
    if extent.missing is not None:
        raise extent.missing
    return extent.stage, extent.reason


def _notes(facts: Facts, code: str, extent: Extent) -> Iterator[Text]:
    if not extent.stage:
        yield extent.reason
    if code in ("IVA", "IVB") and nodes_count(facts):
        yield text("Lymph nodes are positive; they do not change stage {stage}.", stage=code)
    yield from _mucosa_notes(facts)
    yield from _node_notes(facts)
    if facts.hydronephrosis and facts.hydronephrosis_otherwise_explained:
        yield text("Hydronephrosis has another cause and does not count.")
    yield from _size_notes(facts, extent)


def _mucosa_notes(facts: Facts) -> Iterator[Text]:
    mucosae = (facts.bladder_mucosa, facts.rectal_mucosa)
    if Mucosa.BULLOUS_OEDEMA in mucosae:
        yield text("Bullous oedema of the mucosa does not make stage IVA.")
    if Mucosa.SUSPECTED in mucosae:
        yield text("Suspected invasion of the mucosa does not make stage IVA until a biopsy proves it.")


def _node_notes(facts: Facts) -> Iterator[Text]:
    found = (facts.pelvic_nodes, facts.paraaortic_nodes)
    if Nodes.ISOLATED_CELLS in found:
        yield text("Isolated tumour cells in lymph nodes do not change the stage.")
    if facts.nodes_by is NodesBy.IMAGING and (
        Nodes.ISOLATED_CELLS in found or Nodes.MICROMETASTASIS in found
    ):
        yield text(
            "Imaging cannot show micrometastases or isolated cells: check how nodes were assessed."
        )


def _size_notes(facts: Facts, extent: Extent) -> Iterator[Text]:
    depth, diameter = facts.stromal_depth_mm, facts.diameter_mm
    if facts.microscopic and diameter is not None and diameter > 20:
        yield text(
            "A diameter of {diameter:.10g} mm is unusual for a tumour seen by microscopy only; lateral extent "
            "does not change the stage.",
            diameter=diameter,
        )
    if not facts.microscopic and diameter is not None and diameter <= 5:
        yield text(
            "A diameter of {diameter:.10g} mm is small for a visible tumour: check that it is in mm, not cm.",
            diameter=diameter,
        )
    if extent.stage.startswith("IB") and depth is not None and depth <= 5:
        yield text("A visible tumour is stage IB even when it is not deeper than 5 mm.")
    if not facts.microscopic and depth is not None and diameter is not None and depth > diameter:
        yield text(
            "The depth of {depth:.10g} mm exceeds the largest diameter of {diameter:.10g} mm: check both.",
            depth=depth,
            diameter=diameter,
        )

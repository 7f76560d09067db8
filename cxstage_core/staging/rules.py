"""Facts to stage: the precedence of FIGO 2018."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cxstage_core.errors import StagingError
from cxstage_core.staging.completions import (
    extents_of,
    missing_facts,
    possible_outcomes,
    possible_stages_of,
)
from cxstage_core.staging.facts import (
    ABSENT,
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    least,
    unknown_facts,
)
from cxstage_core.staging.measures import check_measures
from cxstage_core.staging.nodes import n_category, nodal_stage, nodes_count
from cxstage_core.staging.size_limits import IA2_DEPTH_MM
from cxstage_core.staging.tumour import Extent, extent_of
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Staged:
    """A FIGO 2018 stage and how it came about.

    Args:
        stage: one of `STAGES`, such as "IB2" or "IIIC1r".
        t_stage: local extent alone, without nodes and distant metastases; "" when not known.
        n: node category behind r or p, such as "pN1mi"; "" when not enough is known about nodes.
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

    With unknown facts there is a stage where it is the same whatever they are.

    Raises:
        StagingError: the facts contradict each other, or lack what the stage needs.

    Source: Bhatla et al., Int J Gynecol Obstet 2019;145:129–135 with its corrigendum (147:279–280).
    """
    check_measures(facts)
    possible = possible_outcomes(facts)
    codes = {one.stage for one in possible}
    if len(codes) > 1:
        raise _undecided(facts)
    (code,) = codes
    extents = {one.t_stage for one in possible}
    extent = extents.pop() if len(extents) == 1 else ""
    return Staged(
        code, extent, n_category(facts), _reason(facts, code), tuple(_notes(facts, code, extent))
    )


def _undecided(facts: Facts) -> StagingError:
    """The refusal of facts that leave more than one stage possible."""
    missing = missing_facts(facts)
    if not set(unknown_facts(facts)) & ABSENT.keys():
        try:
            _decide(facts, extent_of(facts))
        except StagingError as lacking:
            return lacking
    return StagingError(
        "No stage is computed, because it depends on facts that are not stated: {facts}; possible are "
        "{stages}.",
        remedy="Enter these facts; “none” or “no” where there is nothing.",
        facts=", ".join(missing),
        stages=", ".join(possible_stages_of(facts)),
    )


def _reason(facts: Facts, code: str) -> Text:
    """Why a stage holds: by what is stated, never by what is only possible."""
    stated = least(facts)
    try:
        found, reason = _decide(stated, extent_of(stated))
    except StagingError:
        found, reason = "", Text("")
    if found == code:
        return reason
    return text(
        "Stage {stage}, whatever the facts are that are not stated: {facts}.",
        stage=code,
        facts=", ".join(unknown_facts(facts)),
    )


def _decide(facts: Facts, extent: Extent) -> tuple[str, Text]:
    """Stage and reason where every fact that can be absent is known."""
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


def _notes(facts: Facts, code: str, extent: str) -> Iterator[Text]:
    if not extent:
        yield _unknown_extent(facts)
    if code in ("IVA", "IVB") and nodes_count(facts):
        yield text("Lymph nodes are positive; they do not change stage {stage}.", stage=code)
    yield from _mucosa_notes(facts)
    yield from _node_notes(facts)
    if facts.hydronephrosis and facts.hydronephrosis_otherwise_explained:
        yield text("Hydronephrosis has another cause and does not count.")
    yield from _size_notes(facts, extent)


def _unknown_extent(facts: Facts) -> Text:
    if not set(unknown_facts(facts)) & ABSENT.keys():
        return extent_of(facts).reason
    return text(
        "The local extent is not known, because facts are not stated: {facts}.",
        facts=", ".join(missing_facts(replace(facts, distant=False), extents_of)),
    )


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


def _size_notes(facts: Facts, extent: str) -> Iterator[Text]:
    depth, diameter = facts.stromal_depth_mm, facts.diameter_mm
    if facts.microscopic and diameter is not None and diameter > 20:
        yield text(
            "A diameter of {diameter:.10g} mm is unusual for a tumour seen by microscopy only; lateral extent "
            "does not change the stage.",
            diameter=diameter,
        )
    if facts.microscopic is False and diameter is not None and diameter <= 5:
        yield text(
            "A diameter of {diameter:.10g} mm is small for a visible tumour: check that it is in mm, not cm.",
            diameter=diameter,
        )
    if extent.startswith("IB") and depth is not None and depth <= IA2_DEPTH_MM:
        yield text("A visible tumour is stage IB even when it is not deeper than 5 mm.")
    if not facts.microscopic and depth is not None and diameter is not None and depth > diameter:
        yield text(
            "The depth of {depth:.10g} mm exceeds the largest diameter of {diameter:.10g} mm: check both.",
            depth=depth,
            diameter=diameter,
        )

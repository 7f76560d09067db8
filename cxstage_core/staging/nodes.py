"""Lymph nodes: what counts, by which method, and how two assessments become one."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.errors import StagingError
from cxstage_core.staging.facts import Facts, Nodes, NodesBy
from cxstage_core.text import Text, text

_COUNTS = (Nodes.MICROMETASTASIS, Nodes.MACROMETASTASIS)
_LETTER = {NodesBy.IMAGING: "r", NodesBy.PATHOLOGY: "p"}


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """The node fields of `Facts`, combined; None is unknown."""

    pelvic_nodes: Nodes | None
    paraaortic_nodes: Nodes | None
    nodes_by: NodesBy | None


def combine_nodes(
    *,
    pelvic_imaging: Nodes | None = None,
    pelvic_pathology: Nodes | None = None,
    paraaortic_imaging: Nodes | None = None,
    paraaortic_pathology: Nodes | None = None,
) -> NodeFacts:
    """Combine imaging and pathology, group by group: pathology supersedes imaging.

    Args:
        pelvic_imaging, …: a finding; None where that group was not looked at by that method.

    Returns:
        The findings that hold, unknown for a group that was not looked at; and the method of the group that decides the stage (para-aortic
        before pelvic); None where no node was assessed.
    """
    pelvic, pelvic_by = _combine(pelvic_imaging, pelvic_pathology)
    paraaortic, paraaortic_by = _combine(paraaortic_imaging, paraaortic_pathology)
    if paraaortic in _COUNTS:
        by = paraaortic_by
    elif pelvic in _COUNTS:
        by = pelvic_by
    else:
        methods = (pelvic_by, paraaortic_by)
        by = NodesBy.PATHOLOGY if NodesBy.PATHOLOGY in methods else pelvic_by or paraaortic_by
    return NodeFacts(pelvic, paraaortic, by)


def nodal_stage(facts: Facts) -> tuple[str, Text] | None:
    """IIIC2 or IIIC1 with r or p and the reason, or None when no node counts.

    Raises:
        StagingError: nodes count but the method of their assessment is not given.
    """
    if facts.paraaortic_nodes in _COUNTS:
        return "IIIC2" + _letter(facts), text("Tumour in para-aortic lymph nodes.")
    if facts.pelvic_nodes in _COUNTS:
        return "IIIC1" + _letter(facts), text("Tumour in pelvic lymph nodes only.")
    return None


def nodes_count(facts: Facts) -> bool:
    """Whether a group is stated to hold more than isolated cells."""
    return facts.paraaortic_nodes in _COUNTS or facts.pelvic_nodes in _COUNTS


def n_category(facts: Facts) -> str:
    """N0, N0(i+), N1mi, N1, N2mi or N2 behind r or p; "" when not enough is known about nodes."""
    if facts.paraaortic_nodes is None or (
        facts.pelvic_nodes is None and facts.paraaortic_nodes not in _COUNTS
    ):
        return ""
    prefix = _LETTER[facts.nodes_by] if facts.nodes_by is not None else ""
    for level, nodes in (("N2", facts.paraaortic_nodes), ("N1", facts.pelvic_nodes)):
        if nodes in _COUNTS:
            return prefix + level + ("mi" if nodes is Nodes.MICROMETASTASIS else "")
    if Nodes.ISOLATED_CELLS in (facts.paraaortic_nodes, facts.pelvic_nodes):
        return prefix + "N0(i+)"
    return prefix + "N0" if prefix else ""


def _combine(imaging: Nodes | None, pathology: Nodes | None) -> tuple[Nodes | None, NodesBy | None]:
    if pathology is not None:
        return pathology, NodesBy.PATHOLOGY
    if imaging is not None:
        return imaging, NodesBy.IMAGING
    return None, None


def _letter(facts: Facts) -> str:
    if facts.nodes_by is None:
        raise StagingError(
            "Lymph nodes are positive, but it is unknown whether by imaging or by pathology; r or p is part "
            "of stage IIIC.",
            remedy="Enter how the nodes were assessed.",
        )
    return _LETTER[facts.nodes_by]

"""Every stage that facts leave possible, whatever the unknown ones are.

Distant metastases, the local extent and the nodes rest on different facts, so the possible stages are the
combinations of what each of the three can be. For an unknown fact only values are tried that the rules
distinguish: no other value gives another stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from cxstage_core.staging.facts import (
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
    least,
    unknown_facts,
)
from cxstage_core.staging.measures import DEEPEST_STROMA_MM, LONGEST_DIAMETER_MM
from cxstage_core.staging.nodes import nodal_stage, nodes_count
from cxstage_core.staging.size_limits import IA1_DEPTH_MM, IA2_DEPTH_MM, LARGE_MM, SMALL_MM
from cxstage_core.staging.stages import STAGES
from cxstage_core.staging.tumour import extent_of

DIAMETERS_MM = (SMALL_MM, LARGE_MM, LONGEST_DIAMETER_MM)
DEPTHS_MM = (IA1_DEPTH_MM, IA2_DEPTH_MM, DEEPEST_STROMA_MM)
"""The largest size of each band between the limits of the rules."""

_DISTINGUISHED: Mapping[str, tuple[object, ...]] = {
    "microscopic": (False, True),
    "vagina": tuple(Vagina),
    "parametrium": tuple(Parametrium),
    "hydronephrosis": (False, True),
    "hydronephrosis_otherwise_explained": (False, True),
    "pelvic_nodes": (Nodes.NONE, Nodes.MACROMETASTASIS),
    "paraaortic_nodes": (Nodes.NONE, Nodes.MACROMETASTASIS),
    "nodes_by": tuple(NodesBy),
    "bladder_mucosa": (Mucosa.NONE, Mucosa.BIOPSY_PROVEN),
    "rectal_mucosa": (Mucosa.NONE, Mucosa.BIOPSY_PROVEN),
    "distant": (False, True),
    "diameter_mm": DIAMETERS_MM,
    "stromal_depth_mm": DEPTHS_MM,
}
"""By fact, the values that the rules distinguish; isolated cells count as none, micrometastases as macrometastases."""


@dataclass(frozen=True, slots=True, order=True)
class Possible:
    """One thing that a tumour can be.

    Args:
        stage: FIGO 2018.
        t_stage: its local extent, without nodes and distant metastases.
        paraaortic: para-aortic nodes count.
    """

    stage: str
    t_stage: str
    paraaortic: bool = False


def possible_outcomes(facts: Facts) -> frozenset[Possible]:
    """Return what the tumour can be; at least one, of plausible measures (see `check_measures`)."""
    return _outcomes(by_band(facts))


def by_band(facts: Facts) -> Facts:
    """Replace lengths by the largest of their band, so that what is computed once serves many patients.

    Lengths of which one bounds the other stay as they are: both known, and perhaps a microscopic tumour.
    """
    depth, diameter = facts.stromal_depth_mm, facts.diameter_mm
    if facts.microscopic is not False and depth is not None and diameter is not None:
        return facts
    return replace(
        facts,
        stromal_depth_mm=None if depth is None else _largest(depth, DEEPEST_STROMA_MM),
        diameter_mm=None if diameter is None else _largest(diameter, LONGEST_DIAMETER_MM),
    )


def _largest(length: float, longest: float) -> float:
    limits = (IA1_DEPTH_MM, IA2_DEPTH_MM, SMALL_MM, LARGE_MM)
    return next((limit for limit in limits if length <= limit), longest)


@lru_cache(maxsize=8192)
def _outcomes(facts: Facts) -> frozenset[Possible]:
    extents = {extent_of(completed).stage for completed in _extents(facts)}
    nodes = {
        _nodal(completed) for completed in _tried(facts, "pelvic_nodes", "paraaortic_nodes", "nodes_by")
    }
    return frozenset(
        Possible(
            "IVB" if distant else extent if extent == "IVA" else node or extent, extent, paraaortic
        )
        for distant, extent, (node, paraaortic) in product(_values(facts, "distant"), extents, nodes)
    )


def possible_stages_of(facts: Facts) -> tuple[str, ...]:
    """Return the stages that the tumour can have, in the order of the list of stages."""
    found = {one.stage for one in possible_outcomes(facts)}
    return tuple(code for code in STAGES if code in found)


def stages_of(facts: Facts) -> frozenset[str]:
    """Return the stages that the tumour can have."""
    return frozenset(one.stage for one in possible_outcomes(facts))


def extents_of(facts: Facts) -> frozenset[str]:
    """Return the local extents that the tumour can have."""
    return frozenset(one.t_stage for one in possible_outcomes(facts))


def missing_facts(facts: Facts, outcome: Callable[[Facts], object] = stages_of) -> tuple[str, ...]:
    """Return the names of the unknown facts that an outcome waits for, in the order of `Facts`.

    A fact is named if stating it alone, the others being absent, would change what is possible. So the method
    of assessing nodes is not asked for while no node is stated to be positive.

    Args:
        outcome: what is wanted of facts: their possible stages, or the possible groups under a label scheme.
    """
    return _missing(by_band(facts), outcome)


@lru_cache(maxsize=8192)
def _missing(facts: Facts, outcome: Callable[[Facts], object]) -> tuple[str, ...]:
    unknown = unknown_facts(facts)
    base = least(facts)
    named = tuple(
        name
        for name in unknown
        if len({outcome(replace(base, **{name: value})) for value in _plausible(base, name)}) > 1  # type: ignore[arg-type]
    )
    return named or unknown


def _values(facts: Facts, name: str) -> tuple[object, ...]:
    known = getattr(facts, name)
    return _DISTINGUISHED[name] if known is None else (known,)


def _tried(facts: Facts, *names: str) -> Iterator[Facts]:
    for values in product(*(_values(facts, name) for name in names)):
        yield replace(facts, **dict(zip(names, values, strict=True)))  # type: ignore[arg-type]


def _extents(facts: Facts) -> Iterator[Facts]:
    where = ("bladder_mucosa", "rectal_mucosa", "parametrium", "vagina", "hydronephrosis",
             "hydronephrosis_otherwise_explained")  # fmt: skip
    for place in _tried(facts, *where):
        if extent_of(replace(place, microscopic=False, diameter_mm=None)).missing is None:
            yield place  # its size decides nothing
        else:
            yield from _sizes(place)


def _sizes(facts: Facts) -> Iterator[Facts]:
    """Complete the measures: a microscopic tumour is not deeper than its largest diameter."""
    for completed in _tried(facts, "microscopic", "diameter_mm"):
        diameter = completed.diameter_mm
        assert diameter is not None
        if not completed.microscopic:
            yield completed
            continue
        depths = (
            {min(depth, diameter) for depth in DEPTHS_MM}
            if facts.stromal_depth_mm is None
            else {facts.stromal_depth_mm}
        )
        for depth in depths:
            if depth <= diameter:
                yield replace(completed, stromal_depth_mm=depth)


def _plausible(base: Facts, name: str) -> Iterator[object]:
    """The values of an unknown fact that do not contradict the measures."""
    for value in _DISTINGUISHED[name]:
        tried = replace(base, **{name: value})  # type: ignore[arg-type]
        depth, diameter = tried.stromal_depth_mm, tried.diameter_mm
        deeper = depth is not None and diameter is not None and depth > diameter
        if not (tried.microscopic and deeper):
            yield value
        elif name == "stromal_depth_mm":
            yield diameter


def _nodal(facts: Facts) -> tuple[str, bool]:
    found = nodal_stage(facts)
    return (
        "" if found is None else found[0],
        nodes_count(replace(facts, pelvic_nodes=Nodes.NONE)),
    )

"""FIGO 2018 once more, written from the printed table and sharing no code with the program.

Facts are a plain mapping by name; nothing is unknown in it but a length that was not measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from cxstage_core.staging import Facts, Mucosa, Nodes, NodesBy, Parametrium, Vagina

POSITIVE = ("micrometastasis", "macrometastasis")
VALUES: Mapping[str, tuple[Any, ...]] = {
    "microscopic": (False, True),
    "vagina": tuple(Vagina),
    "parametrium": tuple(Parametrium),
    "hydronephrosis": (False, True),
    "hydronephrosis_otherwise_explained": (False, True),
    "pelvic_nodes": tuple(Nodes),
    "paraaortic_nodes": tuple(Nodes),
    "nodes_by": tuple(NodesBy),
    "bladder_mucosa": tuple(Mucosa),
    "rectal_mucosa": tuple(Mucosa),
    "distant": (False, True),
    "diameter_mm": (0.5, 2.5, 3.0, 4.0, 5.0, 6.0, 19.9, 20.0, 20.1, 40.0, 40.1, 100.0, 250.0),
    "stromal_depth_mm": (0.4, 2.5, 3.0, 3.1, 5.0, 5.1, 20.0, 20.5, 40.0, 41.0, 100.0),
}
"""Every value that a fact can have; lengths at, below and above every limit, and at the ends."""
GROUPS = {"IA1": 0, "IA2": 0, "IB1": 0, "IB2": 0, "IIA1": 0}


def extent(f: Mapping[str, Any]) -> str | None:
    """The tumour alone; None where the length that it needs was not measured."""
    size, depth = f["diameter_mm"], f["stromal_depth_mm"]
    if "biopsy-proven" in (f["bladder_mucosa"], f["rectal_mucosa"]):
        return "IVA"
    kidney = f["hydronephrosis"] and not f["hydronephrosis_otherwise_explained"]
    if f["parametrium"] == "pelvic wall" or kidney:
        return "IIIB"
    if f["vagina"] == "lower":
        return "IIIA"
    if f["parametrium"] == "invaded":
        return "IIB"
    if f["vagina"] == "upper":
        return None if size is None else "IIA1" if size <= 40 else "IIA2"
    if f["microscopic"]:
        if depth is None:
            return None
        if depth <= 5:
            return "IA1" if depth <= 3 else "IA2"
    return None if size is None else "IB1" if size <= 20 else "IB2" if size <= 40 else "IB3"


def staged(f: Mapping[str, Any]) -> str | None:
    """The stage; None where there is none."""
    local = extent(f)
    if f["distant"]:
        return "IVB"
    if local == "IVA":
        return "IVA"
    for positive, level in ((f["paraaortic_nodes"], "IIIC2"), (f["pelvic_nodes"], "IIIC1")):
        if positive in POSITIVE:
            return (
                None
                if f["nodes_by"] is None
                else level + {"imaging": "r", "pathology": "p"}[f["nodes_by"]]
            )
    return local


def label(scheme: str, stage: str, local: str) -> int | None:
    """The label of a stage under a scheme; None for left out."""
    nodal = stage.startswith("IIIC")
    if scheme == "paper_no_iiic" and nodal:
        return None
    ignored = scheme == "t_only" or (scheme == "preoperative" and nodal and stage.endswith("p"))
    decides = local if ignored and stage != "IVB" else stage
    return GROUPS.get(decides, 1)


def plausible(f: Mapping[str, Any]) -> bool:
    """A tumour seen by microscopy is not deeper than it is wide."""
    size, depth = f["diameter_mm"], f["stromal_depth_mm"]
    return not (f["microscopic"] and size is not None and depth is not None and depth > size)


def completions(facts: Facts) -> Iterator[dict[str, Any]]:
    """Everything that facts can turn out to be."""
    tried = {
        name: values if getattr(facts, name) is None else (getattr(facts, name),)
        for name, values in VALUES.items()
    }
    for values in product(*tried.values()):
        found = dict(zip(tried, values, strict=True))
        if plausible(found):
            yield found

"""What is known about the extent of a tumour: the input of staging, never a stage itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Edition(StrEnum):
    """The staging edition that an entered stage is written in."""

    FIGO_2009 = "FIGO 2009"
    FIGO_2018 = "FIGO 2018"


class Vagina(StrEnum):
    """How far the tumour reaches into the vagina."""

    NONE = "none"
    UPPER = "upper"
    LOWER = "lower"


class Parametrium(StrEnum):
    """How far the tumour reaches sideways."""

    NONE = "none"
    INVADED = "invaded"
    PELVIC_WALL = "pelvic wall"


class Nodes(StrEnum):
    """Tumour in a group of lymph nodes; isolated cells do not change the stage."""

    NONE = "none"
    ISOLATED_CELLS = "isolated cells"
    MICROMETASTASIS = "micrometastasis"
    MACROMETASTASIS = "macrometastasis"


class NodesBy(StrEnum):
    """How the nodes were assessed; FIGO writes r or p behind the stage."""

    IMAGING = "imaging"
    PATHOLOGY = "pathology"


class Mucosa(StrEnum):
    """Tumour in the mucosa of bladder or rectum; only a biopsy makes it stage IVA."""

    NONE = "none"
    BULLOUS_OEDEMA = "bullous oedema"
    SUSPECTED = "suspected"
    BIOPSY_PROVEN = "biopsy-proven"


@dataclass(frozen=True, slots=True)
class Facts:
    """The findings that decide a FIGO 2018 stage; None is unknown, which is never "none" or no.

    The defaults are statements: `Facts(diameter_mm=30)` states that there is nothing else. What is
    read from a table begins with `UNKNOWN`, in which nothing is stated.

    Args:
        stromal_depth_mm: depth of stromal invasion by microscopy.
        diameter_mm: largest diameter of the tumour.
        microscopic: the tumour is seen by microscopy only (IA is possible only then).
        hydronephrosis: or a non-functioning kidney.
        hydronephrosis_otherwise_explained: it has a cause other than the tumour.
        nodes_by: needed as soon as a node group counts; pathology supersedes imaging.
    """

    stromal_depth_mm: float | None = None
    diameter_mm: float | None = None
    microscopic: bool | None = False
    vagina: Vagina | None = Vagina.NONE
    parametrium: Parametrium | None = Parametrium.NONE
    hydronephrosis: bool | None = False
    hydronephrosis_otherwise_explained: bool | None = False
    pelvic_nodes: Nodes | None = Nodes.NONE
    paraaortic_nodes: Nodes | None = Nodes.NONE
    nodes_by: NodesBy | None = None
    bladder_mucosa: Mucosa | None = Mucosa.NONE
    rectal_mucosa: Mucosa | None = Mucosa.NONE
    distant: bool | None = False


ABSENT: Mapping[str, bool | StrEnum] = {
    field.name: value for field in fields(Facts) if (value := getattr(Facts(), field.name)) is not None
}
"""By name of a fact that can be absent (none, no): its value then."""

UNKNOWN = Facts(**dict.fromkeys(field.name for field in fields(Facts)))
"""Facts of which none is stated."""


def unknown_facts(facts: Facts) -> tuple[str, ...]:
    """Return the names of the unknown facts, in the order of `Facts`."""
    return tuple(field.name for field in fields(Facts) if getattr(facts, field.name) is None)


def least(facts: Facts) -> Facts:
    """Return the facts with every unknown one that can be absent taken as absent."""
    return replace(facts, **{name: ABSENT[name] for name in unknown_facts(facts) if name in ABSENT})  # type: ignore[arg-type]

"""What is known about the extent of a tumour: the input of staging, never a stage itself."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The findings that decide a FIGO 2018 stage.

    Args:
        stromal_depth_mm: depth of stromal invasion by microscopy, None when not measured.
        diameter_mm: largest diameter of the tumour, None when not measured.
        microscopic: the tumour is seen by microscopy only (IA is possible only then).
        hydronephrosis: or a non-functioning kidney.
        hydronephrosis_otherwise_explained: it has a cause other than the tumour.
        nodes_by: needed as soon as a node group counts; pathology supersedes imaging.
    """

    stromal_depth_mm: float | None = None
    diameter_mm: float | None = None
    microscopic: bool = False
    vagina: Vagina = Vagina.NONE
    parametrium: Parametrium = Parametrium.NONE
    hydronephrosis: bool = False
    hydronephrosis_otherwise_explained: bool = False
    pelvic_nodes: Nodes = Nodes.NONE
    paraaortic_nodes: Nodes = Nodes.NONE
    nodes_by: NodesBy | None = None
    bladder_mucosa: Mucosa = Mucosa.NONE
    rectal_mucosa: Mucosa = Mucosa.NONE
    distant: bool = False

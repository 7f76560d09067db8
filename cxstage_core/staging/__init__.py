"""FIGO 2018 staging of cervical cancer: facts in, stage with its reason out; editions; label schemes."""

from cxstage_core.staging.check import check_entered, check_possible
from cxstage_core.staging.completions import missing_facts, possible_stages_of
from cxstage_core.staging.editions import parse_stage, possible_stages
from cxstage_core.staging.facts import (
    UNKNOWN,
    Edition,
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
    unknown_facts,
)
from cxstage_core.staging.labelling import LabelOrigin, label_facts
from cxstage_core.staging.nodes import NodeFacts, combine_nodes
from cxstage_core.staging.rules import Staged, stage
from cxstage_core.staging.schemes import SCHEMES, Labelled, LabelScheme
from cxstage_core.staging.stages import STAGES, Group, group_of

__all__ = [
    "SCHEMES",
    "STAGES",
    "UNKNOWN",
    "Edition",
    "Facts",
    "Group",
    "LabelOrigin",
    "LabelScheme",
    "Labelled",
    "Mucosa",
    "NodeFacts",
    "Nodes",
    "NodesBy",
    "Parametrium",
    "Staged",
    "Vagina",
    "check_entered",
    "check_possible",
    "combine_nodes",
    "group_of",
    "label_facts",
    "missing_facts",
    "parse_stage",
    "possible_stages",
    "possible_stages_of",
    "stage",
    "unknown_facts",
]

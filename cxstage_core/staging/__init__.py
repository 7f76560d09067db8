"""FIGO 2018 staging of cervical cancer: facts in, stage with its reason out; editions; label schemes."""

from cxstage_core.staging.check import check_entered
from cxstage_core.staging.editions import parse_stage, possible_stages
from cxstage_core.staging.facts import (
    Edition,
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
)
from cxstage_core.staging.nodes import NodeFacts, combine_nodes
from cxstage_core.staging.rules import Staged, stage
from cxstage_core.staging.schemes import SCHEMES, Labelled, LabelScheme
from cxstage_core.staging.stages import STAGES, Group, group_of

__all__ = [
    "SCHEMES",
    "STAGES",
    "Edition",
    "Facts",
    "Group",
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
    "combine_nodes",
    "group_of",
    "parse_stage",
    "possible_stages",
    "stage",
]

"""Facts become a FIGO 2018 stage, with its reason, or are refused with one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.errors import StagingError
from cxstage_core.staging import (
    STAGES,
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
    combine_nodes,
    group_of,
    stage,
)
from cxstage_core.staging.size_limits import near_limit

JUST_ABOVE = 1e-9

IMAGING, PATHOLOGY = NodesBy.IMAGING, NodesBy.PATHOLOGY


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(microscopic=True, stromal_depth_mm=0.5), "IA1"),
        (Facts(microscopic=True, stromal_depth_mm=3.0), "IA1"),
        (Facts(microscopic=True, stromal_depth_mm=3.0 + JUST_ABOVE), "IA2"),
        (Facts(microscopic=True, stromal_depth_mm=5.0), "IA2"),
        (Facts(microscopic=True, stromal_depth_mm=5.0, diameter_mm=12), "IA2"),
        (Facts(microscopic=True, stromal_depth_mm=5.0 + JUST_ABOVE, diameter_mm=12), "IB1"),
        (Facts(stromal_depth_mm=2.0, diameter_mm=12), "IB1"),
        (Facts(diameter_mm=20.0), "IB1"),
        (Facts(diameter_mm=20.0 + JUST_ABOVE), "IB2"),
        (Facts(diameter_mm=40.0), "IB2"),
        (Facts(diameter_mm=40.0 + JUST_ABOVE), "IB3"),
        (Facts(diameter_mm=40.0, vagina=Vagina.UPPER), "IIA1"),
        (Facts(diameter_mm=40.0 + JUST_ABOVE, vagina=Vagina.UPPER), "IIA2"),
        (Facts(parametrium=Parametrium.INVADED), "IIB"),
        (Facts(parametrium=Parametrium.INVADED, vagina=Vagina.UPPER), "IIB"),
        (Facts(vagina=Vagina.LOWER), "IIIA"),
        (Facts(vagina=Vagina.LOWER, parametrium=Parametrium.INVADED), "IIIA"),
        (Facts(parametrium=Parametrium.PELVIC_WALL), "IIIB"),
        (Facts(diameter_mm=10, hydronephrosis=True), "IIIB"),
        (Facts(diameter_mm=10, hydronephrosis=True, hydronephrosis_otherwise_explained=True), "IB1"),
        (Facts(pelvic_nodes=Nodes.MACROMETASTASIS, nodes_by=IMAGING), "IIIC1r"),
        (Facts(pelvic_nodes=Nodes.MICROMETASTASIS, nodes_by=PATHOLOGY), "IIIC1p"),
        (Facts(paraaortic_nodes=Nodes.MACROMETASTASIS, nodes_by=IMAGING), "IIIC2r"),
        (Facts(diameter_mm=30, pelvic_nodes=Nodes.ISOLATED_CELLS, nodes_by=PATHOLOGY), "IB2"),
        (
            Facts(
                pelvic_nodes=Nodes.MACROMETASTASIS,
                paraaortic_nodes=Nodes.MICROMETASTASIS,
                nodes_by=PATHOLOGY,
            ),
            "IIIC2p",
        ),
        (
            Facts(
                pelvic_nodes=Nodes.MACROMETASTASIS,
                paraaortic_nodes=Nodes.ISOLATED_CELLS,
                nodes_by=PATHOLOGY,
            ),
            "IIIC1p",
        ),
        (Facts(diameter_mm=30, bladder_mucosa=Mucosa.BULLOUS_OEDEMA), "IB2"),
        (Facts(diameter_mm=30, rectal_mucosa=Mucosa.SUSPECTED), "IB2"),
        (Facts(bladder_mucosa=Mucosa.BIOPSY_PROVEN), "IVA"),
        (Facts(rectal_mucosa=Mucosa.BIOPSY_PROVEN), "IVA"),
        (Facts(distant=True), "IVB"),
    ],
)
def test_each_rule_at_its_boundary(facts: Facts, expected: str) -> None:
    staged = stage(facts)
    assert staged.stage == expected
    assert str(staged.reason)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts(), "largest diameter"),
        (Facts(vagina=Vagina.UPPER), "largest diameter"),
        (Facts(microscopic=True), "depth"),
        (Facts(microscopic=True, diameter_mm=6), "depth"),
        (Facts(microscopic=True, stromal_depth_mm=7), "largest diameter"),
        (Facts(microscopic=True, stromal_depth_mm=4, diameter_mm=3), "cannot exceed"),
        (Facts(stromal_depth_mm=4), "microscopy"),
        (Facts(diameter_mm=-1), "implausible"),
        (Facts(diameter_mm=0), "implausible"),
        (Facts(diameter_mm=4000), "implausible"),
        (Facts(diameter_mm=math.nan), "not a number"),
        (Facts(diameter_mm=math.inf), "implausible"),
        (Facts(stromal_depth_mm=-0.1, diameter_mm=30), "implausible"),
        (Facts(stromal_depth_mm=math.nan, diameter_mm=30), "not a number"),
        (Facts(diameter_mm=math.nan, distant=True), "not a number"),
        (Facts(diameter_mm=30, pelvic_nodes=Nodes.MACROMETASTASIS), "imaging or by pathology"),
    ],
)
def test_facts_that_give_no_stage_are_refused_with_the_reason(facts: Facts, says: str) -> None:
    with pytest.raises(StagingError, match=says) as refused:
        stage(facts)
    assert str(refused.value.remedy)


def test_local_extent_is_kept_apart_from_the_nodes() -> None:
    staged = stage(Facts(diameter_mm=30, pelvic_nodes=Nodes.MICROMETASTASIS, nodes_by=PATHOLOGY))
    assert (staged.stage, staged.t_stage, staged.n) == ("IIIC1p", "IB2", "pN1mi")
    assert stage(Facts(diameter_mm=50, distant=True)).t_stage == "IB3"
    assert stage(Facts(diameter_mm=50, nodes_by=PATHOLOGY)).n == "pN0"
    assert stage(Facts(diameter_mm=50)).n == ""


def test_an_unmeasured_extent_is_said_and_not_invented() -> None:
    staged = stage(Facts(paraaortic_nodes=Nodes.MACROMETASTASIS, nodes_by=IMAGING))
    assert staged.t_stage == ""
    assert "not measured" in str(staged.notes[0])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bladder_mucosa": Mucosa.BULLOUS_OEDEMA}, "Bullous oedema"),
        ({"rectal_mucosa": Mucosa.SUSPECTED}, "until a biopsy"),
        ({"pelvic_nodes": Nodes.ISOLATED_CELLS, "nodes_by": PATHOLOGY}, "Isolated tumour cells"),
        ({"hydronephrosis": True, "hydronephrosis_otherwise_explained": True}, "another cause"),
        ({"stromal_depth_mm": 4.0}, "not deeper than 5 mm"),
        ({"diameter_mm": 3.5}, "not cm"),
        ({"stromal_depth_mm": 60.0}, "exceeds"),
        ({"microscopic": True, "stromal_depth_mm": 2.0}, "unusual"),
        ({"pelvic_nodes": Nodes.MICROMETASTASIS, "nodes_by": IMAGING}, "Imaging cannot show"),
        ({"pelvic_nodes": Nodes.MACROMETASTASIS, "distant": True}, "do not change stage IVB"),
    ],
)
def test_findings_that_do_not_count_are_noted(change: dict[str, object], says: str) -> None:
    staged = stage(replace(Facts(diameter_mm=30.0), **change))  # type: ignore[arg-type]
    assert any(says in str(note) for note in staged.notes)


def test_pathology_supersedes_imaging_group_by_group() -> None:
    cleared = combine_nodes(pelvic_imaging=Nodes.MACROMETASTASIS, pelvic_pathology=Nodes.NONE)
    assert (cleared.pelvic_nodes, cleared.nodes_by) == (Nodes.NONE, PATHOLOGY)
    mixed = combine_nodes(
        pelvic_pathology=Nodes.MICROMETASTASIS, paraaortic_imaging=Nodes.MACROMETASTASIS
    )
    assert (mixed.paraaortic_nodes, mixed.nodes_by) == (Nodes.MACROMETASTASIS, IMAGING)
    found = combine_nodes(pelvic_pathology=Nodes.MICROMETASTASIS, paraaortic_imaging=Nodes.NONE)
    assert (found.pelvic_nodes, found.nodes_by) == (Nodes.MICROMETASTASIS, PATHOLOGY)
    assert combine_nodes().nodes_by is None


lengths = st.one_of(st.sampled_from([3.0, 5.0, 20.0, 40.0]), st.floats(0.1, 100.0))
anything = st.builds(
    Facts,
    stromal_depth_mm=st.none() | lengths,
    diameter_mm=st.none() | lengths,
    microscopic=st.booleans(),
    vagina=st.sampled_from(Vagina),
    parametrium=st.sampled_from(Parametrium),
    hydronephrosis=st.booleans(),
    hydronephrosis_otherwise_explained=st.booleans(),
    pelvic_nodes=st.sampled_from(Nodes),
    paraaortic_nodes=st.sampled_from(Nodes),
    nodes_by=st.none() | st.sampled_from(NodesBy),
    bladder_mucosa=st.sampled_from(Mucosa),
    rectal_mucosa=st.sampled_from(Mucosa),
    distant=st.booleans(),
)


def staged_or_none(facts: Facts) -> str | None:
    try:
        return stage(facts).stage
    except StagingError:
        return None


def rank(code: str) -> int:
    return STAGES.index(code.removesuffix("p") + "r" if code.endswith("p") else code)


@given(anything)
def test_every_stage_is_one_of_the_list_and_has_a_group(facts: Facts) -> None:
    try:
        staged = stage(facts)
    except StagingError as refused:
        assert str(refused)
        return
    assert staged.stage in STAGES
    assert group_of(staged.stage)
    assert staged.t_stage == "" or group_of(staged.t_stage)
    assert not staged.t_stage.startswith("IIIC")
    assert "{" not in str(staged.reason) + "".join(map(str, staged.notes))


@given(anything)
def test_what_ranks_higher_decides(facts: Facts) -> None:
    code = staged_or_none(facts)
    if code is None:
        return
    assert staged_or_none(replace(facts, distant=True)) == "IVB"
    if not facts.distant:
        assert staged_or_none(replace(facts, bladder_mucosa=Mucosa.BIOPSY_PROVEN)) == "IVA"
    if code not in ("IVA", "IVB"):
        nodes = replace(facts, paraaortic_nodes=Nodes.MACROMETASTASIS, nodes_by=NodesBy.PATHOLOGY)
        assert staged_or_none(nodes) == "IIIC2p"


@given(anything, anything)
def test_more_disease_never_lowers_the_stage(facts: Facts, worse: Facts) -> None:
    before = staged_or_none(facts)
    spread = replace(
        facts,
        vagina=max(facts.vagina, worse.vagina, key=list(Vagina).index),
        parametrium=max(facts.parametrium, worse.parametrium, key=list(Parametrium).index),
        hydronephrosis=facts.hydronephrosis or worse.hydronephrosis,
        pelvic_nodes=max(facts.pelvic_nodes, worse.pelvic_nodes, key=list(Nodes).index),
        paraaortic_nodes=max(facts.paraaortic_nodes, worse.paraaortic_nodes, key=list(Nodes).index),
        nodes_by=facts.nodes_by or worse.nodes_by,
        distant=facts.distant or worse.distant,
    )
    after = staged_or_none(spread)
    if before is not None and after is not None:
        assert rank(after) >= rank(before)


@given(st.tuples(lengths, lengths), st.sampled_from([Vagina.NONE, Vagina.UPPER]))
def test_a_larger_tumour_never_has_a_lower_stage(sizes: tuple[float, float], vagina: Vagina) -> None:
    small, large = sorted(sizes)
    assert rank(stage(Facts(diameter_mm=small, vagina=vagina)).stage) <= rank(
        stage(Facts(diameter_mm=large, vagina=vagina)).stage
    )


@pytest.mark.parametrize(
    ("diameter_mm", "limit"),
    [
        (17.9, None),
        (18.0, 20.0),
        (22.0, 20.0),
        (22.1, None),
        (38.0, 40.0),
        (42.0, 40.0),
        (42.1, None),
        (0.0, None),
    ],
)
def test_a_diameter_close_to_a_limit_is_named(diameter_mm: float, limit: float | None) -> None:
    assert near_limit(diameter_mm) == limit

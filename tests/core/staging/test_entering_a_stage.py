"""A stage as the department wrote it: its edition, its spelling, its agreement with the facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.errors import StagingError
from cxstage_core.staging import (
    STAGES,
    Edition,
    Facts,
    Nodes,
    NodesBy,
    Vagina,
    check_entered,
    parse_stage,
    possible_stages,
)

OLD, NEW = Edition.FIGO_2009, Edition.FIGO_2018


@pytest.mark.parametrize(
    ("written", "edition", "expected"),
    [
        ("IB2", NEW, "IB2"),
        ("IB2", OLD, "IB3"),
        ("ib3", NEW, "IB3"),
        ("Stage IIA1", NEW, "IIA1"),
        ("FIGO 2018 IB1", NEW, "IB1"),
        ("ⅠB2期", NEW, "IB2"),
        ("ⅢC1（r）", NEW, "IIIC1r"),
        ("pIIIC1", NEW, "IIIC1p"),
        ("3C2 P", NEW, "IIIC2p"),
        ("4b", NEW, "IVB"),
        ("IIB", OLD, "IIB"),
        ("I A 1", OLD, "IA1"),
    ],
)
def test_spellings_of_a_stage(written: str, edition: Edition, expected: str) -> None:
    assert parse_stage(written, edition) == expected


@pytest.mark.parametrize(
    ("written", "edition", "says"),
    [
        ("IB2", None, "chemoradiotherapy.*surgery"),
        ("IB1", None, "ambiguous"),
        ("IIB", None, "no edition"),
        ("IB1", OLD, "no single counterpart"),
        ("IIIC", NEW, "r .imaging."),
        ("IIIC1", NEW, "r .imaging."),
        ("IIICr", NEW, "needs 1"),
        ("IIIC1r", OLD, "FIGO 2009"),
        ("IB3", OLD, "FIGO 2009"),
        ("IB", NEW, "IB1, IB2, IB3"),
        ("IB", OLD, "IB1, IB2"),
        ("I", NEW, "not a complete stage"),
        ("IV", NEW, "IVA, IVB"),
        ("IB2r", NEW, "not a complete stage"),
        ("rIIIC1p", NEW, "does not read"),
        ("IB2 (FIGO 2009)", NEW, "edition is given"),
        ("IB2 FIGO 2014", NEW, "edition is given"),
        ("", NEW, "does not read"),
        ("T1b1", NEW, "does not read"),
        ("IB12", NEW, "does not read"),
    ],
)
def test_ambiguous_or_incomplete_stages_are_refused(
    written: str, edition: Edition | None, says: str
) -> None:
    with pytest.raises(StagingError, match=says):
        parse_stage(written, edition)


@given(st.sampled_from(STAGES))
def test_every_stage_reads_as_itself(code: str) -> None:
    assert parse_stage(code, NEW) == code
    with pytest.raises(StagingError):
        parse_stage(code, None)


@given(st.text(max_size=12), st.sampled_from(Edition))
def test_any_text_gives_a_stage_or_a_refusal(written: str, edition: Edition) -> None:
    try:
        assert set(possible_stages(written, edition)) <= set(STAGES)
    except StagingError as refused:
        assert str(refused)


def test_agreeing_stages_pass() -> None:
    assert check_entered(Facts(diameter_mm=40), "IB2", NEW).stage == "IB2"
    assert check_entered(Facts(diameter_mm=30), "IB1", OLD).stage == "IB2"
    assert check_entered(Facts(diameter_mm=50), "IB2", OLD).stage == "IB3"
    assert check_entered(Facts(diameter_mm=12, microscopic=True, stromal_depth_mm=2), "IB1", OLD)


def test_a_stage_of_2009_is_compared_with_the_local_extent() -> None:
    nodes = {"pelvic_nodes": Nodes.MACROMETASTASIS, "nodes_by": NodesBy.PATHOLOGY}
    assert check_entered(Facts(diameter_mm=30, **nodes), "IB1", OLD).stage == "IIIC1p"  # type: ignore[arg-type]
    assert check_entered(Facts(vagina=Vagina.UPPER, **nodes), "IIA2", OLD).stage == "IIIC1p"  # type: ignore[arg-type]
    with pytest.raises(StagingError, match="disagrees"):
        check_entered(Facts(vagina=Vagina.UPPER, **nodes), "IIB", OLD)  # type: ignore[arg-type]
    paraaortic = Facts(diameter_mm=30, paraaortic_nodes=Nodes.MACROMETASTASIS, nodes_by=NodesBy.IMAGING)
    assert check_entered(paraaortic, "IVB", OLD).stage == "IIIC2r"
    assert check_entered(Facts(distant=True), "IVB", OLD).stage == "IVB"


@pytest.mark.parametrize(
    ("facts", "written", "edition", "says"),
    [
        (Facts(diameter_mm=40.5), "IB2", NEW, "agree as a stage of FIGO 2009"),
        (Facts(diameter_mm=30), "IB2", OLD, "agree as a stage of FIGO 2018"),
        (Facts(diameter_mm=30), "IIB", NEW, "Correct the facts"),
        (Facts(diameter_mm=30), "IIB", OLD, "Correct the facts"),
        (Facts(diameter_mm=30), "IB2", None, "ambiguous"),
        (Facts(), "IB2", NEW, "largest diameter"),
        (
            Facts(diameter_mm=30, pelvic_nodes=Nodes.MACROMETASTASIS, nodes_by=NodesBy.IMAGING),
            "IIIC1p",
            NEW,
            "IIIC1r",
        ),
    ],
)
def test_a_disagreement_blocks_and_says_what_to_check(
    facts: Facts, written: str, edition: Edition | None, says: str
) -> None:
    with pytest.raises(StagingError, match=says):
        check_entered(facts, written, edition)

"""Label schemes: the same patient under each of the four."""

from __future__ import annotations

import pytest

from cxstage_core.errors import StagingError
from cxstage_core.staging import (
    SCHEMES,
    STAGES,
    Facts,
    Group,
    Nodes,
    NodesBy,
    group_of,
    stage,
)

BY_PATHOLOGY = {"pelvic_nodes": Nodes.MICROMETASTASIS, "nodes_by": NodesBy.PATHOLOGY}
BY_IMAGING = {"pelvic_nodes": Nodes.MACROMETASTASIS, "nodes_by": NodesBy.IMAGING}


def test_the_groups_of_the_paper() -> None:
    surgical = [code for code in STAGES if group_of(code) is Group.SURGERY]
    assert surgical == ["IA1", "IA2", "IB1", "IB2", "IIA1"]
    assert Group.CHEMORADIOTHERAPY.label == 1
    assert Group.SURGERY.label == 0
    for incomplete in ("IB", "IIIC", "IIIC1", "", "ib2"):
        with pytest.raises(StagingError):
            group_of(incomplete)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(diameter_mm=30), (0, 0, 0, 0)),
        (Facts(diameter_mm=40), (0, 0, 0, 0)),
        (Facts(diameter_mm=41), (1, 1, 1, 1)),
        (Facts(diameter_mm=30, **BY_PATHOLOGY), (1, 0, None, 0)),  # type: ignore[arg-type]
        (Facts(diameter_mm=30, **BY_IMAGING), (1, 0, None, 1)),  # type: ignore[arg-type]
        (Facts(diameter_mm=50, **BY_PATHOLOGY), (1, 1, None, 1)),  # type: ignore[arg-type]
        (Facts(**BY_PATHOLOGY), (1, None, None, None)),  # type: ignore[arg-type]
        (Facts(distant=True), (1, 1, 1, 1)),
        (Facts(diameter_mm=30, distant=True), (1, 1, 1, 1)),
    ],
)
def test_one_patient_under_each_scheme(facts: Facts, expected: tuple[int | None, ...]) -> None:
    staged = stage(facts)
    names = ("paper", "t_only", "paper_no_iiic", "preoperative")
    labels = [SCHEMES[name].label(staged) for name in names]
    assert tuple(labelled.label for labelled in labels) == expected
    assert all(str(labelled.reason) for labelled in labels)


def test_every_scheme_is_described() -> None:
    assert list(SCHEMES) == ["paper", "t_only", "paper_no_iiic", "preoperative"]
    assert all(scheme.title and scheme.description for scheme in SCHEMES.values())

"""Which model predictions use, and why: in the audit log."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CohortError


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = Cohort.create(tmp_path / "c.cxcohort")
    for name in ("E0001-hrnet_w32", "E0002-resnet50"):
        file = tmp_path / f"{name}.safetensors"
        file.write_bytes(name.encode())
        made.models.add(name, file)
    return made


def test_the_last_promotion_counts_and_keeps_its_reason(cohort: Cohort) -> None:
    assert cohort.models.in_use() is None
    cohort.models.put_in_use("E0001-hrnet_w32", reason="Best AUC in validation.")
    cohort.models.put_in_use("E0002-resnet50", reason="  Faster on our computer.  ", actor="Dr. 王")
    found = Cohort.open(cohort.path).models.in_use()
    assert found is not None
    assert (found.model, found.reason, found.actor) == (
        "E0002-resnet50",
        "Faster on our computer.",
        "Dr. 王",
    )
    acts = [entry.act for entry in cohort.audit.entries()]
    assert acts.count("promote model") == 2
    assert cohort.verify() == ()


def test_without_model_or_reason_nothing_is_logged(cohort: Cohort) -> None:
    before = len(cohort.audit.entries())
    with pytest.raises(CohortError, match="E0009-vit"):
        cohort.models.put_in_use("E0009-vit", reason="why not")
    with pytest.raises(CohortError, match="reason"):
        cohort.models.put_in_use("E0001-hrnet_w32", reason="  ")
    with pytest.raises(CohortError, match="store itself"):
        cohort.audit.note("promote model", model="E0001-hrnet_w32")
    assert len(cohort.audit.entries()) == before

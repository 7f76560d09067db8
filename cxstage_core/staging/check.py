"""An entered stage against the stage that the facts give: a disagreement blocks."""

from __future__ import annotations

from cxstage_core.errors import StagingError
from cxstage_core.staging.editions import STAGES_2009, entered_code
from cxstage_core.staging.facts import Edition, Facts, Nodes, Vagina
from cxstage_core.staging.nodes import nodes_count
from cxstage_core.staging.rules import Staged, stage

WIDEST_IA_2009_MM = 7.0


def check_entered(facts: Facts, written: str, edition: Edition | None) -> Staged:
    """Stage the facts, and refuse when the entered stage differs.

    A stage of FIGO 2009 is compared with the local extent, because that edition has no stage for
    positive nodes.

    Raises:
        StagingError: the edition is missing, the stage is incomplete, the facts give no stage, or
            the two disagree.
    """
    code = entered_code(written, edition)
    staged = stage(facts)
    if edition is Edition.FIGO_2009:
        agrees = code in _stages_2009(facts, staged)
    else:
        agrees = code == staged.stage
    if agrees:
        return staged
    raise _disagreement(code, written, edition, facts, staged)


def _disagreement(
    code: str, written: str, edition: Edition | None, facts: Facts, staged: Staged
) -> StagingError:
    if edition is Edition.FIGO_2009:
        if code == staged.stage:
            return StagingError(
                "The entered stage {written} (FIGO 2009) disagrees with the facts, which give {computed} of "
                "FIGO 2018: {reason}",
                remedy="It would agree as a stage of FIGO 2018: check the edition.",
                written=written,
                computed=staged.stage,
                reason=staged.reason,
            )
        return StagingError(
            "The entered stage {written} (FIGO 2009) disagrees with the facts, which give {computed} of FIGO "
            "2018: {reason}",
            remedy="Correct the facts or the entered stage.",
            written=written,
            computed=staged.stage,
            reason=staged.reason,
        )
    if code in _stages_2009(facts, staged):
        return StagingError(
            "The entered stage {written} (FIGO 2018) disagrees with the facts, which give {computed}: {reason}",
            remedy="It would agree as a stage of FIGO 2009: check the edition.",
            written=written,
            computed=staged.stage,
            reason=staged.reason,
        )
    return StagingError(
        "The entered stage {written} (FIGO 2018) disagrees with the facts, which give {computed}: {reason}",
        remedy="Correct the facts or the entered stage.",
        written=written,
        computed=staged.stage,
        reason=staged.reason,
    )


def _stages_2009(facts: Facts, staged: Staged) -> set[str]:
    """The FIGO 2009 stages that these facts can have been given."""
    if facts.distant:
        return {"IVB"}
    extents = {staged.t_stage} if staged.t_stage else _unmeasured(facts)
    stages = {old for old, new in STAGES_2009.items() if extents.intersection(new)}
    width = facts.diameter_mm
    if extents <= {"IA1", "IA2"} and (width is None or width > WIDEST_IA_2009_MM):
        stages.add("IB1")  # FIGO 2009 called a microscopic tumour wider than 7 mm IB1
    if facts.paraaortic_nodes not in (Nodes.NONE, Nodes.ISOLATED_CELLS):
        stages.add("IVB")  # before 2018 para-aortic nodes could be counted as distant
    return stages


def _unmeasured(facts: Facts) -> set[str]:
    """What the local extent can be when positive nodes decided and the size was never measured."""
    if not nodes_count(facts):
        return set()
    if facts.vagina is Vagina.UPPER:
        return {"IIA1", "IIA2"}
    if facts.microscopic and facts.stromal_depth_mm is None:
        return {"IA1", "IA2", "IB1", "IB2", "IB3"}
    return {"IB1", "IB2", "IB3"}

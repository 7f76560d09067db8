"""An entered stage against the stage that the facts give: a disagreement blocks."""

from __future__ import annotations

from cxstage_core.errors import StagingError
from cxstage_core.staging.completions import possible_outcomes, possible_stages_of, stages_of
from cxstage_core.staging.editions import STAGES_2009, entered_code
from cxstage_core.staging.facts import Edition, Facts
from cxstage_core.staging.measures import check_measures
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
    check_possible(facts, written, edition)
    return stage(facts)


def check_possible(facts: Facts, written: str, edition: Edition | None) -> None:
    """Refuse an entered stage that the facts contradict, whatever the unknown ones are.

    Raises:
        StagingError: the edition is missing, the stage is incomplete, the measures are implausible, or the
            facts contradict the stage.
    """
    code = entered_code(written, edition)
    check_measures(facts)
    agreeing = _stages_2009(facts) if edition is Edition.FIGO_2009 else stages_of(facts)
    if code in agreeing:
        return
    if len(stages_of(facts)) > 1:
        raise StagingError(
            "The entered stage {written} ({edition}) disagrees with the facts, with which only {stages} of "
            "FIGO 2018 is possible.",
            remedy="Correct the facts or the entered stage.",
            written=written,
            edition="" if edition is None else edition.value,
            stages=", ".join(possible_stages_of(facts)),
        )
    raise _disagreement(code, written, edition, facts, stage(facts))


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
    if code in _stages_2009(facts):
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


def _stages_2009(facts: Facts) -> set[str]:
    """The FIGO 2009 stages that these facts can have been given."""
    width, stages = facts.diameter_mm, set[str]()
    for one in possible_outcomes(facts):
        if one.stage == "IVB":
            stages.add("IVB")
            continue
        stages |= {old for old, new in STAGES_2009.items() if one.t_stage in new}
        if one.t_stage in ("IA1", "IA2") and (width is None or width > WIDEST_IA_2009_MM):
            stages.add("IB1")  # FIGO 2009 called a microscopic tumour wider than 7 mm IB1
        if one.paraaortic:
            stages.add("IVB")  # before 2018 para-aortic nodes could be counted as distant
    return stages

"""Entered stages: which edition, and what they mean in FIGO 2018.

The same code names different tumours in the two editions: "IB2" is above 40 mm in FIGO 2009 and 20
to 40 mm in FIGO 2018, which changes the recommended treatment. So an edition is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.errors import StagingError
from cxstage_core.staging.facts import Edition
from cxstage_core.staging.stages import STAGES
from cxstage_core.staging.written import normalise

STAGES_2009: Mapping[str, tuple[str, ...]] = {
    "IA1": ("IA1",),
    "IA2": ("IA2",),
    "IB1": ("IB1", "IB2"),
    "IB2": ("IB3",),
    "IIA1": ("IIA1",),
    "IIA2": ("IIA2",),
    "IIB": ("IIB",),
    "IIIA": ("IIIA",),
    "IIIB": ("IIIB",),
    "IVA": ("IVA",),
    "IVB": ("IVB",),
}
"""FIGO 2009 stage to the FIGO 2018 stages of the same tumour, had it no positive node."""


def parse_stage(written: str, edition: Edition | None) -> str:
    """The FIGO 2018 stage that an entered stage stands for.

    A stage of FIGO 2009 knows nothing of nodes; it is translated as for a tumour without positive
    nodes, and only where that gives one stage. `check_entered` compares it with the facts.

    Args:
        written: as entered, such as "IB2", "FIGO IIIC1 (r)" or "ⅡA1".
        edition: mandatory; None is refused with the reason.

    Returns:
        One of `STAGES`.

    Raises:
        StagingError: no edition, no complete stage of it, or no single translation.
    """
    stages = possible_stages(written, edition)
    if len(stages) > 1:
        raise StagingError(
            "{written} of FIGO 2009 has no single counterpart in FIGO 2018 ({stages}).",
            remedy="Enter the largest diameter; the stage is then computed from the facts.",
            written=written,
            stages=", ".join(stages),
        )
    return stages[0]


def possible_stages(written: str, edition: Edition | None) -> tuple[str, ...]:
    """The FIGO 2018 stages that an entered stage can stand for, positive nodes apart.

    Raises:
        StagingError: no edition, or no complete stage of it.
    """
    code = entered_code(written, edition)
    return STAGES_2009[code] if edition is Edition.FIGO_2009 else (code,)


def entered_code(written: str, edition: Edition | None) -> str:
    """The entered stage in its own edition's code.

    Raises:
        StagingError: no edition, or no complete stage of it.
    """
    if edition is None:
        raise _no_edition(written)
    code = normalise(written, edition)
    known = STAGES_2009 if edition is Edition.FIGO_2009 else STAGES
    if code in known:
        return code
    if code.startswith("IIIC") and edition is Edition.FIGO_2018:
        raise StagingError(
            "“{written}” is incomplete: stage IIIC needs 1 (pelvic) or 2 (para-aortic) and r (imaging) or p "
            "(pathology).",
            remedy="Write it like IIIC1r.",
            written=written,
        )
    finer = [stage for stage in known if stage.startswith(code) and stage.rstrip("rp") != code]
    if finer and not code.endswith("I"):
        raise StagingError(
            "“{written}” is incomplete: {edition} divides it into {finer}.",
            remedy="Write the complete stage.",
            written=written,
            edition=edition.value,
            finer=", ".join(finer),
        )
    raise StagingError(
        "“{written}” is not a complete stage of {edition}.",
        remedy="Use one of {known}.",
        written=written,
        edition=edition.value,
        known=", ".join(known),
    )


def _no_edition(written: str) -> StagingError:
    code = _code_or_nothing(written)
    if code == "IB1":
        return StagingError(
            "“{written}” without an edition is ambiguous: up to 40 mm in FIGO 2009, up to 20 mm in FIGO 2018.",
            remedy="Specify FIGO 2009 or FIGO 2018.",
            written=written,
        )
    if code == "IB2":
        return StagingError(
            "“{written}” without an edition is ambiguous: above 40 mm in FIGO 2009 (chemoradiotherapy), above "
            "20 to 40 mm in FIGO 2018 (surgery).",
            remedy="Specify FIGO 2009 or FIGO 2018.",
            written=written,
        )
    return StagingError(
        "The stage “{written}” has no edition, and none is assumed.",
        remedy="Specify FIGO 2009 or FIGO 2018.",
        written=written,
    )


def _code_or_nothing(written: str) -> str:
    try:
        return normalise(written, Edition.FIGO_2018)
    except StagingError:
        return ""

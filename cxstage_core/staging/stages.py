"""The stages of FIGO 2018 and the group of treatment that the guideline recommends for each."""

from __future__ import annotations

from enum import StrEnum

from cxstage_core.errors import StagingError

STAGES: tuple[str, ...] = (
    "IA1",
    "IA2",
    "IB1",
    "IB2",
    "IB3",
    "IIA1",
    "IIA2",
    "IIB",
    "IIIA",
    "IIIB",
    "IIIC1r",
    "IIIC1p",
    "IIIC2r",
    "IIIC2p",
    "IVA",
    "IVB",
)

SURGICAL: frozenset[str] = frozenset({"IA1", "IA2", "IB1", "IB2", "IIA1"})


class Group(StrEnum):
    """The guideline-recommended group; never a statement that a tumour is operable."""

    SURGERY = "surgery"
    CHEMORADIOTHERAPY = "chemoradiotherapy or systemic"

    @property
    def label(self) -> int:
        """1 for chemoradiotherapy or systemic treatment, 0 for surgery."""
        return int(self is Group.CHEMORADIOTHERAPY)


def group_of(stage: str) -> Group:
    """The group of a FIGO 2018 stage, as in ESGO/ESTRO/ESP 2023 and in the paper.

    Args:
        stage: one of `STAGES`, exactly as written there.

    Raises:
        StagingError: it is none of them.
    """
    if stage not in STAGES:
        raise StagingError(
            "“{stage}” is not a complete FIGO 2018 stage.",
            remedy="Use one of {stages}.",
            stage=stage,
            stages=", ".join(STAGES),
        )
    return Group.SURGERY if stage in SURGICAL else Group.CHEMORADIOTHERAPY

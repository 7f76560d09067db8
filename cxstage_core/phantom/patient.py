"""Everything drawn of one patient, before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.phantom.findings import Findings, draw_findings
from cxstage_core.phantom.frame import Build, draw_build
from cxstage_core.phantom.identity import Identity, draw_identity
from cxstage_core.phantom.organs import Organs, draw_organs
from cxstage_core.phantom.scanner import Examination, draw_examination
from cxstage_core.phantom.spaces import Position, draw_position
from cxstage_core.phantom.styles import STANDARD, style_of
from cxstage_core.phantom.tumour import TumourForm, draw_tumour


@dataclass(frozen=True, slots=True)
class Patient:
    """One drawn patient: the input of `render` and `truth`.

    Args:
        seed: of all her random numbers, that of the style included.
        style: key of `STYLES`.
    """

    seed: int
    number: int
    identity: Identity
    findings: Findings
    build: Build
    position: Position
    organs: Organs
    tumour: TumourForm
    examination: Examination
    style: str

    @property
    def patient_id(self) -> str:
        """The hospital's identifier, such as "PHANTOM-0001"."""
        return self.identity.patient_id


def draw_patient(seed: int, number: int = 1, *, style: str = STANDARD) -> Patient:
    """Draw patient `number` (from 1) of the cohort with this seed; later patients change nothing.

    Args:
        style: key of `STYLES`.

    Raises:
        CxStageError: the style is not in the table.
    """
    chosen = style_of(style)
    seed += chosen.first_seed
    identity = draw_identity(seed, number)
    findings = draw_findings(seed, number)
    build = draw_build(seed, number)
    return Patient(
        seed,
        number,
        identity,
        findings,
        build,
        draw_position(seed, number, build.scale),
        draw_organs(seed, number, findings.facts, identity.age),
        draw_tumour(seed, number, findings.facts),
        draw_examination(seed, number, chosen.scanner),
        style,
    )

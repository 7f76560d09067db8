"""The extent of the tumour itself: stages IA to IIIB and IVA, whatever the nodes show."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.errors import StagingError
from cxstage_core.staging.facts import Facts, Mucosa, Parametrium, Vagina
from cxstage_core.staging.size_limits import IA1_DEPTH_MM, IA2_DEPTH_MM, LARGE_MM, SMALL_MM
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Extent:
    """Local extent.

    Args:
        stage: "" when the size that it needs was not measured.
        reason: why that stage, or what is missing.
        missing: the refusal to raise if nothing else decides the stage.
    """

    stage: str
    reason: Text
    missing: StagingError | None = None


def extent_of(facts: Facts) -> Extent:
    """Local extent by precedence IVA, IIIB, IIIA, IIB, IIA, IB, IA.

    Every upper bound is inclusive: exactly 3.0 mm is IA1, 5.0 IA2, 20.0 IB1, 40.0 IB2 or IIA1.

    Source: Bhatla et al., Int J Gynecol Obstet 2019;145:129–135 with its corrigendum (147:279–280).
    """
    if Mucosa.BIOPSY_PROVEN in (facts.bladder_mucosa, facts.rectal_mucosa):
        return _mucosa(facts)
    return _pelvis(facts) or _beyond_cervix(facts) or _cervix(facts)


def _pelvis(facts: Facts) -> Extent | None:
    if facts.parametrium is Parametrium.PELVIC_WALL:
        return Extent("IIIB", text("The tumour reaches the pelvic wall."))
    if facts.hydronephrosis and not facts.hydronephrosis_otherwise_explained:
        return Extent(
            "IIIB", text("Hydronephrosis or a non-functioning kidney that nothing else explains.")
        )
    if facts.vagina is Vagina.LOWER:
        return Extent("IIIA", text("The tumour reaches the lower third of the vagina."))
    return None


def _beyond_cervix(facts: Facts) -> Extent | None:
    if facts.parametrium is Parametrium.INVADED:
        return Extent("IIB", text("The parametrium is invaded, not up to the pelvic wall."))
    if facts.vagina is Vagina.UPPER:
        return _upper_vagina(facts)
    return None


def _mucosa(facts: Facts) -> Extent:
    if facts.rectal_mucosa is not Mucosa.BIOPSY_PROVEN:
        return Extent("IVA", text("Biopsy-proven invasion of the bladder mucosa."))
    if facts.bladder_mucosa is not Mucosa.BIOPSY_PROVEN:
        return Extent("IVA", text("Biopsy-proven invasion of the rectal mucosa."))
    return Extent("IVA", text("Biopsy-proven invasion of the bladder and rectal mucosa."))


def _upper_vagina(facts: Facts) -> Extent:
    diameter = facts.diameter_mm
    if diameter is None:
        return Extent(
            "",
            text("The local extent is stage IIA; its largest diameter was not measured."),
            StagingError(
                "Stage IIA needs the largest diameter: IIA1 up to 40 mm, IIA2 above.",
                remedy="Enter the largest diameter in mm.",
            ),
        )
    if diameter <= LARGE_MM:
        return Extent(
            "IIA1",
            text(
                "Upper two thirds of the vagina, no parametrium, largest diameter {diameter:.10g} mm (≤ 40 mm).",
                diameter=diameter,
            ),
        )
    return Extent(
        "IIA2",
        text(
            "Upper two thirds of the vagina, no parametrium, largest diameter {diameter:.10g} mm (> 40 mm).",
            diameter=diameter,
        ),
    )


def _cervix(facts: Facts) -> Extent:
    depth, diameter = facts.stromal_depth_mm, facts.diameter_mm
    if facts.microscopic:
        if depth is None:
            return Extent(
                "",
                text("The tumour is seen by microscopy only; its depth was not measured."),
                StagingError(
                    "A tumour seen by microscopy only needs the depth of stromal invasion: IA1 up to 3 mm, "
                    "IA2 up to 5 mm.",
                    remedy="Enter the depth of stromal invasion in mm.",
                ),
            )
        if depth <= IA1_DEPTH_MM:
            return Extent(
                "IA1",
                text("Microscopic, depth of stromal invasion {depth:.10g} mm (≤ 3 mm).", depth=depth),
            )
        if depth <= IA2_DEPTH_MM:
            return Extent(
                "IA2",
                text(
                    "Microscopic, depth of stromal invasion {depth:.10g} mm (> 3 to ≤ 5 mm).",
                    depth=depth,
                ),
            )
    if diameter is None:
        return Extent(
            "",
            text("The tumour is confined to the cervix; its largest diameter was not measured."),
            StagingError(
                "Stage IB needs the largest diameter: IB1 up to 20 mm, IB2 up to 40 mm, IB3 above.",
                remedy="Enter the largest diameter in mm; for a tumour seen by microscopy only, enter that "
                "and the depth of stromal invasion.",
            ),
        )
    return _confined(diameter)


def _confined(diameter: float) -> Extent:
    if diameter <= SMALL_MM:
        return Extent(
            "IB1",
            text(
                "Confined to the cervix, largest diameter {diameter:.10g} mm (≤ 20 mm).",
                diameter=diameter,
            ),
        )
    if diameter <= LARGE_MM:
        return Extent(
            "IB2",
            text(
                "Confined to the cervix, largest diameter {diameter:.10g} mm (> 20 to ≤ 40 mm).",
                diameter=diameter,
            ),
        )
    return Extent(
        "IB3",
        text(
            "Confined to the cervix, largest diameter {diameter:.10g} mm (> 40 mm).", diameter=diameter
        ),
    )

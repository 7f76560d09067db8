"""Roles of the input's channels: the one table of what a channel can be, and how its series is recognised.

The form of the Train page, the command line, preprocessing, prediction and the documentation read these rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Role:
    """What a channel of the input can be.

    Args:
        name: in `Preprocessing.channels`, files and on the command line.
        title: in the window.
        series: what the series is called in sentences, such as "axial T1".
        sequence, plane: of the series, as the import recognised them; "" for the outline, which has none.
        recognised: how the series is found among those of a patient, and which of several is taken.
        scale: what the values of the channel are.
        physical: True if an image keeps its physical scale, the same for every patient.
        optional: True if a patient may lack it.
    """

    name: str
    title: Text
    series: Text
    sequence: str
    plane: str
    recognised: Text
    scale: Text
    physical: bool = False
    optional: bool = True

    @property
    def present(self) -> str:
        """Key of the fact whether a patient has the series, 1 or 0."""
        return f"{self.name} present"


_BODY = text("Standard deviations from the mean of the patient's own body.")
_COVERS = text(
    "Of several the one that covers most of the T2 image, then the finest pixels, then the first by name."
)

_TABLE = (
    Role(
        "T2",
        text("T2"),
        text("axial T2"),
        "T2",
        "axial",
        text(
            "Of several the one with the largest outline, then the finest pixels. It is always the grid."
        ),
        _BODY,
        optional=False,
    ),
    Role("T1", text("T1"), text("axial T1"), "T1", "axial", _COVERS, _BODY),
    Role(
        "DWI",
        text("DWI"),
        text("axial DWI"),
        "DWI",
        "axial",
        text(
            "The b-value is that of the header, else the only one in the series' description. By the setting "
            "`dwi_b` the highest from 500 s/mm² on, or the one nearest to the wanted b-value, at most a fifth "
            "away; of several with it as for T1. A series without a known b-value is not used."
        ),
        _BODY,
    ),
    Role(
        "ADC",
        text("ADC"),
        text("axial ADC"),
        "ADC",
        "axial",
        _COVERS,
        text(
            "(ADC − 1.2) ÷ 0.5, ADC in 10⁻³ mm²/s and cut off at 0 and 3.0: the same for every patient. The "
            "unit is recognised by the 95th percentile; a map in none of the usual units is refused."
        ),
        physical=True,
    ),
    Role(
        "sagittal",
        text("Sagittal T2"),
        text("sagittal T2"),
        "T2",
        "sagittal",
        _COVERS,
        _BODY,
    ),
    Role(
        "mask",
        text("outline"),
        text("outline"),
        "",
        "",
        text("The outline of the tumour."),
        text("The outlined share of each pixel, 0 to 1; possible infiltration counts one half."),
        optional=False,
    ),
)

ROLES: Mapping[str, Role] = MappingProxyType({role.name: role for role in _TABLE})
"""By name, in the order of the input."""

OPTIONAL: tuple[str, ...] = tuple(role.name for role in _TABLE if role.optional)
"""Names of the channels that a patient may lack."""

"""The tip that all brushes of a drawing share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cxstage_core.reading import Tip, TipForm
from cxstage_core.reading.tools.tip import LARGEST_MM, SMALLEST_MM
from cxstage_core.text import text
from cxstage_gui.viewer.models.tools.options import (
    MILLIMETRES,
    ChoiceOption,
    NumberOption,
    SwitchOption,
)

GROWTH = 1.15
LIGHTEST = 0.3
"""Share of its size that the tip has when a pen hardly touches."""

SIZE = NumberOption("size_mm", text("Size"), SMALLEST_MM, LARGEST_MM, Tip().size_mm, unit=MILLIMETRES)
FORM = ChoiceOption(
    "form", text("Tip"), ((TipForm.CIRCLE, text("Circle")), (TipForm.SQUARE, text("Square")))
)
SOLID = SwitchOption("solid", text("Reaches"), text("into neighbouring slices"))


@dataclass(slots=True)
class SharedTip:
    """The tip of the brushes: the size stays the same from brush to eraser.

    Args:
        tip: as it was chosen.
        pressure: of a pen, 0 to 1, None without one.
    """

    tip: Tip = field(default_factory=Tip)
    pressure: float | None = None

    @property
    def pressed(self) -> Tip:
        """The tip with the size that the pen's pressure gives it."""
        if self.pressure is None:
            return self.tip
        share = LIGHTEST + (1 - LIGHTEST) * min(max(self.pressure, 0.0), 1.0)
        return replace(self.tip, size_mm=max(SMALLEST_MM, self.tip.size_mm * share))

    @property
    def size_mm(self) -> float:
        """Diameter of the circle or side of the square, mm."""
        return self.tip.size_mm

    @size_mm.setter
    def size_mm(self, size: float) -> None:
        self.tip = replace(self.tip, size_mm=SIZE.clamped(size))

    @property
    def form(self) -> TipForm:
        """Circle or square."""
        return self.tip.form

    @form.setter
    def form(self, form: TipForm) -> None:
        self.tip = replace(self.tip, form=TipForm(form))

    @property
    def solid(self) -> bool:
        """True if the tip reaches into the neighbouring slices."""
        return self.tip.solid

    @solid.setter
    def solid(self, on: bool) -> None:
        self.tip = replace(self.tip, solid=on)

    def grow(self, steps: int) -> None:
        """Make the tip one size larger per step, smaller for negative steps, at least 0.1 mm each."""
        size = self.size_mm * GROWTH**steps
        if abs(size - self.size_mm) < 0.1:
            size = self.size_mm + 0.1 * (1 if steps > 0 else -1)
        self.size_mm = round(size, 1)

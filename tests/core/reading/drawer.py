"""Somebody who draws at random, and a model of it that keeps whole copies."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.reading import Delta, MaskEditor, erased, painted
from cxstage_core.text import Text, text
from tests.core.reading.strokes import stroke

GRIDS = {
    "t2-axial": Grid.axial((4, 24, 31), (4.0, 0.9, 0.6)),
    "t1-axial": Grid.axial((3, 20, 20), (5.0, 1.1, 1.1)),
}
NAMES = (text("brush stroke"), text("polygon"), text("grown by {mm} mm", mm=2.5))
Copies = dict[str, np.ndarray]


@dataclass
class Model:
    """Whole copies of all masks after each step."""

    masks: list[Copies] = field(
        default_factory=lambda: [{s: np.zeros(g.size, np.uint8) for s, g in GRIDS.items()}]
    )
    names: list[Text] = field(default_factory=list)
    at: int = 0

    def do(self, name: Text, series: str, after: np.ndarray) -> None:
        """A step, if it changes anything."""
        now = self.masks[self.at]
        if not np.array_equal(now[series], after):
            self.masks[self.at + 1 :] = [{**now, series: after}]
            self.names[self.at :] = [name]
            self.at += 1

    def go(self, steps: int) -> None:
        """Undo or redo."""
        self.at = min(max(0, self.at + steps), len(self.names))


def act(draw: random.Random, editor: MaskEditor | None, model: Model) -> None:
    """One random thing, on both."""
    kind = draw.random()
    if kind < 0.35:
        steps = draw.choice((-1, -1, -1, 1, 1, -7, 5))
        if editor is not None:
            editor.go_to(min(max(0, model.at + steps), len(model.names)))
        model.go(steps)
        return
    series = draw.choice(tuple(GRIDS))
    grid, name = GRIDS[series], draw.choice(NAMES)
    slices = draw.sample(range(grid.size[0]), draw.choice((1, 1, 1, 2)))
    path = [(draw.uniform(-2, 26), draw.uniform(-2, 32)) for _ in range(draw.randint(1, 3))]
    where = stroke(path, draw.uniform(0.3, 5), grid.spacing[1:], grid.size[1:])
    change = erased if draw.random() < 0.25 else painted
    label, protect = draw.choice((Label.TUMOUR, Label.INFILTRATION)), draw.random() < 0.5
    before = model.masks[model.at][series]
    after = before.copy()
    for index in slices:
        after[index] = change(after[index], where, label, protect=protect)
    if editor is not None:
        editor.open_series(series, grid)
        if len(slices) == 1:
            editor.begin(series, slices[0])
            editor.draw(Delta.of_volume(before, after))
            editor.commit(name)
        else:
            editor.apply(name, series, Delta.of_volume(before, after))
    model.do(name, series, after)


def shows(editor: MaskEditor, model: Model) -> bool:
    """Whether masks, undo and redo are those of the model."""
    for series, array in model.masks[model.at].items():
        mine = editor.open_series(series, GRIDS[series]).array
        if not np.array_equal(mine, array):
            return False
    names = [step.name for step in editor.history.steps]
    return len(editor.history) == model.at and names == model.names


def masks(copies: Copies) -> dict[str, Mask]:
    """Masks of the series on which something is drawn."""
    return {s: Mask(array, GRIDS[s]) for s, array in copies.items() if array.any()}

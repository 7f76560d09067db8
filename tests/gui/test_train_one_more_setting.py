"""A setting that only this test declares has a field in the form, in the window's words and limits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from cxstage_core.dataset import Preprocessing
from cxstage_core.settings import rows, setting
from cxstage_core.training import Recipe
from cxstage_core.training.settings import groups
from cxstage_gui.pages.train.form import TrainingForm


@dataclass(frozen=True, slots=True)
class SmoothedRecipe(Recipe):
    """A recipe with one more setting."""

    smoothing: float = setting(
        0.05, "Label smoothing", "Share that is spread over both groups.", high=0.4, unit=" au"
    )
    warm: bool = setting(False, "Warm up", "Begin with a small learning rate.")


def test_one_more_setting_has_a_field_and_comes_into_the_request(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUPS", groups.Groups(recipe=SmoothedRecipe))
    form = TrainingForm()
    qtbot.addWidget(form)
    field = form.recipe["smoothing"]
    assert isinstance(field, QDoubleSpinBox)
    assert (field.minimum(), field.maximum(), field.value()) == (0.0, 0.4, 0.05)
    assert field.suffix() == " au"
    assert field.accessibleName() == "Label smoothing"
    assert "spread over both groups" in field.toolTip()
    assert "Label smoothing" in [label.text() for label in form.recipe.findChildren(QLabel)]
    field.setValue(0.25)
    assert form.recipe.other_than_paper == ("smoothing",)
    recipe = form.request.recipe
    assert recipe.to_dict()["smoothing"] == 0.25
    form.reset()
    form.take(recipe, Preprocessing(), ())
    assert field.value() == 0.25


def test_a_check_box_is_named_by_its_visible_words(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    for group in form.groups:
        for name in group.names:
            box = group[name]
            if isinstance(box, QCheckBox):
                assert box.text() in box.accessibleName()
                assert box.accessibleName() != name
    assert form.recipe["balance"].accessibleName() == "Draw both groups equally often"


def test_the_form_has_the_limits_of_the_rows(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    for group, shown in ((Recipe, form.recipe), (Preprocessing, form.pixels)):
        for row in rows(group):
            if row.section != "main" or row.kind not in ("whole", "number") or row.offered:
                continue
            box, scale = shown[row.name], 100 if row.percent else 1
            finest = 1 if isinstance(box, QSpinBox) else 10.0**-row.decimals
            assert 0 <= scale * row.high - box.maximum() + 1e-9 < finest, row.name
            assert 0 <= box.minimum() - scale * row.low + 1e-9 <= finest, row.name

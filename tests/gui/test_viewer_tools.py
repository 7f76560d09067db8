"""Tools as state machines, fed without a window."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.imaging import Label
from cxstage_core.reading import Tip, polygon_mask
from cxstage_gui.viewer.models.drags import drag_for
from cxstage_gui.viewer.models.tools import (
    BrushTool,
    Button,
    CursorTool,
    Drag,
    EraserTool,
    Key,
    Pointer,
    PolygonTool,
    Surface,
    Tool,
)
from cxstage_gui.viewer.models.tools.registry import TOOLS
from cxstage_gui.viewer.models.tools.shared_tip import SharedTip

SHAPE = (60, 80)


def surface(labels: np.ndarray | None = None, **kind: object) -> Surface:
    empty = np.zeros(SHAPE, np.uint8)
    return Surface(empty if labels is None else labels, (0.5, 0.5), **{"label": Label.TUMOUR, **kind})


def at(row: float, column: float, button: Button = Button.LEFT) -> Pointer:
    return Pointer(2, row, column, button, reach_mm=1.0)


def click(tool: Tool, row: float, column: float) -> None:
    tool.press(at(row, column), surface())
    tool.release(at(row, column), surface())


TRIANGLE = [(10.0, 10.0), (10.0, 50.0), (40.0, 30.0)]


def test_a_click_on_the_first_corner_closes_and_return_draws() -> None:
    tool = PolygonTool()
    for corner in TRIANGLE:
        click(tool, *corner)
    click(tool, 10.4, 10.4)
    assert tool.draft(2).closed
    assert len(tool.draft(2).corners) == 3
    done = tool.key(Key.RETURN, 2, surface())
    assert done.ends == PolygonTool.step
    labels = np.zeros(SHAPE, np.uint8)
    done.delta.parts[0].write(labels)
    assert np.array_equal(labels > 0, polygon_mask(TRIANGLE, SHAPE))
    assert not tool.drafts


def test_return_closes_first_and_ctrl_return_does_both() -> None:
    tool = PolygonTool()
    for corner in TRIANGLE:
        click(tool, *corner)
    assert tool.key(Key.RETURN, 2, surface()).ends is None
    assert tool.draft(2).closed
    assert tool.key(Key.BACKSPACE, 2, surface()).redraw
    assert not tool.draft(2).closed
    assert tool.key(Key.CTRL_RETURN, 2, surface()).ends == PolygonTool.step


def test_corners_can_be_dragged_taken_back_and_cleared() -> None:
    tool = PolygonTool()
    for corner in TRIANGLE:
        click(tool, *corner)
    tool.press(at(10.2, 50.1), surface())
    tool.move(at(20, 60), surface())
    tool.release(at(20, 60), surface())
    assert tool.draft(2).corners[1] == (20, 60)
    tool.key(Key.BACKSPACE, 2, surface())
    assert len(tool.draft(2).corners) == 2
    assert tool.key(Key.RETURN, 2, surface()).ends is None
    tool.key(Key.ESCAPE, 2, surface())
    assert not tool.drafts


def test_a_draft_waits_on_its_slice() -> None:
    tool = PolygonTool()
    click(tool, 10, 10)
    tool.press(Pointer(5, 20, 20, Button.LEFT), surface())
    assert tool.draft(2).corners == [(10, 10)]
    assert tool.draft(5).corners == [(20, 20)]


def test_the_last_polygon_can_be_pasted_on_another_slice() -> None:
    tool = PolygonTool()
    for corner in TRIANGLE:
        click(tool, *corner)
    tool.key(Key.CTRL_RETURN, 2, surface())
    tool.key(Key.PASTE, 4, surface())
    assert tool.draft(4).closed
    assert tool.key(Key.RETURN, 4, surface()).delta.slices == (4,)


def drawn(tool: BrushTool, labels: np.ndarray, button: Button, **kind: object) -> object:
    outcome = tool.press(at(30, 20, button), surface(labels, **kind))
    for column in (40, 60):
        for part in outcome.delta.parts:
            part.write(labels)
        outcome = tool.move(at(30, column, button), surface(labels, **kind))
    for part in outcome.delta.parts:
        part.write(labels)
    return tool.release(at(30, 60, button), surface(labels)).ends


def test_the_brush_paints_left_and_erases_right() -> None:
    tool, labels = BrushTool(6.0), np.zeros(SHAPE, np.uint8)
    assert drawn(tool, labels, Button.LEFT) == BrushTool.step
    assert labels[30, 20:61].all()
    assert labels[25:36, 40].all() and not labels[20, 40]
    assert drawn(tool, labels, Button.RIGHT) == EraserTool.step
    assert not labels.any()


def test_the_other_label_is_protected_when_wished() -> None:
    labels = np.zeros(SHAPE, np.uint8)
    labels[:, 40:] = Label.INFILTRATION
    drawn(BrushTool(6.0), labels, Button.LEFT, protect=True)
    assert (labels[:, 40:] == Label.INFILTRATION).all()
    assert (labels[30, 20:40] == Label.TUMOUR).all()
    drawn(BrushTool(6.0), labels, Button.LEFT)
    assert (labels[30, 20:61] == Label.TUMOUR).all()


def test_the_brush_size_has_limits_and_small_steps() -> None:
    tip = SharedTip(Tip(0.5))
    tip.grow(-1)
    assert tip.size_mm == 0.5
    tip.grow(1)
    assert tip.size_mm == pytest.approx(0.6)
    tip.grow(100)
    assert tip.size_mm == 60


def test_the_cursor_goes_where_the_left_button_is() -> None:
    assert CursorTool().press(at(3, 4), surface()).cursor == (3, 4)
    assert CursorTool().move(at(3, 4, Button.NONE), surface()).cursor is None


@pytest.mark.parametrize(
    ("button", "tool", "ctrl", "alt", "wanted"),
    [
        (Button.MIDDLE, "brush", False, False, Drag.PAN),
        (Button.RIGHT, "cursor", False, False, Drag.ZOOM),
        (Button.RIGHT, "brush", False, False, None),
        (Button.LEFT, "brush", True, False, Drag.WINDOW),
        (Button.LEFT, "polygon", False, True, Drag.CURSOR),
        (Button.LEFT, "pan", False, False, Drag.PAN),
        (Button.LEFT, "brush", False, False, None),
    ],
)
def test_buttons_follow_the_itk_snap_preset(
    button: Button, tool: str, ctrl: bool, alt: bool, wanted: Drag | None
) -> None:
    assert drag_for(button, TOOLS[tool], ctrl=ctrl, alt=alt) == wanted

"""Strokes, undo and redo against a model that keeps whole copies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.reading import Delta, MaskEditor, erased, painted
from cxstage_core.text import text
from tests.core.reading.strokes import stroke

BRUSH = text("brush stroke")
GRID = Grid.axial((3, 24, 31), (4.0, 0.9, 0.6))
PLANE = (24, 31)
SPACING = (0.9, 0.6)

points = st.lists(st.tuples(st.floats(-4, 28), st.floats(-4, 35)), min_size=1, max_size=5)
strokes = st.tuples(
    st.sampled_from(["paint", "erase"]),
    st.integers(0, 2),
    points,
    st.floats(0.1, 6),
    st.sampled_from([Label.TUMOUR, Label.INFILTRATION]),
    st.booleans(),
)
acts = st.lists(st.one_of(strokes, st.just("undo"), st.just("redo")), max_size=25)


@given(acts)
def test_any_strokes_and_undos_give_what_whole_copies_give(actions: list) -> None:
    editor = MaskEditor()
    mask = editor.open_series("t2", GRID)
    copies = [mask.array.copy()]
    at = 0
    for action in actions:
        if action == "undo":
            assert (editor.undo() is None) == (at == 0)
            at = max(0, at - 1)
        elif action == "redo":
            assert (editor.redo() is None) == (at == len(copies) - 1)
            at = min(len(copies) - 1, at + 1)
        else:
            kind, index, path, radius, label, protect = action
            change = painted if kind == "paint" else erased
            after = copies[at].copy()
            where = stroke(path, radius, SPACING, PLANE)
            after[index] = change(after[index], where, label, protect=protect)
            editor.begin("t2", index)
            for end in range(1, len(path) + 1):
                now = mask.array[index]
                part = stroke(path[max(0, end - 2) : end], radius, SPACING, PLANE)
                new = change(now, part, label, protect=protect)
                editor.draw(Delta.of_slice(index, now, new))
            if editor.commit(text("stroke")) is not None:
                copies[at + 1 :] = [after]
                at += 1
            else:
                assert np.array_equal(after, copies[at])
        assert np.array_equal(mask.array, copies[at])


def test_a_delta_is_small_and_goes_both_ways() -> None:
    before = np.zeros((2, 256, 256), np.uint8)
    after = before.copy()
    after[1, 50:150, 60:160] = 1
    after[1, 70:80, 70:80] = 2
    delta = Delta.of_volume(before, after)
    assert delta.slices == (1,)
    assert delta.parts[0].box == (50, 60, 150, 160)
    assert delta.nbytes < 2000
    work = before.copy()
    delta.write(work)
    assert np.array_equal(work, after)
    delta.write(work, undo=True)
    assert not work.any()


def test_the_oldest_steps_go_when_memory_is_full_and_the_newest_stays() -> None:
    editor = MaskEditor(cap_bytes=4000)
    mask = editor.open_series("t2", GRID)
    for n in range(30):
        new = mask.array.copy()
        new[0, n % 24, n] = 1
        editor.apply(text("dot"), "t2", Delta.of_volume(mask.array, new))
    kept = len(editor.history)
    assert 1 <= kept < 30
    assert editor.history.nbytes <= 4000
    while editor.undo() is not None:
        pass
    assert np.count_nonzero(mask.array) == 30 - kept


def test_a_stroke_over_several_slices_is_one_step() -> None:
    editor = MaskEditor()
    mask = editor.open_series("t2", GRID)
    editor.begin("t2", 0)
    for index in (0, 1, 2, 1):
        new = mask.array.copy()
        new[index, 3, 3 : 5 + index] = 1
        editor.draw(Delta.of_volume(mask.array, new))
    drawn = mask.array.copy()
    step = editor.commit(BRUSH)
    assert step is not None and step.delta.slices == (0, 1, 2)
    editor.undo()
    assert not mask.array.any()
    editor.redo()
    assert np.array_equal(mask.array, drawn)


def test_nothing_is_drawn_before_a_stroke_was_begun() -> None:
    editor = MaskEditor()
    mask = editor.open_series("t2", GRID)
    new = mask.array.copy()
    new[1, 3, 3] = 1
    with pytest.raises(ReadingError):
        editor.draw(Delta.of_volume(mask.array, new))


def test_what_was_drawn_on_another_grid_is_refused() -> None:
    editor = MaskEditor({"t2": Mask.empty(GRID)})
    with pytest.raises(ReadingError):
        editor.open_series("t2", Grid.axial((3, 24, 31), (4.0, 0.9, 0.7)))


def test_only_series_that_hold_something_are_saved() -> None:
    editor = MaskEditor({"t2": Mask.empty(GRID)})
    editor.open_series("t1", GRID)
    assert set(editor.snapshot()) == {"t2"}

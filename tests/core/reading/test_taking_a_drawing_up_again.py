"""Draw, get killed, start again: masks, undo and redo are as they were."""

from __future__ import annotations

import random
from itertools import takewhile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Mask
from cxstage_core.reading import Delta, Place, Recovered, recover
from cxstage_core.reading.history import recovery as recovering
from cxstage_core.storage.append_log import JournalFile
from tests.core.reading.drawer import GRIDS, NAMES, Model, act, masks, shows

MIB = 2**20


def take_up(path: Path, stored: dict[str, Mask] | None = None, version: int = 0) -> Recovered:
    return recover(JournalFile.open(path), stored or {}, version, GRIDS)


def die(recovered: Recovered) -> None:
    """What SIGKILL leaves: no entry that says good-bye, and no lock."""
    journal = recovered.editor.journal
    assert journal is not None
    journal._log.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_random_steps_survive_restarts(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    path, model = tmp_path / "journal" / "a" / "P0001.journal", Model()
    (tmp_path / "journal").mkdir()
    stored: dict[str, Mask] = {}
    version = 0
    now = take_up(path)
    for number in range(1000):
        act(draw, now.editor, model)
        assert shows(now.editor, model), number
        chance = draw.random()
        if chance < 0.02:
            stored, version = now.editor.snapshot(), version + 1
            if draw.random() < 0.7:
                now.editor.journal.saved(version)
        elif chance < 0.04:
            if draw.random() < 0.5:
                die(now)
            else:
                now.editor.close()
            now = take_up(path, stored, version)
            assert shows(now.editor, model), number
    now.editor.close()


@given(st.integers(0, 2**32), st.integers(2, 40), st.booleans())
@settings(max_examples=25)
def test_any_drawing_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, seed: int, acts: int, killed: bool
) -> None:
    draw, model = random.Random(seed), Model()
    path = tmp_path_factory.mktemp("any") / "a" / "P0001.journal"
    now = take_up(path)
    for _ in range(acts):
        act(draw, now.editor, model)
    place = Place("t2-axial", "t1-axial", draw.randrange(4))
    now.editor.journal.at(place)
    if killed:
        die(now)
    else:
        now.editor.close()
    again = take_up(path)
    assert shows(again.editor, model)
    if path.stat().st_size:
        assert (again.place, again.interrupted) == (place, killed)
    for _ in range(acts):
        act(draw, again.editor, model)
        assert shows(again.editor, model)


def test_a_journal_torn_at_any_byte_loses_only_what_was_torn(tmp_path: Path) -> None:
    path, draw, model = tmp_path / "a" / "P0001.journal", random.Random(5), Model()
    now = take_up(path)
    sizes, states = [], []
    for _ in range(12):
        sizes.append(path.stat().st_size)
        states.append((dict(model.masks[model.at]), list(model.names), model.at))
        act(draw, now.editor, model)
    sizes.append(path.stat().st_size)
    states.append((dict(model.masks[model.at]), list(model.names), model.at))
    die(now)
    whole = path.read_bytes()
    assert sizes[-1] == len(whole)
    for cut in range(len(whole) + 1):
        for tail in (b"", bytes(20), b"\xa5" * (7 if cut >= 8 else 0)):
            torn = whole[:cut] + tail
            path.write_bytes(torn)
            again = take_up(path)
            pairs = zip(whole, torn, strict=False)
            kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            last = max(n for n, size in enumerate(sizes) if size <= kept)
            copies, names, at = states[last]
            for series, array in copies.items():
                mine = again.editor.open_series(series, GRIDS[series]).array
                assert np.array_equal(mine, array), cut
            assert [step.name for step in again.editor.history.steps] == names
            assert len(again.editor.history) == at
            die(again)


def test_a_flipped_bit_ends_the_journal_there(tmp_path: Path) -> None:
    path, draw, model = tmp_path / "a" / "P0001.journal", random.Random(7), Model()
    now = take_up(path)
    while len(model.names) < 6:
        act(draw, now.editor, model)
    stored = now.editor.snapshot()
    die(now)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)
    again = take_up(path, stored, 1)
    assert again.editor.agrees(stored)  # nothing that was saved is lost
    die(again)


def test_an_outline_saved_by_somebody_else_becomes_a_step(tmp_path: Path) -> None:
    path, draw, model = tmp_path / "a" / "P0001.journal", random.Random(8), Model()
    now = take_up(path)
    while len(model.names) < 5:
        act(draw, now.editor, model)
    die(now)
    theirs = Mask.empty(GRIDS["t2-axial"])
    theirs.array[1, 5:9, 5:9] = 2
    again = take_up(path, {"t2-axial": theirs}, 1)
    assert not again.ahead
    assert again.editor.agrees({"t2-axial": theirs})
    while len(again.editor.history) > model.at:
        again.editor.undo()
    for series, array in model.masks[model.at].items():
        assert np.array_equal(again.editor.open_series(series, GRIDS[series]).array, array)
    die(again)


def test_a_backup_put_back_counts_and_can_be_undone(tmp_path: Path) -> None:
    path, model, draw = tmp_path / "a" / "P0001.journal", Model(), random.Random(9)
    now = take_up(path)
    while model.at < 3:
        act(draw, now.editor, model)
    early = masks(model.masks[model.at])
    now.editor.journal.saved(1)
    while model.at < 8:
        act(draw, now.editor, model)
    now.editor.journal.saved(2)
    now.editor.close()
    again = take_up(path, early, 1)
    assert again.editor.agrees(early)
    die(again)


def test_unsaved_steps_are_ahead_of_the_reading(tmp_path: Path) -> None:
    path, model, draw = tmp_path / "a" / "P0001.journal", Model(), random.Random(10)
    now = take_up(path)
    while model.at < 3:
        act(draw, now.editor, model)
    stored = now.editor.snapshot()
    while model.at < 5:
        act(draw, now.editor, model)
    die(now)
    again = take_up(path, stored, 1)
    assert again.ahead
    assert again.interrupted
    assert shows(again.editor, model)
    again.editor.close()
    assert take_up(path, again.editor.snapshot(), 2).ahead is False


def test_dead_branches_are_left_out_when_the_journal_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovering, "_WORTH_BYTES", 2000)
    path, model, draw = tmp_path / "a" / "P0001.journal", Model(), random.Random(11)
    now = take_up(path)
    for _ in range(150):
        act(draw, now.editor, model)
        if draw.random() < 0.1:
            steps = -model.at // 2
            now.editor.go_to(model.at + steps)
            model.go(steps)
    die(now)
    before = path.stat().st_size
    again = take_up(path)
    assert path.stat().st_size < before // 2
    assert shows(again.editor, model)
    for _ in range(60):
        act(draw, again.editor, model)
        assert shows(again.editor, model)
    die(again)
    assert shows(take_up(path).editor, model)


def test_above_the_cap_old_steps_come_back_from_disk(tmp_path: Path) -> None:
    path, model, draw = tmp_path / "a" / "P0001.journal", Model(), random.Random(12)
    log = JournalFile.open(path)
    now = recover(log, {}, 0, GRIDS, cap_bytes=300 * 512)
    while model.at < 200:
        act(draw, now.editor, model)
    assert now.editor.history.nbytes <= 300 * 512
    assert shows(now.editor, model)
    while now.editor.undo() is not None:
        model.go(-1)
        assert shows(now.editor, model)
    assert model.at == 0


def test_a_journal_of_other_images_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a" / "P0001.journal"
    now = take_up(path)
    after = np.zeros(GRIDS["t2-axial"].size, np.uint8)
    after[3, 20:, 25:] = 1
    now.editor.open_series("t2-axial", GRIDS["t2-axial"])
    now.editor.apply(NAMES[0], "t2-axial", Delta.of_volume(np.zeros_like(after), after))
    die(now)
    for grids in ({}, {"t2-axial": GRIDS["t1-axial"]}):
        log = JournalFile.open(path)
        with pytest.raises(ReadingError, match="does not fit"):
            recover(log, {}, 0, grids)
        aside = log.set_aside()
        assert aside.exists()
        assert recover(log, {}, 0, GRIDS).editor.history.total == 0
        log.close()
        aside.replace(path)


def test_the_place_is_known_only_after_an_interruption(tmp_path: Path) -> None:
    path, model, draw = tmp_path / "a" / "P0001.journal", Model(), random.Random(1)
    now = take_up(path)
    while not model.at:
        act(draw, now.editor, model)
    now.editor.journal.at(Place("t2-axial", "", 2))
    die(now)
    found = take_up(path)
    assert found.interrupted and found.place == Place("t2-axial", "", 2)
    found.editor.close()
    assert not take_up(path).interrupted

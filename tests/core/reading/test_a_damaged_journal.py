"""Damage a journal in every way: what comes back are exactly strokes that were drawn, and the loss is said."""

from __future__ import annotations

import random
import struct
import zlib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxstage_core.imaging import Mask
from cxstage_core.reading import Delta, Recovered, recover
from cxstage_core.storage import journal_frames
from cxstage_core.storage.append_log import JournalFile
from cxstage_core.text import text
from tests.core.reading.drawer import GRIDS, Model, act

SERIES = "t2-axial"
SHAPE = GRIDS[SERIES].size
STROKES = 4


def _patch(number: int) -> np.ndarray:
    """Strokes that do not touch each other, so that the masks tell which of them are there."""
    labels = np.zeros(SHAPE, np.uint8)
    labels[number % SHAPE[0], 3 * (number // SHAPE[0]) + 1, 2:9] = 1
    return labels


def _take_up(path: Path, stored: dict[str, Mask] | None = None, version: int = 0) -> Recovered:
    log = JournalFile.open(path)
    try:
        return recover(log, stored or {}, version, GRIDS)
    finally:
        log.close()


def _strokes_of(found: Recovered) -> set[int] | None:
    """The strokes whose union the outline is; None if it is not a union of strokes."""
    labels = found.editor.open_series(SERIES, GRIDS[SERIES]).array
    there = {n for n in range(STROKES) if np.array_equal(labels & _patch(n), _patch(n))}
    union = sum((_patch(n) for n in there), np.zeros(SHAPE, np.uint8))
    return there if np.array_equal(union, labels) else None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal of a few strokes whose writer was killed."""
    path = tmp_path_factory.mktemp("whole") / "a" / "P0001.journal"
    log = JournalFile.open(path)
    editor = recover(log, {}, 0, GRIDS).editor
    editor.open_series(SERIES, GRIDS[SERIES])
    for number in range(STROKES):
        after = editor.labels(SERIES) | _patch(number)
        editor.apply(text("brush stroke"), SERIES, Delta.of_volume(editor.labels(SERIES), after))
    log.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    return tmp_path / "a" / "P0001.journal"


def _frames(content: bytes) -> list[bytes]:
    found = journal_frames.read(content, 2, b"a/P0001")
    return [content[one.at - journal_frames.FRAME_BYTES : one.end] for one in found.frames]


def _try(path: Path, content: bytes) -> tuple[set[int], Recovered]:
    path.write_bytes(content)
    for old in path.parent.glob("P0001.damaged-*"):
        old.unlink()
    found = _take_up(path)
    strokes = _strokes_of(found)
    assert strokes is not None, "a voxel that nobody drew"
    if found.loss is not None:
        copies = [*path.parent.glob("P0001.damaged-*"), *path.parent.glob("P0001.unreadable*")]
        assert any(copy.read_bytes() == content for copy in copies)
    again = _take_up(path)
    assert _strokes_of(again) == strokes
    assert again.loss is None, "said once, then the journal is whole again"
    return strokes, found


def _flipped(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def test_every_bit(whole: bytes) -> None:
    """Whatever bit is changed, at most its own entry is missing, all others are as written, and it is known."""
    frames = _frames(whole)
    for place in range(8 * 8, len(whole) * 8):
        content = _flipped(whole, place)
        found = journal_frames.read(content, 2, b"a/P0001")
        assert found.damaged, place
        assert len(found.frames) >= len(frames) - 1, place
        for one in found.frames:
            assert frames[one.number].endswith(content[one.at : one.end])
            assert len(frames[one.number]) == one.length + journal_frames.FRAME_BYTES


def test_a_changed_bit_loses_at_most_its_own_stroke(path: Path, whole: bytes) -> None:
    for place in [*range(0, 7 * 8, 5), *range(8 * 8, len(whole) * 8, 37)]:
        strokes, found = _try(path, _flipped(whole, place))
        assert len(strokes) >= STROKES - 1, place
        assert found.loss is not None, place


def test_every_truncation(path: Path, whole: bytes) -> None:
    frames = _frames(whole)
    ends = np.cumsum([journal_frames.START_BYTES, *map(len, frames)])
    for length in range(8, len(whole)):
        intact = journal_frames.read(whole[:length], 2, b"a/P0001")
        assert intact.damaged
        assert len(intact.frames) == sum(1 for end in ends[1:] if end <= length)
    for length in (*range(1, 24, 3), *range(24, len(whole), 17), *ends[1:-1]):
        strokes, found = _try(path, whole[:length])
        kept = sum(1 for end in ends[4:] if end <= length)  # masks, opened and saved come first
        assert strokes == set(range(kept)), length
        assert found.loss is not None, length


def test_every_deletion_duplication_and_swap(path: Path, whole: bytes) -> None:
    start, frames = whole[: journal_frames.START_BYTES], _frames(whole)
    everything = set(range(STROKES))
    for n in range(len(frames)):
        strokes, found = _try(path, start + b"".join(frames[:n] + frames[n + 1 :]))
        assert strokes == everything - {n - 3}
        assert found.loss is not None
        for at in range(len(frames) + 1):
            strokes, found = _try(path, start + b"".join([*frames[:at], frames[n], *frames[at:]]))
            assert strokes == everything
            assert found.loss is not None
    for n, m in combinations(range(len(frames)), 2):
        swapped = list(frames)
        swapped[n], swapped[m] = swapped[m], swapped[n]
        strokes, found = _try(path, start + b"".join(swapped))
        assert strokes == everything
        assert found.loss is not None


def test_what_was_saved_is_never_lost(path: Path, whole: bytes) -> None:
    """The saved reading holds all strokes: damage anywhere in the journal leaves the outline as it was saved."""
    mask = Mask(sum((_patch(n) for n in range(STROKES)), np.zeros(SHAPE, np.uint8)), GRIDS[SERIES])
    for n, frame in enumerate(_frames(whole)):
        content = bytearray(whole)
        content[whole.index(frame) + len(frame) // 2] ^= 4
        path.write_bytes(content)
        found = _take_up(path, {SERIES: mask}, 1)
        assert _strokes_of(found) == set(range(STROKES)), n
        assert found.loss is not None


@given(st.integers(0, 2**32), st.integers(3, 25), st.data())
@settings(max_examples=40, deadline=None)
def test_a_random_drawing_with_any_entry_lost(
    tmp_path_factory: pytest.TempPathFactory, seed: int, acts: int, data: st.DataObject
) -> None:
    """With undo and redo among the strokes: each pixel has a label that it once had, and undo is consistent."""
    path = tmp_path_factory.mktemp("any") / "a" / "P0001.journal"
    draw, model = random.Random(seed), Model()
    log = JournalFile.open(path)
    editor = recover(log, {}, 0, GRIDS).editor
    had = {s: [np.zeros(g.size, np.uint8)] for s, g in GRIDS.items()}
    for _ in range(acts):
        act(draw, editor, model)
        for series, array in model.masks[model.at].items():
            had[series].append(array)
    final = {s: a.copy() for s, a in model.masks[model.at].items()}
    log.close()
    assume(path.exists())
    content = path.read_bytes()
    frames = _frames(content)
    lost = data.draw(st.sets(st.integers(0, len(frames) - 1), min_size=1, max_size=3))
    kept = b"".join(frame for n, frame in enumerate(frames) if n not in lost)
    path.write_bytes(content[: journal_frames.START_BYTES] + kept)
    log = JournalFile.open(path)
    found = recover(log, {}, 0, GRIDS)
    assert found.loss is not None
    for series, states in had.items():
        mine = found.editor.open_series(series, GRIDS[series]).array
        assert np.any([mine == state for state in states], axis=0).all()
        if "are complete" in str(found.loss):
            assert np.array_equal(mine, final[series])
    after = {s: found.editor.labels(s).copy() for s in GRIDS}
    steps = len(found.editor.history)
    found.editor.journal = None
    found.editor.go_to(0)
    found.editor.go_to(steps)
    for series, array in after.items():
        assert np.array_equal(found.editor.labels(series), array)
    log.close()


def _old(entries: list[bytes]) -> bytes:
    """A journal as version 1 wrote it."""
    content = b"CxJrnl\0\1"
    checksum = zlib.crc32(content)
    for entry in entries:
        checksum = zlib.crc32(entry, checksum)
        content += struct.pack("<II", len(entry), checksum) + entry
    return content


def test_a_damaged_journal_of_version_1(path: Path, whole: bytes) -> None:
    found = journal_frames.read(whole, 2, b"a/P0001")
    content = _old([whole[one.at : one.end] for one in found.frames])
    strokes, recovered = set(range(STROKES)), None
    path.write_bytes(content)
    recovered = _take_up(path)
    assert (_strokes_of(recovered), recovered.loss) == (strokes, None)
    for place in range(8 * 8, len(content) * 8, 61):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        strokes, recovered = _try(path, bytes(changed))
        assert len(strokes) >= STROKES - 2, place
        assert recovered.loss is not None, place

"""A known movement is found again, stored, logged and reused; one that cannot be is refused and said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cli.registration import register_series
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.files.registrations import RegistrationsStore
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing, prepare_stored
from cxstage_core.dataset.overlay import overlay, write_checkerboard
from cxstage_core.dataset.registering import registration_note
from cxstage_core.errors import GeometryError, IntegrityError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.imaging.checkerboard import checkerboard
from cxstage_core.imaging.registration import MOST_DEGREES, MOST_MM, REFUSALS, register
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.settings import rows
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import study

KNOWN = Rigid((0.0, 0.0, 0.0), (0.02, -0.01, 0.05), (4.0, -5.0, 3.0))


@pytest.fixture(scope="module")
def body() -> tuple[Volume, Volume]:
    """T2 and T1 of an uneven body: an ellipsoid with a bladder, bones and a tumour."""
    grid = Grid.axial((16, 80, 80), (4.0, 2.0, 2.0), (-79.0, -79.0, -30.0))
    index = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    x, y, z = np.moveaxis(grid.index_to_world(index), -1, 0)
    inside = (x / 65) ** 2 + (y / 50) ** 2 + (z / 60) ** 2 < 1
    bladder = (x / 20) ** 2 + ((y + 20) / 14) ** 2 + ((z - 8) / 12) ** 2 < 1
    bones = (np.hypot(np.abs(x) - 45, y - 5) < 8) | (np.hypot(x, y - 38) < 7)
    noise = np.random.default_rng(3).normal(0, 3, grid.size)
    t2 = np.where(inside, 100 + 120 * bladder - 60 * bones, 0) + noise
    t1 = np.where(inside, 140 - 80 * bladder + 60 * bones, 0) + noise[::-1]
    return Volume(t2.astype(np.float32), grid), Volume(t1.astype(np.float32), grid)


def carried(volume: Volume, by: Rigid) -> Volume:
    """The same image on a grid that was moved with the patient."""
    turned = [by.matrix @ np.asarray(axis) for axis in volume.grid.direction]
    grid = volume.grid.to_dict() | {"origin": by.apply(volume.grid.origin), "direction": turned}
    return Volume(volume.array, Grid.from_dict(grid))


def test_a_known_movement_is_found_again_to_a_millimetre(body: tuple[Volume, Volume]) -> None:
    t2, t1 = body
    found = register(t2, carried(t1, KNOWN))
    points = t2.grid.index_to_world(np.random.default_rng(0).random((100, 3)) * t2.grid.size)
    error = np.linalg.norm(found.moved.apply(points) - KNOWN.apply(points), axis=1)
    assert error.max() < 1.5
    assert found.refused == ""
    assert found.after > found.before
    assert register(t2, carried(t1, KNOWN)) == found  # bit for bit
    assert "moved onto T2 by" in str(registration_note("T1", found))


def test_a_movement_too_far_or_without_gain_is_not_used(body: tuple[Volume, Volume]) -> None:
    t2, t1 = body
    far = register(t2, carried(t1, replace(KNOWN, shift=(28.0, 0.0, 0.0))))
    assert far.refused == "shift"
    turned = register(t2, carried(t1, replace(KNOWN, angles=(0.0, 0.0, 0.25), shift=(0.0, 0.0, 0.0))))
    assert turned.refused in ("turn", "fit")
    assert str(REFUSALS[far.refused]) in str(registration_note("T1", far))
    elsewhere = Grid.from_dict(t1.grid.to_dict() | {"origin": (900.0, 900.0, 900.0)})
    with pytest.raises(GeometryError, match="could not be registered"):
        register(t2, Volume(t1.array, elsewhere))


def test_the_rotation_is_that_of_itk() -> None:
    point = (11.0, -7.0, 23.0)
    np.testing.assert_allclose(KNOWN.to_sitk().TransformPoint(point), KNOWN.apply(point), atol=1e-9)
    assert Rigid.from_dict(json.loads(json.dumps(KNOWN.to_dict()))) == KNOWN


def test_it_is_stored_logged_reused_and_guarded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = _cohort(tmp_path)
    plain = Preprocessing(size_px=32)
    config = replace(plain, register=("T1",))
    before = prepare_stored(cohort, "P0001", plain)
    moved = prepare_stored(cohort, "P0001", config)
    assert moved.key != before.key
    assert prepare_stored(cohort, "P0001", plain).key == before.key
    assert any("moved onto T2" in str(note) for note in moved.notes)
    apart = [_likeness(one.prepared.array) for one in (before, moved)]
    assert apart[1] > apart[0]
    (stored,) = cohort.registrations.all("P0001")
    entries = [entry for entry in cohort.audit.entries() if entry.act == "register series"]
    assert [(e.details["patient"], e.details["used"], e.details["version"]) for e in entries] == [
        ("P0001", True, 1)
    ]
    monkeypatch.setattr("cxstage_core.dataset.registering.register", None)  # it is not computed again
    again = prepare_stored(Cohort.open(cohort.path), "P0001", config)
    assert again.key == moved.key
    pair = overlay(cohort, "P0001", "T1")
    assert pair.registration == stored
    assert not np.array_equal(pair.before, pair.after)
    write_checkerboard(pair, tmp_path / "board.png", 8)
    assert (tmp_path / "board.png").read_bytes().startswith(b"\x89PNG")
    assert cohort.verify() == ()
    file = cohort.path / "registrations" / "P0001.json"
    whole = file.read_bytes()
    file.unlink()
    with pytest.raises(IntegrityError, match="not those that were stored"):
        cohort.registrations.all("P0001")
    assert [problem.file for problem in cohort.verify()] == ["registrations/P0001.json"]
    file.write_bytes(whole.replace(b'"refused":""', b'"refused":"fit"'))
    with pytest.raises(IntegrityError):
        cohort.registrations.all("P0001")
    RegistrationsStore(Layout(cohort.path)).write("P0001", 2, (stored,))  # killed before it was logged
    assert cohort.registrations.all("P0001") == ()
    cohort.registrations.save(stored)
    assert cohort.registrations.all("P0001") == (stored,)


def test_squares_take_turns() -> None:
    board = checkerboard(np.zeros((4, 8)), np.ones((4, 8)), 4)
    assert board[0].tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert board[2].tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def _cohort(folder: Path) -> Cohort:
    cohort = fill(folder / "c", 0)
    patient = cohort.pseudonym("one")
    t2, mask = study()
    t1, _ = study(seed=5)
    record, _ = cohort.add_series(patient, t2, SeriesInfo("T2"))
    shifted = replace(KNOWN, angles=(0.0, 0.0, 0.0), shift=(6.0, -5.0, 0.0))
    cohort.add_series(patient, carried(t1, shifted), SeriesInfo("T1"))
    cohort.references.freeze(patient, {record.id: mask}, origin="test")
    return cohort


def _likeness(array: np.ndarray) -> float:
    """Correlation of T2 and T1."""
    return float(np.corrcoef(array[:, 0].ravel(), array[:, 1].ravel())[0, 1])


def test_the_limits_that_settings_and_command_quote_are_those_in_use() -> None:
    quoted = [next(row.help for row in rows(Preprocessing) if row.name == "register")]
    quoted.append(register_series.__doc__ or "")
    for words in quoted:
        assert f"{MOST_MM:g} mm" in words and f"{MOST_DEGREES:g}°" in words

"""Outlines to files and back: every format, every grid, ITK-SNAP's label descriptions, whole readers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.intake import write_volume
from cxstage_core.intake.exchange import (
    FORMATS,
    export_outline,
    export_readings,
    incoming_outline,
    strange_labels,
)
from cxstage_core.intake.label_files import read_label_file, write_label_file
from cxstage_core.jobs import start_job

GRID = Grid.axial((4, 20, 24), (5.0, 0.7, 0.7), (-20.0, 3.0, 11.0))


def turned(seed: int) -> Grid:
    """An oblique grid, every second one left-handed."""
    axes, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    a, b, c = (tuple(float(v) for v in axis) for axis in axes)
    return Grid((5, 14, 17), (4.5, 0.8, 0.6), (12.5, -33.0, 7.25), (a, b, c))  # type: ignore[arg-type]


def drawn(grid: Grid, seed: int = 1) -> Mask:
    draw = np.random.default_rng(seed)
    return Mask(draw.integers(0, 3, grid.size).astype(np.uint8), grid)


@pytest.mark.parametrize("suffix", FORMATS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_voxel_is_in_the_same_place_after_a_way_through_a_file(
    suffix: str, seed: int, tmp_path: Path
) -> None:
    mask = drawn(turned(seed), seed)
    file = tmp_path / f"外 {seed}{suffix}"
    written = export_outline(mask, file)
    assert [path.name for path in written] == [file.name, f"外 {seed}.label"]
    back = incoming_outline(file, mask.grid)
    assert back.notes == ()
    assert np.array_equal(back.mask.array, mask.array)
    # and on another grid of the same place: reversed slices
    other = Grid(
        mask.grid.size,
        mask.grid.spacing,
        tuple(mask.grid.index_to_world((mask.grid.size[0] - 1, 0, 0)).tolist()),  # type: ignore[arg-type]
        (tuple(-v for v in mask.grid.direction[0]), *mask.grid.direction[1:]),  # type: ignore[arg-type]
    )
    solid = Mask(np.ones(mask.grid.size, np.uint8), mask.grid)
    export_outline(solid, file)
    assert incoming_outline(file, other).mask.array.all()


def test_names_of_itk_snap_say_what_the_labels_are(tmp_path: Path) -> None:
    array = np.zeros(GRID.size, np.int16)
    array[1, 2:8, 2:8], array[2, 2:8, 2:8], array[3, 2:8, 2:8] = 5, 7, 9
    write_volume(Volume(array, GRID), tmp_path / "snap.nii.gz")
    assert strange_labels(tmp_path / "snap.nii.gz") == (5, 7, 9)
    (tmp_path / "snap.label").write_text(
        '# ITK-SnAP Label Description File\n    0     0    0    0        0  0  0    "Clear Label"\n'
        '    5   255    0    0        1  1  1    "Parametrial infiltration"\n'
        '    7     0  255    0        1  1  1    "Primary tumor"\n'
        '    9     0    0  255        1  1  1    "Bladder"\n',
        encoding="utf-8",
    )
    assert strange_labels(tmp_path / "snap.nii.gz") == (9,)
    with pytest.raises(IntakeError, match="9"):
        incoming_outline(tmp_path / "snap.nii.gz", GRID)
    found = incoming_outline(tmp_path / "snap.nii.gz", GRID, meanings={9: Label.BACKGROUND})
    assert [found.mask.array[k, 4, 4] for k in (1, 2, 3)] == [Label.INFILTRATION, Label.TUMOUR, 0]
    assert any("omitted" in str(note) for note in found.notes)


def test_our_own_label_file_is_read_back_as_ours(tmp_path: Path) -> None:
    write_label_file(tmp_path / "x.label")
    meant = {one.number: one.meant for one in read_label_file(tmp_path / "x.label")}
    assert meant == {0: Label.BACKGROUND, 1: Label.TUMOUR, 2: Label.INFILTRATION}
    (tmp_path / "no.label").write_text("nothing", encoding="utf-8")
    with pytest.raises(IntakeError, match="no labels"):
        read_label_file(tmp_path / "no.label")


def test_an_outline_far_away_is_refused(tmp_path: Path) -> None:
    export_outline(Mask(np.ones(GRID.size, np.uint8), GRID), tmp_path / "here.mha")
    away = Grid.axial(GRID.size, GRID.spacing, (900.0, 900.0, 900.0))
    with pytest.raises(IntakeError, match="outside"):
        incoming_outline(tmp_path / "here.mha", away)


def test_a_whole_reader_is_written_and_one_that_fails_stops_nobody(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    patients = [cohort.pseudonym(f"hospital {n}") for n in range(4)]
    for number, patient in enumerate(patients):
        image = Volume(np.full(GRID.size, 7 + number, np.int16), GRID)
        cohort.add_series(patient, image, SeriesInfo("T2"))
        state = ReadingState.IN_PROGRESS if number == 3 else ReadingState.COMPLETE
        cohort.save_reading(Reading(patient, "王 A", {"t2-axial": drawn(GRID, number)}, state))
    damaged = next((cohort.path / "readings" / patients[1]).glob("*.h5"))
    damaged.write_bytes(damaged.read_bytes()[:200])
    job, _ = start_job()
    out = tmp_path / "输出"
    batch = export_readings(cohort, "王 A", out, ".nrrd", job=job)
    outlines = sorted(path.name for path in out.iterdir() if path.suffix == ".nrrd")
    assert [name.split("_")[0] for name in outlines] == [patients[0], patients[2]]
    assert [patient for patient, _ in batch.refused] == [patients[1]]
    assert not any("hospital" in path.name for path in out.iterdir())
    assert np.array_equal(incoming_outline(out / outlines[0], GRID).mask.array, drawn(GRID, 0).array)

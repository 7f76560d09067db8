"""An outline drawn by mouse on a real T2 comes back the same, from the cohort and through NIfTI."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.imaging import Label, Mask, resample_mask
from cxstage_core.intake import export_roi, import_roi, import_series, read_mask
from cxstage_gui.main_window import MainWindow
from tests.gui.conftest import opened, settings, window  # noqa: F401 - fixtures
from tests.gui.reading_room import Reader

pytestmark = pytest.mark.real

OUTLINE = [(150.0, 170.0), (150.0, 215.0), (185.0, 230.0), (205.0, 200.0), (190.0, 165.0)]


def world_dice(a: Mask, b: Mask) -> float:
    """Overlap of two masks, the second taken to the grid of the first through world space."""
    one, two = a.array > 0, resample_mask(b, a.grid).array > 0
    return float(2 * np.count_nonzero(one & two) / (np.count_nonzero(one) + np.count_nonzero(two)))


def test_a_drawn_outline_survives_store_and_nifti(
    real_data: Path,
    tmp_path: Path,
    qtbot: QtBot,
    opened: Callable[[Path], MainWindow],  # noqa: F811
) -> None:
    cohort = Cohort.create(tmp_path / "real.cxcohort")
    report = import_series(cohort, [real_data / "pelvis_dicom"])
    (t2,) = [s for s in report.series if s.series == "t2-axial"]
    reader = Reader(qtbot, opened, cohort.path)
    page = reader.page
    assert page.context.case is not None
    assert page.context.case.first == "t2-axial"

    reader.key(Qt.Key.Key_3)
    for corner in OUTLINE:
        reader.click(*corner)
    reader.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.key(Qt.Key.Key_PageUp)
    reader.key(Qt.Key.Key_4)
    page.strip.brush.setValue(14)
    reader.stroke([(165, 180), (175, 200), (185, 210)])
    page.strip.labels[Label.INFILTRATION].click()
    page.strip.brush.setValue(6)
    reader.stroke([(200, 190), (205, 205)])
    on_screen = Mask(
        page.context.case.editor.labels("t2-axial").copy(),
        page.context.case.study.volumes["t2-axial"].grid,
    )
    assert set(np.unique(on_screen.array)) == {0, Label.TUMOUR, Label.INFILTRATION}
    assert len(on_screen.drawn_slices) == 2
    reader.window.close()

    store = Cohort.open(cohort.path)
    reading = store.readings.get(t2.patient, "A")
    assert reading is not None
    assert reading.masks["t2-axial"].same_as(on_screen)

    file = tmp_path / "outline.nii.gz"
    export_roi(store, t2.patient, "t2-axial", file, "A")
    assert world_dice(on_screen, read_mask(file)) == 1.0
    taken = import_roi(store, t2.patient, "t2-axial", file, "second")
    assert taken.reading.masks["t2-axial"].same_as(on_screen)

"""An outline of the bladder on the axial T2 lies in the bladder of the sagittal and coronal T2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scipy import ndimage

from cxstage_core.cohort import Cohort, Reading, ReadingState
from cxstage_core.imaging import Mask, Volume
from cxstage_core.intake import import_series
from cxstage_gui.main_window import MainWindow
from cxstage_gui.viewer.models.overlay import CODE_STEP
from tests.gui.conftest import opened, settings, window  # noqa: F401 - fixtures
from tests.gui.reading_room import Reader

pytestmark = pytest.mark.real
ALT = Qt.KeyboardModifier.AltModifier


def bladder(volume: Volume) -> Mask:
    """The bright fluid around a point of the bladder, without its rim."""
    start = (16, 170, 190)
    soft = ndimage.gaussian_filter(volume.array.astype(np.float32), (0.0, 1.5, 1.5))
    bright = ndimage.binary_opening(soft > 0.75 * soft[start], np.ones((1, 7, 7)))
    parts, _ = ndimage.label(bright)
    inside = ndimage.binary_erosion(parts == parts[start], np.ones((1, 5, 5)))
    return Mask(inside.astype(np.uint8), volume.grid)


def test_the_bladder_is_the_bladder_in_all_planes(
    real_data: Path,
    tmp_path: Path,
    qtbot: QtBot,
    opened: Callable[[Path], MainWindow],  # noqa: F811
) -> None:
    cohort = Cohort.create(tmp_path / "real.cxcohort")
    report = import_series(cohort, [real_data / "pelvis_dicom"])
    (patient,) = {one.patient for one in report.series if one.series == "t2-axial"}
    mask = bladder(cohort.volume(patient, "t2-axial"))
    assert 20_000 < mask.array.sum() < 400_000
    cohort.save_reading(Reading(patient, "A", {"t2-axial": mask}, ReadingState.COMPLETE))
    reader = Reader(qtbot, opened, cohort.path)
    page = reader.page
    reader.key(Qt.Key.Key_3, ALT)  # two by two
    for pane, series in ((1, "t2-sagittal"), (2, "t2-coronal")):
        choice = page.panes.choices[pane]
        place = next(k for k in range(choice.count()) if choice.itemData(k).series == series)
        choice.setCurrentIndex(place)
        choice.activated.emit(place)
        qtbot.waitUntil(lambda n=pane, s=series: page.context.case.contents[n - 1].series == s)
    middle = ndimage.center_of_mass(mask.array)
    page.panes.first.pointed.emit(round(middle[0]), middle[1], middle[2])
    planes = [view.model.grid.plane for view in page.panes.views[:3]]
    assert planes == ["axial", "sagittal", "coronal"]
    for view in page.panes.views:
        model = view.model
        inside = model._codes >= CODE_STEP
        assert inside.sum() > 300
        slices = model.volume.array[model.index]
        fluid = np.median(slices[inside])
        # Fluid on T2 is the brightest there is, and the outline holds nothing else.
        assert fluid > np.percentile(slices, 85)
        assert np.mean(slices[inside] > 0.6 * fluid) > 0.97

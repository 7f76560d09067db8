"""A note is kept as an English sentence and found again as a template, so that it can be translated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import series_notes
from cxstage_core.intake import import_series
from cxstage_core.intake.series_notes import (
    DIFFUSION,
    FRAMES,
    LEFT_OUT,
    LOSSY,
    REPEATED,
    ROUNDED,
    SPACING,
    SPLIT,
    THICKNESS,
    THICKNESSES,
    UNEVEN,
    UNUSABLE,
    VOLUME,
    joined,
    left_out,
    lossy,
    note_of,
    one_of_volumes,
    other_spacing,
    repeated,
    rounded_positions,
    several_frames_of_reference,
    several_thicknesses,
    split_by,
    uneven_positions,
    unusable,
    wider_than_thick,
)
from cxstage_core.text import Text


@pytest.mark.parametrize(
    ("note", "template", "kept"),
    [
        (repeated(3), REPEATED, "3 images were there twice and were taken once."),
        (one_of_volumes(2, 5, None), VOLUME, "Volume 2 of 5 of this series."),
        (
            one_of_volumes(1, 2, 800.0),
            DIFFUSION,
            "Volume 1 of 2 of this series (b = 800 s/mm²).",
        ),
        (lossy(), LOSSY, "The images were compressed with loss before they came here."),
        (
            other_spacing(8.04, 4.0),
            SPACING,
            "The slices lie 8.0 mm apart, the scanner declares 4.0 mm; slices may be missing evenly.",
        ),
        (
            several_frames_of_reference(),
            FRAMES,
            "The patient's series have different frames of reference; check that they overlay.",
        ),
        (
            split_by("Echo Number(s)"),
            SPLIT,
            "The series was split into volumes by Echo Number(s).",
        ),
        (
            left_out(2),
            LEFT_OUT,
            "Images of this series that do not belong to the volume were left out: 2.",
        ),
        (
            rounded_positions(3.3286, 0.0412),
            ROUNDED,
            "The positions of the slices are rounded in the header; equal steps of 3.329 mm fit all of them "
            "within 0.041 mm.",
        ),
        (
            uneven_positions(0.3),
            UNEVEN,
            "The slices lie up to 0.30 mm off the places of an evenly spaced, straight volume.",
        ),
        (
            wider_than_thick(8.0, 4.0),
            THICKNESS,
            "The slices lie 8.0 mm apart and are 4.0 mm thick; slices may be missing evenly.",
        ),
        (
            several_thicknesses(3.0, 4.0),
            THICKNESSES,
            "The scanner declares slices of different thickness (3.0 to 4.0 mm).",
        ),
        (
            unusable("Slice Thickness", -4.0),
            UNUSABLE,
            "The Slice Thickness in the header is -4 mm; it was not used.",
        ),
    ],
)
def test_a_kept_note_is_found_again(note: Text, template: str, kept: str) -> None:
    assert str(note) == kept
    again = note_of(kept)
    assert again.template == template
    assert str(again) == kept


def test_an_unknown_note_stays_as_it_is() -> None:
    assert str(note_of("A gap of {3} mm.")) == "A gap of {3} mm."
    assert str(joined([note_of("One."), note_of("Two.")])) == "One. Two."


def test_notes_of_an_import_can_be_translated(
    series: Callable[..., list[Path]], tmp_path: Path
) -> None:
    series(tmp_path / "in", LossyImageCompression="01")
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    (outcome,) = import_series(cohort, [tmp_path / "in"]).series
    assert outcome.explanation is not None and outcome.explanation.template == LOSSY
    (record,) = cohort.series(cohort.patients()[0])
    assert record.info.notes == (LOSSY,)
    (note,) = series_notes(record)
    assert dict(note.params)["note"] == Text(LOSSY)
    assert str(note).endswith(LOSSY)

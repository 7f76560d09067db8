"""What the import notes of a series: templates, so that a note kept in a file can be translated.

A cohort's files keep each note as a filled English sentence. `note_of` finds its template again, so that
the window shows it in its own language; a note of an unknown template is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from string import Formatter

from cxstage_core.intake.formats import placing
from cxstage_core.text import Text, text

REPEATED = text("{count} images were there twice and were taken once.").template
VOLUME = text("Volume {number} of {volumes} of this series.").template
DIFFUSION = text("Volume {number} of {volumes} of this series (b = {strength:g} s/mm²).").template
LOSSY = text("The images were compressed with loss before they came here.").template
SPACING = text(
    "The slices lie {distance:.1f} mm apart, the scanner declares {declared:.1f} mm; "
    "slices may be missing evenly."
).template
FRAMES = text(
    "The patient's series have different frames of reference; check that they overlay."
).template
SPLIT = text("The series was split into volumes by {field}.").template
LEFT_OUT = text(
    "Images of this series that do not belong to the volume were left out: {count}."
).template
ROUNDED = text(
    "The positions of the slices are rounded in the header; equal steps of {distance:.3f} mm fit all of "
    "them within {deviation:.3f} mm."
).template
UNEVEN = text(
    "The slices lie up to {deviation:.2f} mm off the places of an evenly spaced, straight volume."
).template
THICKNESS = text(
    "The slices lie {distance:.1f} mm apart and are {thickness:.1f} mm thick; slices may be missing evenly."
).template
THICKNESSES = text(
    "The scanner declares slices of different thickness ({low:.1f} to {high:.1f} mm)."
).template
UNUSABLE = text("The {name} in the header is {value} mm; it was not used.").template
_TEMPLATES = (
    REPEATED, VOLUME, DIFFUSION, LOSSY, SPACING, FRAMES, SPLIT, LEFT_OUT, ROUNDED, UNEVEN, THICKNESS,
    THICKNESSES, UNUSABLE, *placing.TEMPLATES,
)  # fmt: skip


def repeated(count: int) -> Text:
    """Images with the same content were used once."""
    return _note(REPEATED, count=count)


def one_of_volumes(number: int, volumes: int, strength: float | None) -> Text:
    """The series holds several volumes; `strength` is the b-value in s/mm² where there is one."""
    if strength is None:
        return _note(VOLUME, number=number, volumes=volumes)
    return _note(DIFFUSION, number=number, volumes=volumes, strength=strength)


def lossy() -> Text:
    """The images were compressed with loss."""
    return _note(LOSSY)


def other_spacing(distance: float, declared: float) -> Text:
    """The slice distance (mm) differs from the declared one."""
    return _note(SPACING, distance=distance, declared=declared)


def split_by(field: str) -> Text:
    """The field, by its DICOM name, that separates the volumes of the series."""
    return _note(SPLIT, field=field)


def left_out(count: int) -> Text:
    """Images were filed into the series that belong to no volume."""
    return _note(LEFT_OUT, count=count)


def rounded_positions(distance: float, deviation: float) -> Text:
    """The header rounds positions; a grid with this slice distance (mm) lies within `deviation` mm."""
    return _note(ROUNDED, distance=distance, deviation=deviation)


def uneven_positions(deviation: float) -> Text:
    """A slice lies `deviation` mm off its place, little enough to be imported."""
    return _note(UNEVEN, deviation=deviation)


def wider_than_thick(distance: float, thickness: float) -> Text:
    """No distance is declared, and the slices (mm) leave gaps in which others may have been."""
    return _note(THICKNESS, distance=distance, thickness=thickness)


def several_thicknesses(low: float, high: float) -> Text:
    """The slices of one volume declare different thicknesses (mm)."""
    return _note(THICKNESSES, low=low, high=high)


def unusable(name: str, value: float) -> Text:
    """A length in the header, by its DICOM name, is not above 0 mm or not a number."""
    return _note(UNUSABLE, name=name, value=f"{value:g}")


def several_frames_of_reference() -> Text:
    """The series of the patient have no common frame of reference."""
    return _note(FRAMES)


def note_of(kept: str) -> Text:
    """A note kept in a file, as a template and its values."""
    for template in _TEMPLATES:
        found = re.fullmatch(_pattern(template), kept)
        if found is not None:
            return Text(template, tuple(_values(template, found).items()))
    return Text(kept)


def joined(sentences: Iterable[Text]) -> Text:
    """Several sentences as one; there is at least one."""
    return reduce(lambda first, rest: text("{what} {remedy}", what=first, remedy=rest), sentences)


def _note(template: str, **values: object) -> Text:
    return Text(template, tuple(values.items()))


def _pattern(template: str) -> str:
    parts = Formatter().parse(template)
    return "".join(
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "") for literal, name, _, _ in parts
    )


def _values(template: str, found: re.Match[str]) -> dict[str, object]:
    """Values of a match; those that the template formats as numbers are numbers."""
    formats = {name: spec for _, name, spec, _ in Formatter().parse(template) if name}
    return {name: float(found[name]) if spec else found[name] for name, spec in formats.items()}

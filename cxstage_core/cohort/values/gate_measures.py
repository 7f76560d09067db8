"""The measures of a study that the input gate compares with those of the training patients, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxstage_core.text import Text, text

BANDS = 8
"""Bands from the front to the back of the body."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row.

    Args:
        key: its name in prepared patients and model files.
        check: key of the rule that weighs it.
        title: what it is, for sentences.
        floor: the least spread that is assumed.
        relative: `floor` is a share of the mean.
        exchanged: the measure that takes its place when the images are turned upside down, or T1 and T2 change
            places; "" where that changes nothing or is not known.
    """

    key: str
    check: str
    title: Text
    floor: float
    relative: bool = False
    exchanged: str = ""


_GREY = 0.03
_WEIGHTING = (
    ("quartile 1", text("T2 grey value of the darkest quarter"), text("T1 grey value of the darkest quarter")),
    ("median", text("T2 grey value in the middle of the body's"), text("T1 grey value in the middle of the body's")),
    ("quartile 3", text("T2 grey value of the brightest quarter"), text("T1 grey value of the brightest quarter")),
    ("tumour", text("T2 grey value in the outline"), text("T1 grey value in the outline")),
    ("around", text("T2 grey value around the outline"), text("T1 grey value around the outline")),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = {
    row.key: row
    for row in (
        Measure("field rows mm", "geometry", text("height of the image in mm"), 0.1, relative=True),
        Measure("field columns mm", "geometry", text("width of the image in mm"), 0.1, relative=True),
        Measure("stack mm", "geometry", text("height of the stack in mm"), 0.2, relative=True),
        Measure("pixel mm", "geometry", text("width of a pixel in mm"), 0.2, relative=True),
        Measure("slice mm", "geometry", text("distance of two slices in mm"), 0.2, relative=True),
        Measure("body width mm", "body-region", text("width of the body in mm"), 0.1, relative=True),
        Measure("body depth mm", "body-region", text("depth of the body in mm"), 0.1, relative=True),
        Measure("body area cm2", "body-region", text("area of the body in cm²"), 0.15, relative=True),
        Measure("mirror left right", "plane", text("likeness of the left and the right half"), 0.05),
        Measure("mirror front back", "plane", text("likeness of the front and the back half"), 0.05),
        *(
            Measure(
                f"front to back {number}",
                "upside-down",
                text("grey value of band {number} of 8 from front to back", number=number),
                _GREY,
                exchanged=f"front to back {BANDS + 1 - number}",
            )
            for number in range(1, BANDS + 1)
        ),
        *(
            Measure(f"T2 {name}", "t2-weighting", title, _GREY, exchanged=f"T1 {name}")
            for name, title, _ in _WEIGHTING
        ),
        *(
            Measure(f"T1 {name}", "t1-t2", title, _GREY, exchanged=f"T2 {name}")
            for name, _, title in _WEIGHTING
        ),
        Measure("T1 T2 correlation", "t1-t2", text("correlation of T1 and T2"), 0.05),
        Measure(
            "T1 where T2 bright",
            "t1-t2",
            text("T1 grey value where T2 is brightest"),
            _GREY,
            exchanged="T2 where T1 bright",
        ),
        Measure(
            "T2 where T1 bright",
            "t1-t2",
            text("T2 grey value where T1 is brightest"),
            _GREY,
            exchanged="T1 where T2 bright",
        ),
        Measure("T1 shift mm", "registration", text("distance of T1 from T2 in mm"), 6.0),
        Measure("noise share", "noise", text("noise as a share of the signal"), 0.01),
        Measure("edges rows", "noise", text("steepness of edges from front to back"), 0.03),
        Measure("edges columns", "noise", text("steepness of edges from side to side"), 0.03),
        Measure("edges along", "motion", text("blur along one direction"), 0.05),
        Measure("ghost rows", "motion", text("strength of displaced copies from front to back"), 0.01),
        Measure("ghost columns", "motion", text("strength of displaced copies from side to side"), 0.01),
        Measure("outline ball mm", "outline-form", text("diameter of a ball of the outline's volume in mm"), 4.0),
        Measure("outline height mm", "outline-form", text("height of the outline in mm"), 6.0),
        Measure("outline aside mm", "outline-place", text("distance of the outline from the midline in mm"), 4.0),
        Measure("outline depth share", "outline-place", text("place of the outline from front (0) to back (1)"), 0.05),
    )
}  # fmt: skip
"""By key."""


CHECKS: tuple[str, ...] = tuple(dict.fromkeys(row.check for row in MEASURES.values()))
"""Keys of the rules that weigh measures."""
_ALSO = {"t1-t2": "t2-weighting"}
"""A check that weighs the measures of another one with its own."""


def measures_of(check: str) -> tuple[Measure, ...]:
    """Return the measures that a check weighs."""
    own = {check, _ALSO.get(check, check)}
    return tuple(row for row in MEASURES.values() if row.check in own)

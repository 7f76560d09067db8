"""The option --label: what the segments of an outline file mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cxstage_core.imaging import Label

Labels = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="NAME=MEANING",
        help="What a segment (name or number) means: tumour, infiltration or none. Repeatable.",
    ),
]


def choices_of(given: list[str] | None) -> dict[int | str, Label]:
    """Return the meanings given on the command line, by the segment's name or number.

    Raises:
        IntakeError: one is not of the form NAME=tumour, NAME=infiltration or NAME=none.
    """
    from cxstage_core.errors import IntakeError
    from cxstage_core.intake.labels.names import of_word

    found: dict[int | str, Label] = {}
    for one in given or []:
        name, _, word = one.rpartition("=")
        meant = of_word(word)
        if not name.strip() or meant is None or found.get(name.strip(), meant) != meant:
            raise IntakeError(
                "“{given}” does not give the meaning of a segment.",
                remedy="Write --label NAME=tumour, NAME=infiltration or NAME=none, once for each name.",
                given=one,
            )
        found[name.strip()] = meant
    return found

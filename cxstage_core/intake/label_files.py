"""Label description files of ITK-SNAP: the meaning of the numbers of a segmentation.

One line per label: number, red, green, blue, opacity, visible, shown in 3D, and the name in quotes.
Source of the format: the header that ITK-SNAP 4 writes into its own files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Label
from cxstage_core.intake.labels.names import meaning
from cxstage_core.storage import atomic_write

NAMES: Mapping[Label, str] = {
    Label.TUMOUR: "Tumour",
    Label.INFILTRATION: "Possible infiltration",
}
COLOURS: Mapping[Label, tuple[int, int, int]] = {
    Label.TUMOUR: (230, 159, 0),
    Label.INFILTRATION: (204, 121, 167),
}
SUFFIXES = (".label", ".txt")
_LINE = re.compile(r'^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+(\d+)\s+(\d+)\s+"(.*)"\s*$')


@dataclass(frozen=True, slots=True)
class NamedLabel:
    """A label of a file."""

    number: int
    name: str

    @property
    def meant(self) -> Label | None:
        """The label that the name stands for, None if it is unknown."""
        return Label.BACKGROUND if self.number == Label.BACKGROUND else meaning(self.name)


def read_label_file(file: Path) -> tuple[NamedLabel, ...]:
    """Read a label description file.

    Raises:
        IntakeError: the file cannot be read, or holds no label.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(
            "The label file {file} cannot be read.",
            remedy="Save the labels again in ITK-SNAP and choose that file.",
            file=file,
        ) from error
    found = [match for line in lines if (match := _LINE.match(line))]
    if not found:
        raise IntakeError(
            "The file {file} describes no labels.",
            remedy="Choose a label description file of ITK-SNAP.",
            file=file,
        )
    return tuple(NamedLabel(int(match[1]), match[8]) for match in found)


def write_label_file(file: Path) -> None:
    """Write the names of our labels; the file is read back before it takes its name.

    Raises:
        CohortError: the disk is full, or the file was not read back as written.
    """
    lines = [
        "# ITK-SnAP Label Description File",
        "# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL",
        '    0     0    0    0        0  0  0    "Clear Label"',
    ]
    for label, name in NAMES.items():
        red, green, blue = COLOURS[label]
        lines.append(f'{int(label):5d} {red:5d}{green:5d}{blue:5d}        1  1  1    "{name}"')
    atomic_write.write_bytes(file, ("\n".join(lines) + "\n").encode())

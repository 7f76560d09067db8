"""Pictures of phantom patients for the manual: `python packaging/phantom_pictures.py docs/images`."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Mask, Volume, resample_mask
from cxstage_core.phantom import Patient, draw_patient
from cxstage_core.phantom.readers import readings
from cxstage_core.phantom.rendering import render, truth

SEED = 20
STAGES = ("IB2", "IIA1", "IIB", "IIIB")
TRUE, READER_A, READER_B = (0, 158, 115), (230, 159, 0), (86, 180, 233)
Picture = npt.NDArray[np.uint8]


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    patients = [next(_staged(stage)) for stage in STAGES]
    for name, series in (("axial", "t2_axial"), ("sagittal", "t2_sagittal"), ("t1", "t1_axial")):
        columns = [_pair(patient, series) for patient in patients]
        write_png(folder / f"phantom-{name}.png", _beside(columns))
    write_png(folder / "phantom-readers.png", _beside([_readers(p) for p in patients]))


def _staged(stage: str) -> Iterator[Patient]:
    for number in range(1, 500):
        patient = draw_patient(SEED, number)
        if patient.findings.stage == stage and patient.tumour.diameter_mm > 24:
            yield patient


def _pair(patient: Patient, series: str) -> Picture:
    """The slice with most tumour, plain above and with the true outline below."""
    volume = render(patient)[series]
    mask = resample_mask(truth(patient), volume.grid)
    index = _fullest(mask)
    plain = _grey(volume, index)
    drawn = plain.copy()
    _outline(drawn, mask.array[index] != Label.BACKGROUND, TRUE)
    return np.concatenate([plain, drawn])


def _readers(patient: Patient) -> Picture:
    """Truth and both readers, enlarged around the tumour."""
    true = truth(patient)
    volume = render(patient)["t2_axial"]
    index = _fullest(true)
    rows, columns = np.nonzero(true.array[index])
    half = 64
    row = int(np.clip(rows.mean(), half, volume.grid.size[1] - half))
    column = int(np.clip(columns.mean(), half, volume.grid.size[2] - half))
    window = (slice(row - half, row + half), slice(column - half, column + half))
    picture = _grey(volume, index)[window].repeat(3, axis=0).repeat(3, axis=1)
    both = readings(true, patient.seed, patient.number)
    for mask, colour in ((both["reader-b"], READER_B), (both["reader-a"], READER_A), (true, TRUE)):
        region = mask.array[index][window] == Label.TUMOUR
        _outline(picture, region.repeat(3, axis=0).repeat(3, axis=1), colour)
    return picture


def _fullest(mask: Mask) -> int:
    return int(np.argmax(np.count_nonzero(mask.array == Label.TUMOUR, axis=(1, 2))))


def _grey(volume: Volume, index: int) -> Picture:
    image = volume.array[index].astype(float)
    top = np.percentile(volume.array, 99.7)
    return np.repeat(np.clip(image / top * 255, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _outline(picture: Picture, region: npt.NDArray[np.bool_], colour: tuple[int, int, int]) -> None:
    inner = region.copy()
    inner[1:] &= region[:-1]
    inner[:-1] &= region[1:]
    inner[:, 1:] &= region[:, :-1]
    inner[:, :-1] &= region[:, 1:]
    picture[region & ~inner] = colour


def _beside(pictures: list[Picture]) -> Picture:
    height = max(len(p) for p in pictures)
    padded = [np.pad(p, ((0, height - len(p)), (0, 4), (0, 0))) for p in pictures]
    return np.concatenate(padded, axis=1)


def write_png(file: Path, picture: Picture) -> None:
    """Write RGB pixels (row, column, 3) as PNG."""
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    header = struct.pack(">IIBBBBB", picture.shape[1], picture.shape[0], 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    file.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))

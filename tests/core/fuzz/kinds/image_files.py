"""Images in NIfTI, MetaImage and NRRD files."""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk

from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.imaging.resample import to_sitk
from cxstage_core.intake import scan
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh
from tests.core.fuzz.independent import Reader, same_place, same_values
from tests.core.intake.outline_files import affine_of, vectors, write_nifti, write_nrrd

GRID = Grid.axial((5, 16, 14), (4.0, 0.7, 0.6), (-30.0, -20.0, -8.0))
FORMATS = (
    "nii", "nii.gz", "nifti 2", "big endian nii", "mha", "packed mha", "mhd", "nrrd", "packed nrrd", "nhdr",
)  # fmt: skip
NIFTI_1 = (
    (0, "i"), *((40 + 2 * n, "h") for n in range(8)), (56, "f"), (60, "f"), (64, "f"), (68, "h"), (70, "h"),
    (70, "h"), (72, "h"), (74, "h"), *((76 + 4 * n, "f") for n in range(8)), (108, "f"), (112, "f"), (116, "f"),
    (120, "h"), (122, "b"), (123, "b"), (123, "b"), (124, "f"), (128, "f"), (252, "h"), (254, "h"),
    *((256 + 4 * n, "f") for n in range(6)), *((280 + 4 * n, "f") for n in range(12)), (344, "i"),
    *((348 + n, "b") for n in range(4)),
)  # fmt: skip
NIFTI_2 = (
    (0, "i"), (12, "h"), (14, "h"), *((16 + 8 * n, "q") for n in range(8)), *((80 + 8 * n, "d") for n in range(3)),
    *((104 + 8 * n, "d") for n in range(8)), (168, "q"), (176, "d"), (184, "d"), (344, "i"), (348, "i"),
    *((352 + 8 * n, "d") for n in range(6)), *((400 + 8 * n, "d") for n in range(12)), (496, "i"), (500, "i"),
    (504, "i"), (524, "b"), (540, "i"),
)  # fmt: skip
POINTERS = (
    b"../../outside/secret.raw", b"../outside/secret.raw", b"LIST", b"LOCAL", b"%03d.raw 1 5 1", b"/etc/passwd",
    b"good.nii", b"",
)  # fmt: skip


def suffix_of(name: str) -> str:
    """The suffix of a format's file."""
    return {
        "nifti 2": ".nii",
        "big endian nii": ".nii",
        "packed mha": ".mha",
        "packed nrrd": ".nrrd",
    }.get(name, f".{name}")


def written(name: str, folder: Path, array: Any, grid: Grid = GRID, stem: str = "t2_tra") -> list[Path]:
    """Write an image in a format; the file to read first, then the file of its pixels if it is apart."""
    file = folder / f"{stem}{suffix_of(name)}"
    if "ni" in name:
        affine = affine_of(grid)
        turned = [0.0, 0.0, 0.0, *affine[:3, 3].tolist()]
        turned[2] = 1.0  # half a turn about the third axis: the first two point the other way
        order: Any = ">" if name.startswith("big") else "<"
        version = 2 if name == "nifti 2" else 1
        write_nifti(
            file, array, affine, qform=turned, codes=(1, 1), version=version, order=order,
            pixdim=[1.0, *grid.spacing[::-1]],
        )  # fmt: skip
    elif "nrrd" in name:
        lines = ["space: left-posterior-superior", "kinds: domain domain domain", *vectors(grid)]
        write_nrrd(file, array, lines, encoding="gzip" if name.startswith("packed") else "raw")
    elif name == "nhdr":
        lines = ["space: left-posterior-superior", "kinds: domain domain domain", *vectors(grid)]
        write_nrrd(file, array, [*lines, f"data file: {stem}.raw"], encoding="raw")
        content = file.read_bytes()
        end = content.index(b"\n\n") + 2
        (folder / f"{stem}.raw").write_bytes(content[end:])
        file.write_bytes(content[:end])
    else:
        sitk.WriteImage(to_sitk(Volume(array, grid)), str(file), name.startswith("packed"))
    apart = [f for f in (folder / f"{stem}.raw",) if f.exists()]
    return [file, *apart]


def changed(name: str, draw: random.Random, content: bytes) -> bytes:
    """A mutant of an image file of this format."""
    structure = draw.random() < 0.65
    if name == "nii.gz":
        if draw.random() < 0.25:
            return mutate.of_bytes(draw, content)
        plain = changed("nii", draw, gzip.decompress(content))
        packed = gzip.compress(plain, 1, mtime=0)
        extra = draw.random()
        if extra < 0.1:
            return packed + gzip.compress(plain[:100], 1)
        if extra < 0.15:
            return packed + b"more"
        if extra < 0.2:
            return packed[:-8] + zlib.crc32(b"x").to_bytes(4, "little") + packed[-4:]
        return packed
    if name in ("nii", "nifti 2", "big endian nii"):
        fields = NIFTI_2 if name == "nifti 2" else NIFTI_1
        order = ">" if name.startswith("big") else "<"
        if structure:
            return mutate.of_fields(draw, content, fields, order)
        return mutate.of_bytes(draw, content, within=544 if draw.random() < 0.8 else None)
    end = content.find(b"\n\n") + 2 if "n" in name.replace("packed ", "")[:2] else 0
    if "mh" in name:
        mark = content.index(b"ElementDataFile")
        end = content.index(b"\n", mark) + 1
    head, rest = content[:end], content[end:]
    if structure:
        if draw.random() < 0.12:
            key = (
                b"ElementDataFile = " if "mh" in name else draw.choice((b"data file: ", b"datafile: "))
            )
            lines = [line for line in head.rstrip(b"\n").split(b"\n") if not line.startswith(key[:9])]
            return (
                b"\n".join([*lines, key + draw.choice(POINTERS)])
                + head[len(head.rstrip(b"\n")) :]
                + rest
            )
        return mutate.of_lines(draw, head) + rest
    return mutate.of_bytes(draw, content, within=end if draw.random() < 0.8 else None)


class ImageFile:
    """One changed image beside a good one."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, fresh(folder)
        self.reader = Reader()
        draw = np.random.default_rng(5)
        self.array = draw.integers(0, 900, GRID.size).astype(np.int16)
        self.good_array = draw.integers(0, 900, GRID.size).astype(np.int16)
        self.files = written(name, fresh(folder / "original"), self.array)
        written(name, fresh(folder / "mutants" / "good"), self.good_array)
        self.contents = [file.read_bytes() for file in self.files]
        (candidate,) = scan([self.files[0]]).candidates
        self.notes = set(candidate.info.notes)
        self.plain = self.reader.read(self.files[0])
        if self.plain is None or not same_values(candidate.load().array, self.plain.array):
            raise RuntimeError(f"the readers do not agree about {name}")
        if not same_place(candidate.grid, self.plain):
            raise RuntimeError(f"the readers do not agree about the place of {name}")

    def judge(self, draw: random.Random) -> str:
        """Change the header's file, or where pixels lie apart, sometimes theirs."""
        folder = fresh(self.folder / "mutants" / "bad")
        contents = list(self.contents)
        at = 1 if len(contents) > 1 and draw.random() < 0.1 else 0
        contents[at] = (
            changed(self.name, draw, contents[at]) if at == 0 else mutate.of_bytes(draw, contents[at])
        )
        for file, content in zip(self.files, contents, strict=True):
            (folder / file.name).write_bytes(content)
        found = scan([self.folder / "mutants"])
        good = [c for c in found.candidates if c.source.parent.name == "good"]
        if len(good) != 1 or not np.array_equal(good[0].load().array, self.good_array):
            raise FaultError("neighbour", "; ".join(str(r.reason) for r in found.rejections)[:600])
        taken = [c for c in found.candidates if c not in good]
        if not taken:
            if not found.rejections:
                raise FaultError("silent", "neither taken nor refused")
            return REFUSED
        try:
            volume = taken[0].load()
        except CxStageError:
            return REFUSED
        noted = bool(set(taken[0].info.notes) - self.notes)
        seen = self.reader.read(taken[0].source)
        if seen is None:
            wrong = "SimpleITK cannot read it"
        elif not same_values(volume.array, seen.array.reshape(seen.array.shape[-3:])):
            wrong = f"other values than SimpleITK: {volume.array.ravel()[:4]} {seen.array.ravel()[:4]}"
        elif not same_place(volume.grid, seen):
            wrong = f"another place: {volume.grid} {seen.affine.tolist()}"
        else:
            return NOTED if noted else EQUAL
        if noted:
            return NOTED
        if (
            seen is None
            and np.array_equal(volume.array, self.array)
            and same_place(volume.grid, self.plain)
        ):
            return EQUAL  # the other library is stricter about what does not matter
        raise FaultError("silent", wrong)

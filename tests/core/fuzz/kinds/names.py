"""Good files under names that are not: long, with line breaks, of any bytes, deep."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Mask
from cxstage_core.intake import import_series, scan
from cxstage_core.intake.masks.reading import read_outline
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh
from tests.core.fuzz.independent import places, same_places
from tests.core.fuzz.kinds import image_files
from tests.core.fuzz.kinds.outlines import GRID, _labels

PIECES = (
    b"a" * 240, "宫颈".encode() * 30, b"new\nline", b"tab\tand\rreturn", b"\xff\xfe\xe9", b"\x80\x81", b" ", b"-rf", b"~",
    b"{file}", b"%s", b"a{0}b", b"'\"`$(x)", b"CON", b"..x", b"\xe2\x80\xae", "Größe".encode(), b"t2 tse", b"\x7f\x1b[31m",
)  # fmt: skip
SUFFIXES = (b".nii", b".nii.gz", b".mha", b".nrrd", b".dcm", b"", b".NII", b".nii.GZ")


class OddNames:
    """One good image and one good outline under odd names, in folders of odd names."""

    def __init__(self, folder: Path) -> None:
        self.folder = fresh(folder)
        draw = np.random.default_rng(5)
        self.array = draw.integers(0, 900, image_files.GRID.size).astype(np.int16)
        made = fresh(folder / "made")
        self.contents = {
            suffix: image_files.written(suffix[1:], made, self.array)[0].read_bytes()
            for suffix in (".nii", ".nii.gz", ".mha", ".nrrd")
        }
        self.outline = image_files.written("nii", made, _labels(), GRID, "roi")[0].read_bytes()
        self.plain = places(_labels(), GRID.affine, 1)
        self.good = fresh(folder / "good")
        image_files.written(
            "nii", self.good, draw.integers(0, 900, image_files.GRID.size).astype(np.int16)
        )
        self.imports = 0

    def judge(self, draw: random.Random) -> str:
        """Write, scan, import now and then, and read the outline."""
        root = os.fsencode(fresh(self.folder / "mutant"))
        for _ in range(draw.choice((0, 1, 1, 2, 6))):
            root = os.path.join(root, draw.choice(PIECES))  # noqa: PTH118
        kind = draw.choice(sorted(self.contents))
        suffix = kind.encode() if draw.random() < 0.7 else draw.choice(SUFFIXES)
        name = draw.choice(PIECES) + draw.choice(
            (b"", draw.randbytes(3).replace(b"/", b"").replace(b"\0", b""))
        )
        try:
            os.makedirs(root, exist_ok=True)  # noqa: PTH103
            file = Path(os.fsdecode(os.path.join(root, name[: 255 - len(suffix)] + suffix)))  # noqa: PTH118
            file.write_bytes(self.contents[kind])
        except OSError:
            return REFUSED  # the file system does not take the name
        found = scan([self.folder / "mutant", self.good])
        for refused in found.rejections:
            str(refused.reason).encode("utf-8", "surrogateescape")
        good = [c for c in found.candidates if c.source.parent == self.good]
        if len(good) != 1:
            raise FaultError("neighbour", "the good image is not found")
        taken = [c for c in found.candidates if c not in good]
        if taken and not np.array_equal(taken[0].load().array, self.array):
            raise FaultError("silent", "other pixels")
        self._read_outline(file)
        if draw.random() < 0.15:
            self._import(file)
        if not taken:
            return REFUSED
        return NOTED if taken[0].info.notes else EQUAL

    def _read_outline(self, file: Path) -> None:
        other = file.with_name("r" + file.name[1:])
        try:
            other.write_bytes(self.outline)
        except OSError:
            return
        try:
            mask: Mask = read_outline(other, (GRID,)).mask
        except CxStageError as error:
            str(error).encode("utf-8", "surrogateescape")
            return
        if not same_places(places(mask.array, mask.grid.affine, 1), self.plain):
            raise FaultError("silent", "another outline")

    def _import(self, file: Path) -> None:
        self.imports += 1
        cohort = Cohort.create(self.folder / f"c{self.imports}")
        report = import_series(cohort, [self.folder / "mutant", self.good])
        if not report.by_status["imported"]:
            raise FaultError("neighbour", "; ".join(s.reason for s in report.series)[:500])
        if cohort.verify():
            raise FaultError("silent", "the cohort has problems after it")
        for path in cohort.path.rglob("*"):
            if not path.name.isascii() or len(path.name) > 100:
                raise FaultError("silent", f"a file of the cohort is named {path.name!r}")

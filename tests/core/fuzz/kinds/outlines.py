"""Outlines: image files, segmentations of 3D Slicer, DICOM SEG, RTSTRUCT, and label descriptions."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from pydicom.dataset import Dataset

from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Grid, Label
from cxstage_core.intake.masks.reading import read_outline
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh
from tests.core.fuzz.independent import Reader, places, same_places
from tests.core.fuzz.kinds import image_files
from tests.core.intake.outline_files import vectors, write_nrrd
from tests.core.intake.test_dicom_outlines import box, write_rt, write_seg
from tests.core.intake.test_segments_by_name import segments

GRID = Grid.axial((6, 16, 16), (4.0, 0.7, 0.7), (-7.0, -8.0, -14.0))
TUMOUR, INFILTRATION = int(Label.TUMOUR), int(Label.INFILTRATION)
OUTLINES = ("nii", "nii.gz", "mha", "nrrd", "seg.nrrd", "dicom seg", "rtstruct", "label")
NAMES = {"Tumour": TUMOUR, "Possible infiltration": INFILTRATION}
Places = Mapping[int, Any]


def _labels() -> Any:
    array = np.zeros(GRID.size, np.uint8)
    array[1:4, 4:9, 5:11] = TUMOUR
    array[2:5, 9:11, 5:8] = INFILTRATION
    return array


class OutlineFile:
    """One changed outline; a good one is read after it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, fresh(folder)
        self.reader = Reader()
        self.array = _labels()
        self.file = self._written(fresh(folder / "original"))
        self.good = self._written(fresh(folder / "good"))
        self.changing = self.file.with_name("roi.label") if name == "label" else self.file
        self.content = self.changing.read_bytes()
        first = read_outline(self.file, (GRID,))
        self.notes = {str(note) for note in first.notes}
        self.plain = {label: places(self.array, GRID.affine, label) for label in (TUMOUR, INFILTRATION)}
        if not self._same(first.mask, self.plain) or not self._same(first.mask, self._seen(self.file)):
            raise RuntimeError(f"the readers do not agree about {name}")

    def _written(self, folder: Path) -> Path:
        array, name = self.array, self.name
        if name == "dicom seg":
            parts = [(word, array == label) for word, label in NAMES.items()]
            file = write_seg(folder / "roi.dcm", GRID, parts, patient="")
            return _undefined(file)
        if name == "rtstruct":
            contours = {
                "Tumour": [box(GRID, k, (3.6, 4.6), (8.4, 10.4)) for k in (1, 2, 3)],
                "Possible infiltration": [box(GRID, k, (8.6, 4.6), (10.4, 7.4)) for k in (2, 3, 4)],
            }
            return _undefined(write_rt(folder / "roi.dcm", list(contours.items())))
        if name == "seg.nrrd":
            lines = ["space: left-posterior-superior", "kinds: domain domain domain", *vectors(GRID)]
            named = segments(("Tumour", 1, 0), ("Possible infiltration", 2, 0))
            return write_nrrd(folder / "roi.seg.nrrd", array, lines, named, encoding="raw")
        if name == "label":
            (folder / "roi.label").write_text(
                '# ITK-SnAP Label Description File\n    0     0    0    0        0  0  0    "Clear Label"\n'
                '    1   230  159    0        1  1  1    "Tumour"\n'
                '    2   204  121  167        1  1  1    "Possible infiltration"\n'
            )
            return image_files.written("nii", folder, array, GRID, "roi")[0]
        return image_files.written(name, folder, array, GRID, "roi")[0]

    def judge(self, draw: random.Random) -> str:
        """Change the file, read it, then the good one."""
        folder = fresh(self.folder / "mutant")
        for file in self.file.parent.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        (folder / self.changing.name).write_bytes(self._changed(draw))
        try:
            outcome = self._judged(folder / self.file.name)
        finally:
            kept = read_outline(self.good, (GRID,)).mask
        if not self._same(kept, self.plain):
            raise FaultError("neighbour", "the good outline is another one now")
        return outcome

    def _judged(self, file: Path) -> str:
        try:
            found = read_outline(file, (GRID,))
        except CxStageError:
            return REFUSED
        noted = bool({str(note) for note in found.notes} - self.notes)
        try:
            seen: Places | None = self._seen(file)
            why = "the independent reader refuses it"
        except Exception as error:
            seen, why = None, f"{type(error).__name__} {error}"
        if seen is not None and self._same(found.mask, seen):
            return NOTED if noted else EQUAL
        if noted:
            return NOTED
        if seen is None and self._same(found.mask, self.plain):
            return EQUAL
        if seen is not None:
            counts = {label: len(where) for label, where in seen.items()}
            why = f"{counts} voxels, read as {[int((found.mask.array == n).sum()) for n in (1, 2)]}"
        raise FaultError("silent", why)

    def _changed(self, draw: random.Random) -> bytes:
        content = self.content
        structure = draw.random() < 0.65
        if self.name in ("dicom seg", "rtstruct"):
            if structure:
                return mutate.of_elements(draw, content)
            return mutate.of_bytes(draw, content)
        if self.name == "label":
            return mutate.of_lines(draw, content) if structure else mutate.of_bytes(draw, content)
        if self.name == "seg.nrrd":
            end = content.index(b"\n\n") + 2
            if structure:
                return mutate.of_lines(draw, content[:end]) + content[end:]
            return mutate.of_bytes(draw, content, within=end if draw.random() < 0.8 else None)
        return image_files.changed(self.name, draw, content)

    def _same(self, mask: Any, seen: Places) -> bool:
        return all(
            same_places(places(mask.array, mask.grid.affine, label), seen[label])
            for label in (TUMOUR, INFILTRATION)
        )

    def _seen(self, file: Path) -> Places:
        if self.name == "dicom seg":
            return _of_seg(file)
        if self.name == "rtstruct":
            return _of_contours(file)
        picture = self.reader.read(file)
        if picture is None:
            raise ValueError("SimpleITK cannot read it")
        array = picture.array.reshape(picture.array.shape[-3:])
        meant = {1: TUMOUR, 2: INFILTRATION}
        if self.name == "seg.nrrd":
            meant = {}
            for key, word in picture.texts.items():
                number = re.fullmatch(r"Segment(\d+)_Name", key)
                if number:
                    meant[int(picture.texts[f"Segment{number[1]}_LabelValue"])] = NAMES[word]
        elif self.name == "label":
            meant = _described(file.with_name("roi.label"))
        if strange := set(np.unique(array).tolist()) - {0, *meant}:
            raise ValueError(f"other numbers: {sorted(strange)[:5]}")
        labels = np.zeros(array.shape, np.uint8)
        for value, label in meant.items():
            labels[array == value] = label
        return {label: places(labels, picture.affine, label) for label in (TUMOUR, INFILTRATION)}


def _undefined(file: Path) -> Path:
    dataset = pydicom.dcmread(file)
    _undefine(dataset)
    dataset.save_as(file, enforce_file_format=True)
    return file


def _undefine(dataset: Dataset) -> None:
    for element in dataset:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                _undefine(item)


def _described(file: Path) -> dict[int, int]:
    """The labels of a description, read word by word."""
    found: dict[int, int] = {}
    for line in file.read_bytes().decode("utf-8-sig").splitlines():
        head, quote, name = line.partition('"')
        words = head.split()
        if len(words) == 7 and quote and all(word.replace(".", "").isdigit() for word in words):
            number = int(words[0])
            word = name.rstrip().removesuffix('"')
            if number in found and found[number] != NAMES.get(word, 0):
                raise ValueError("one number has two names")
            found[number] = NAMES.get(word, 0)
    found.pop(0, None)
    return {number: label for number, label in found.items() if label}


def _of_seg(file: Path) -> Places:
    dataset = pydicom.dcmread(file, force=True)
    names = {int(s.SegmentNumber): str(s.SegmentLabel) for s in dataset.SegmentSequence}
    rows, columns, frames = int(dataset.Rows), int(dataset.Columns), int(dataset.NumberOfFrames)
    bits = np.unpackbits(np.frombuffer(dataset.PixelData, np.uint8), bitorder="little")
    pixels = bits[: rows * columns * frames].reshape(frames, rows, columns)
    if len(dataset.PerFrameFunctionalGroupsSequence) != frames:
        raise ValueError("another number of frames")
    shared = dataset.SharedFunctionalGroupsSequence[0]
    spacing = [float(v) for v in shared.PixelMeasuresSequence[0].PixelSpacing]
    axes = np.array([float(v) for v in shared.PlaneOrientationSequence[0].ImageOrientationPatient])
    found: dict[int, list[Any]] = {TUMOUR: [], INFILTRATION: []}
    for frame, group in zip(pixels, dataset.PerFrameFunctionalGroupsSequence, strict=True):
        number = int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)
        corner = np.array([float(v) for v in group.PlanePositionSequence[0].ImagePositionPatient])
        for row, column in np.argwhere(frame):
            world = corner + axes[3:] * row * spacing[0] + axes[:3] * column * spacing[1]
            found[NAMES[names[number]]].append(world)
    return _without_overlap(found)


def _of_contours(file: Path) -> Places:
    dataset = pydicom.dcmread(file, force=True)
    names = {int(r.ROINumber): str(r.ROIName) for r in dataset.StructureSetROISequence}
    k, r, c = (np.arange(n) for n in GRID.size)
    rows, columns = np.meshgrid(r, c, indexing="ij")
    found: dict[int, list[Any]] = {TUMOUR: [], INFILTRATION: []}
    for region in dataset.ROIContourSequence:
        inside = np.zeros(GRID.size, bool)
        seen = set()
        for contour in region.ContourSequence:
            points = np.array([float(v) for v in contour.ContourData]).reshape(-1, 3)
            if int(contour.NumberOfContourPoints) != len(points):
                raise ValueError("another number of points")
            if points.tobytes() in seen:
                continue
            seen.add(points.tobytes())
            index = GRID.world_to_index(points)
            at = int(np.round(index[0, 0]))
            if np.abs(index[:, 0] - at).max() > 0.1 or at not in k:
                raise ValueError("a contour between the slices")
            inside[at] ^= _even_odd(index[:, 1:], rows, columns)
        label = NAMES[names[int(region.ReferencedROINumber)]]
        found[label] += list(GRID.index_to_world(np.argwhere(inside)))
    return _without_overlap(found)


def _even_odd(points: Any, rows: Any, columns: Any) -> Any:
    inside = np.zeros(rows.shape, bool)
    for (r1, c1), (r2, c2) in zip(points, np.roll(points, -1, axis=0), strict=True):
        crosses = (r1 > rows) != (r2 > rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = (c2 - c1) * (rows - r1) / (r2 - r1) + c1
        inside ^= crosses & (columns < at)
    return inside


def _without_overlap(found: Mapping[int, list[Any]]) -> Places:
    """What is both is tumour; sorted."""
    rounded = {label: {tuple(np.round(p, 1) + 0.0) for p in where} for label, where in found.items()}
    rounded[INFILTRATION] -= rounded[TUMOUR]
    made = {}
    for label, where in rounded.items():
        array = np.array(sorted(where)).reshape(-1, 3)
        made[label] = array[np.lexsort(array.T)] if len(array) else array
    return made

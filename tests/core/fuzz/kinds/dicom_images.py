"""DICOM series: classic, enhanced, and compressed."""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import SimpleITK as sitk
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import (
    EnhancedMRImageStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLosslessSV1,
    MRImageStorage,
    RLELossless,
    generate_uid,
)

from cxstage_core.errors import CxStageError
from cxstage_core.intake import scan
from cxstage_core.intake.report import Candidate
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh, unlimited
from tests.core.fuzz.independent import Reader, same_values

SYNTAXES = {
    "classic": ExplicitVRLittleEndian,
    "enhanced": ExplicitVRLittleEndian,
    "rle": RLELossless,
    "jpeg2000": JPEG2000Lossless,
    "jpeg": JPEGLosslessSV1,
}
SLICES, ROWS, COLUMNS = 5, 16, 14
_NEAR_MM = 0.06
warnings.filterwarnings("ignore", module="pydicom")


def _item(**values: Any) -> Dataset:
    found = Dataset()
    for keyword, value in values.items():
        setattr(found, keyword, value)
    return found


def _common(number: int) -> Dataset:
    found = _item(
        SpecificCharacterSet="ISO_IR 192", SOPInstanceUID=generate_uid(entropy_srcs=[f"i{number}"]),
        SeriesInstanceUID=generate_uid(entropy_srcs=["s"]), StudyInstanceUID=generate_uid(entropy_srcs=["t"]),
        FrameOfReferenceUID=generate_uid(entropy_srcs=["f"]), PatientID="H-4711", PatientName="Nobody^Invented",
        PatientBirthDate="19580312", PatientSex="F", Manufacturer="SIEMENS", Modality="MR",
        SeriesDescription="t2_tse_tra", EchoTime="100", RepetitionTime="4500", SliceThickness="4",
        SpacingBetweenSlices="4", Rows=ROWS, Columns=COLUMNS, SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2", BitsAllocated=16, BitsStored=12, HighBit=11,
        PixelRepresentation=0, InstanceNumber=number + 1, SeriesNumber=3,
    )  # fmt: skip
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    found.file_meta = meta
    return found


def _classic(number: int, pixels: Any) -> Dataset:
    found = _common(number)
    found.SOPClassUID = MRImageStorage
    found.ImagePositionPatient = [-30.0, -20.0, -8.0 + 4.0 * number]
    found.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    found.PixelSpacing, found.RescaleSlope, found.RescaleIntercept = [0.7, 0.6], "1", "0"
    found.PixelData = pixels.tobytes()
    return found


def _enhanced(pixels: Any) -> Dataset:
    found = _common(0)
    found.SOPClassUID, found.NumberOfFrames = EnhancedMRImageStorage, SLICES
    measures = _item(PixelSpacing=[0.7, 0.6], SliceThickness="4")
    found.SharedFunctionalGroupsSequence = [
        _item(
            PixelMeasuresSequence=[measures],
            PlaneOrientationSequence=[_item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
        )
    ]
    found.PerFrameFunctionalGroupsSequence = [
        _item(
            PlanePositionSequence=[_item(ImagePositionPatient=[-30.0, -20.0, -8.0 + 4.0 * k])],
            PixelValueTransformationSequence=[
                _item(RescaleSlope=str(1 + k), RescaleIntercept="0", RescaleType="US")
            ],
        )
        for k in range(SLICES)
    ]
    found.PixelData = pixels.tobytes()
    _undefine(found)
    return found


def _undefine(dataset: Dataset) -> None:
    """Give sequences undefined lengths, so that a change within them needs no other change."""
    for element in dataset:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                _undefine(item)


def _compressed(dataset: Dataset, syntax: Any, scratch: Path) -> None:
    if syntax == RLELossless:
        dataset.compress(RLELossless, generate_instance_uid=False)
        return
    writer = sitk.ImageFileWriter()
    writer.SetFileName(str(scratch / "packed.dcm"))
    writer.SetUseCompression(True)
    writer.SetCompressor("JPEG2000" if syntax == JPEG2000Lossless else "JPEG")
    writer.Execute(sitk.GetImageFromArray(dataset.pixel_array[None].astype(np.uint16)))
    packed = pydicom.dcmread(scratch / "packed.dcm")
    dataset.PixelData = encapsulate([next(iter(generate_frames(packed.PixelData, number_of_frames=1)))])
    dataset["PixelData"].is_undefined_length = True
    dataset.file_meta.TransferSyntaxUID = syntax


@dataclass(frozen=True)
class _Slice:
    position: Any
    along_row: Any
    down_column: Any
    spacing: Any
    values: Any


class DicomSeries:
    """A folder with one changed series beside a good one."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, fresh(folder)
        self.reader = Reader()
        self.originals = self._written(fresh(folder / "original"), seed=3, patient="H-4711")
        self.good = self._written(fresh(folder / "good"), seed=4, patient="H-0815")
        found = scan([folder / "original"])
        (candidate,) = found.candidates
        self.notes = set(candidate.info.notes)
        (self.kept,) = scan([folder / "good"]).candidates
        self.kept_values = self.kept.load().array
        self.contents = [file.read_bytes() for file in self.originals]
        self.plain, strange = self._slices(folder / "original")
        if strange or self._difference(candidate.load(), self.plain) is not None:
            raise RuntimeError(f"the readers do not agree about {self.name}: {strange}")

    def _written(self, folder: Path, seed: int, patient: str) -> list[Path]:
        pixels = np.random.default_rng(seed).integers(0, 4000, (SLICES, ROWS, COLUMNS)).astype("<u2")
        enhanced = self.name == "enhanced"
        made = [_enhanced(pixels)] if enhanced else [_classic(k, p) for k, p in enumerate(pixels)]
        files = []
        for number, dataset in enumerate(made):
            dataset.PatientID = patient
            for keyword in (
                "SOPInstanceUID",
                "SeriesInstanceUID",
                "StudyInstanceUID",
                "FrameOfReferenceUID",
            ):
                setattr(dataset, keyword, f"{dataset[keyword].value}"[:58] + f".{seed}")
            if SYNTAXES[self.name].is_compressed:
                _compressed(dataset, SYNTAXES[self.name], folder.parent)
            files.append(folder / f"{number:02d}.dcm")
            pydicom.dcmwrite(files[-1], dataset, enforce_file_format=True)
        (folder.parent / "packed.dcm").unlink(missing_ok=True)
        return files

    def judge(self, draw: random.Random) -> str:
        """One or all slices changed."""
        folder = fresh(self.folder / "mutant")
        all_alike = draw.random() < 0.3
        shared = draw.randrange(2**32)
        chosen = draw.randrange(len(self.contents))
        structure = draw.random() < 0.65
        for number, original in enumerate(self.contents):
            changing = all_alike or number == chosen
            own = random.Random(shared)
            content = self._changed(own, original, structure) if changing else original
            (folder / f"{number:02d}.dcm").write_bytes(content)
        found = scan([folder, self.folder / "good"])
        return self._judged(folder, found)

    def _changed(self, draw: random.Random, content: bytes, structure: bool) -> bytes:
        if structure:
            return mutate.of_elements(draw, content)
        pixels = next(
            (e.value for e in mutate.elements(content) if e.tag == (0x7FE0, 0x10)), len(content)
        )
        compressed = SYNTAXES[self.name].is_compressed
        if compressed and draw.random() < 0.6:
            return content[:pixels] + mutate.of_bytes(draw, content[pixels:])
        return mutate.of_bytes(draw, content, within=pixels if draw.random() < 0.8 else None)

    def _judged(self, folder: Path, found: Any) -> str:
        good = [c for c in found.candidates if c.patient_id == "H-0815" and c.grid == self.kept.grid]
        taken = [c for c in found.candidates if c not in good[:1]]
        if not good and not any(c.patient_id == "H-0815" for c in found.candidates):
            raise FaultError("neighbour", "; ".join(str(r.reason) for r in found.rejections)[:600])
        if good and not np.array_equal(good[0].load().array, self.kept_values):
            raise FaultError("neighbour", "the good series has other pixels now")
        outcomes = {self._of(candidate, folder, bool(found.rejections)) for candidate in taken}
        if not taken and not found.rejections:
            raise FaultError("silent", "neither taken nor refused")
        return next((o for o in (NOTED, EQUAL, REFUSED) if o in outcomes), REFUSED)

    def _of(self, candidate: Candidate, folder: Path, named: bool) -> str:
        try:
            volume = candidate.load()
        except CxStageError:
            return REFUSED
        noted = named or bool(set(candidate.info.notes) - self.notes)
        slices, strange = self._slices(folder)
        wrong = self._difference(volume, slices)
        if wrong is None and not (strange or len(slices) != volume.grid.size[0]):
            return NOTED if noted else EQUAL
        if strange and not noted and self._difference(volume, self.plain) is None:
            return EQUAL  # the other library is stricter about what does not matter
        if not noted:
            raise FaultError(
                "silent", f"{wrong}; {volume.grid.size[0]} slices of {len(slices)}; {strange}"
            )
        return NOTED

    def _difference(self, volume: Any, slices: list[_Slice]) -> str | None:
        for number in range(volume.grid.size[0]):
            corner = volume.grid.index_to_world((number, 0, 0))
            near = [s for s in slices if np.linalg.norm(s.position - corner) <= _NEAR_MM]
            if not near:
                return f"no slice of the file lies at {corner}"
            if not any(same_values(volume.array[number], s.values) for s in near):
                return f"slice {number} has other values"
            far = volume.grid.index_to_world((number, ROWS - 1, COLUMNS - 1))
            if all(
                np.linalg.norm(
                    s.position
                    + s.along_row * s.spacing[1] * (COLUMNS - 1)
                    + s.down_column * s.spacing[0] * (ROWS - 1)
                    - far
                )
                > _NEAR_MM
                for s in near
            ):
                return f"slice {number} ends elsewhere than at {far}"
        return None

    def _slices(self, folder: Path) -> tuple[list[_Slice], str]:
        found, strange = [], ""
        for file in sorted(folder.iterdir()):
            try:
                with unlimited():
                    found += self._slices_of(file)
            except Exception as error:
                strange = f"pydicom: {type(error).__name__} {error}"
        return found, strange

    def _slices_of(self, file: Path) -> list[_Slice]:
        dataset = pydicom.dcmread(file, force=True)
        if "TransferSyntaxUID" not in dataset.file_meta:  # then the elements themselves show it
            implicit, little = dataset.original_encoding
            plain = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
            dataset.file_meta.TransferSyntaxUID = plain if little else ExplicitVRBigEndian
        frames = int(dataset.get("NumberOfFrames") or 1)
        values = self._values(dataset, file).reshape(frames, int(dataset.Rows), int(dataset.Columns))
        found = []
        for number in range(frames):
            get = _groups(dataset, number) if self.name == "enhanced" else dataset
            axes = np.array([float(v) for v in get["ImageOrientationPatient"].value])
            slope, shift = (
                float(get[k].value) if k in get and get[k].value not in (None, "") else other
                for k, other in (("RescaleSlope", 1.0), ("RescaleIntercept", 0.0))
            )
            if SYNTAXES[self.name].is_compressed and self.name != "rle":
                slope, shift = 1.0, 0.0  # SimpleITK applied them
            found.append(
                _Slice(
                    np.array([float(v) for v in get["ImagePositionPatient"].value]),
                    axes[:3],
                    axes[3:],
                    np.array([float(v) for v in get["PixelSpacing"].value]),
                    values[number] * slope + shift,
                )
            )
        return found

    def _values(self, dataset: Dataset, file: Path) -> Any:
        if SYNTAXES[self.name].is_compressed and self.name != "rle":
            picture = self.reader.read(file)
            if picture is None:
                raise ValueError("SimpleITK cannot read it")
            return picture.array.astype(np.float64)
        return dataset.pixel_array.astype(np.float64)


def _groups(dataset: Dataset, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for group in (
        dataset.SharedFunctionalGroupsSequence[0],
        dataset.PerFrameFunctionalGroupsSequence[number],
    ):
        for element in group:
            if element.VR != "SQ" or element.tag.is_private:
                continue
            for inner in element.value[0]:
                found[inner.keyword] = inner
    return found

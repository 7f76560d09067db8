"""Writing a series as DICOM: MR Image Storage, explicit little endian, one file a slice.

The files carry everything that a hospital's files carry, invented names included, so that taking
them in has something to remove. Elements that do not change within a series are encoded once.
"""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import charset
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage

from cxstage_core.imaging import Volume
from cxstage_core.phantom.patient import Patient
from cxstage_core.phantom.scanner import Protocol

_ENCODINGS = charset.convert_encodings("ISO_IR 192")
_IMPLEMENTATION = "2.25.210443183927402845361190485017743391"


def write_series(folder: Path, patient: Patient, number: int, volume: Volume) -> tuple[Path, ...]:
    """Write one series; `number` is its place in the examination, from 1.

    Returns:
        The files, in the order of the slices.
    """
    protocol = patient.examination.scanner.protocols[number - 1]
    series = folder / f"{number:02d}_{protocol.description.replace(' ', '_')}"
    series.mkdir(parents=True)
    fixed = _encoded(_fixed(patient, protocol, number, volume))
    files = []
    for index in range(volume.grid.size[0]):
        instance = _uid(patient, protocol.name, str(index))
        changing = _encoded(_changing(volume, index, instance))
        file = series / f"IM-{index + 1:04d}.dcm"
        body = b"".join(part for _, part in sorted({**fixed, **changing}.items()))
        file.write_bytes(_head(instance) + body)
        files.append(file)
    return tuple(files)


def _head(instance: UID) -> bytes:
    """Preamble and file meta information, PS3.10 section 7.1."""
    meta = Dataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = MRImageStorage
    meta.MediaStorageSOPInstanceUID = instance
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(_IMPLEMENTATION)
    body = b"".join(part for _, part in sorted(_encoded(meta).items()))
    length = struct.pack("<HH2sHI", 0x0002, 0x0000, b"UL", 4, len(body))
    return bytes(128) + b"DICM" + length + body


def _encoded(dataset: Dataset) -> dict[int, bytes]:
    found = {}
    for element in dataset:
        buffer = DicomBytesIO()
        buffer.is_little_endian, buffer.is_implicit_VR = True, False
        write_data_element(buffer, element, _ENCODINGS)
        found[int(element.tag)] = buffer.getvalue()
    return found


def _fixed(patient: Patient, protocol: Protocol, number: int, volume: Volume) -> Dataset:
    dataset = Dataset()
    dataset.SpecificCharacterSet = "ISO_IR 192"
    _person(dataset, patient)
    _visit(dataset, patient, protocol, number)
    _acquisition(dataset, patient, protocol)
    _pixels(dataset, volume)
    block = dataset.private_block(0x0029, "NORTHFIELD PROTOCOL", create=True)
    block.add_new(0x10, "LO", f"{patient.identity.patient_name} {patient.patient_id}")
    return dataset


def _person(dataset: Dataset, patient: Patient) -> None:
    who = patient.identity
    dataset.PatientName = who.patient_name
    dataset.PatientID = who.patient_id
    dataset.PatientBirthDate = who.birth_date.strftime("%Y%m%d")
    dataset.PatientSex = "F"
    dataset.PatientAge = f"{who.age:03d}Y"
    dataset.PatientSize = f"{who.height_m:.2f}"
    dataset.PatientWeight = str(who.weight_kg)
    dataset.PatientAddress = who.address
    dataset.PatientTelephoneNumbers = who.phone
    dataset.AdditionalPatientHistory = f"Cervical carcinoma, referred by {who.physician}"
    dataset.InstitutionName = who.hospital
    dataset.InstitutionAddress = "1 Example Square, Sampletown"
    dataset.ReferringPhysicianName = who.physician
    dataset.OperatorsName = "Tech^Toni"


def _visit(dataset: Dataset, patient: Patient, protocol: Protocol, number: int) -> None:
    who, scanner = patient.identity, patient.examination.scanner
    day = who.mri_date.strftime("%Y%m%d")
    begin, now = _clock(who.start_s), _clock(who.start_s + 420 * number)
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "M"]
    dataset.SOPClassUID = MRImageStorage
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = day
    dataset.StudyTime = begin
    dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = now
    dataset.AccessionNumber = who.accession
    dataset.Modality = "MR"
    dataset.Manufacturer = scanner.manufacturer
    dataset.ManufacturerModelName = scanner.model
    dataset.StationName = scanner.station
    dataset.DeviceSerialNumber = scanner.serial
    dataset.SoftwareVersions = scanner.software
    dataset.StudyDescription = "MRI pelvis, cervix staging"
    dataset.SeriesDescription = dataset.ProtocolName = protocol.description
    dataset.BodyPartExamined = "PELVIS"
    dataset.StudyInstanceUID = _uid(patient, "study")
    dataset.SeriesInstanceUID = _uid(patient, protocol.name)
    dataset.FrameOfReferenceUID = _uid(patient, "frame")
    dataset.StudyID = str(patient.number)
    dataset.SeriesNumber = str(number)
    dataset.AcquisitionNumber = "1"
    dataset.PositionReferenceIndicator = ""


def _acquisition(dataset: Dataset, patient: Patient, protocol: Protocol) -> None:
    scanner = patient.examination.scanner
    _, rows, columns = protocol.size
    dataset.ScanningSequence = "SE"
    dataset.SequenceVariant = ["SK", "SP"]
    dataset.ScanOptions = ""
    dataset.MRAcquisitionType = "2D"
    dataset.SliceThickness = f"{protocol.slice_mm:g}"
    dataset.SpacingBetweenSlices = f"{protocol.slice_mm + protocol.gap_mm:g}"
    dataset.RepetitionTime = f"{protocol.repetition_ms:g}"
    dataset.EchoTime = f"{protocol.echo_ms:g}"
    dataset.NumberOfAverages = "2"
    dataset.ImagingFrequency = f"{scanner.frequency_mhz:g}"
    dataset.ImagedNucleus = "1H"
    dataset.MagneticFieldStrength = f"{scanner.field_t:g}"
    dataset.EchoTrainLength = str(protocol.echo_train)
    dataset.FlipAngle = f"{protocol.flip_degrees:g}"
    dataset.PixelBandwidth = "200"
    dataset.AcquisitionMatrix = [0, columns, rows, 0]
    dataset.InPlanePhaseEncodingDirection = "COL" if protocol.plane == "axial" else "ROW"
    dataset.PatientPosition = "HFS"


def _pixels(dataset: Dataset, volume: Volume) -> None:
    grid = volume.grid
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = grid.size[1:]
    dataset.PixelSpacing = [f"{grid.spacing[1]:g}", f"{grid.spacing[2]:g}"]
    dataset.ImageOrientationPatient = [_number(v) for v in (*grid.direction[2], *grid.direction[1])]
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 12, 11
    dataset.PixelRepresentation = 0
    top = float(np.percentile(volume.array[:: max(1, grid.size[0] // 4), ::3, ::3], 99.5))
    dataset.WindowCenter, dataset.WindowWidth = str(round(top / 2)), str(round(top))


def _changing(volume: Volume, index: int, instance: UID) -> Dataset:
    grid = volume.grid
    point = grid.index_to_world((index, 0, 0))
    dataset = Dataset()
    dataset.SOPInstanceUID = instance
    dataset.InstanceNumber = str(index + 1)
    dataset.ImagePositionPatient = [_number(float(v)) for v in point]
    dataset.SliceLocation = _number(float(point @ np.asarray(grid.normal)))
    pixels: Any = np.ascontiguousarray(volume.array[index], dtype="<u2").tobytes()
    dataset.add(DataElement(0x7FE00010, "OW", pixels))
    return dataset


def _uid(patient: Patient, *parts: str) -> UID:
    """A UID from the seed, so that the same cohort has the same files."""
    name = "/".join(("cxstage phantom", str(patient.seed), str(patient.number), *parts))
    return UID(f"2.25.{int.from_bytes(hashlib.sha256(name.encode()).digest()[:15], 'big')}")


def _number(value: float) -> str:
    """At most 16 characters, as DICOM wants decimal strings."""
    return f"{round(value, 7) + 0.0:.10g}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"

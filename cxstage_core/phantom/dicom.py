"""Writing a series as DICOM: MR Image Storage, explicit little endian, one file a slice.

The files carry everything that a hospital's files carry, invented names included, so that taking
them in has something to remove. Elements that do not change within a series are encoded once.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from pathlib import Path

import numpy as np
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage

from cxstage_core.imaging import Volume
from cxstage_core.phantom.patient import Patient
from cxstage_core.phantom.scanner import Protocol

_MEDIA_INSTANCE = 0x00020003
_PIXELS = struct.pack("<HH2sH", 0x7FE0, 0x0010, b"OW", 0)
"""The beginning of the element of the pixels; their length in bytes follows."""

Value = str | int | bytes | list[str] | list[int]
Elements = dict[str, Value]
"""Values by the keywords of DICOM's dictionary."""

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
    fixed |= {
        0x00290010: _element(0x00290010, "LO", "NORTHFIELD PROTOCOL"),
        0x00291010: _element(0x00291010, "LO", f"{patient.identity.patient_name} {patient.patient_id}"),
    }
    pixels = np.ascontiguousarray(volume.array, dtype="<u2")
    files = []
    for index in range(volume.grid.size[0]):
        instance = _uid(patient, protocol.name, str(index))
        header = b"".join(
            part for _, part in sorted({**fixed, **_changing(volume, index, instance)}.items())
        )
        file = series / f"IM-{index + 1:04d}.dcm"
        length = struct.pack("<I", pixels[index].nbytes)
        file.write_bytes(b"".join((_head(instance), header, _PIXELS, length, pixels[index].data)))
        files.append(file)
    return tuple(files)


@cache
def _meta() -> tuple[bytes, bytes]:
    """The elements of the file meta information before and after the instance's UID."""
    parts = _encoded(
        {
            "FileMetaInformationVersion": b"\x00\x01",
            "MediaStorageSOPClassUID": MRImageStorage,
            "TransferSyntaxUID": ExplicitVRLittleEndian,
            "ImplementationClassUID": _IMPLEMENTATION,
        }
    )
    return (
        b"".join(parts[tag] for tag in sorted(parts) if tag < _MEDIA_INSTANCE),
        b"".join(parts[tag] for tag in sorted(parts) if tag > _MEDIA_INSTANCE),
    )


def _head(instance: UID) -> bytes:
    """Preamble and file meta information, PS3.10 section 7.1."""
    before, after = _meta()
    body = before + _element(_MEDIA_INSTANCE, "UI", instance) + after
    length = struct.pack("<HH2sHI", 0x0002, 0x0000, b"UL", 4, len(body))
    return bytes(128) + b"DICM" + length + body


def _encoded(elements: Elements) -> dict[int, bytes]:
    """Every element by its tag; the kind of value is that of the dictionary of DICOM."""
    return {
        tag: _element(tag, kind, value)
        for (tag, kind), value in ((_entry(name), value) for name, value in elements.items())
    }


@cache
def _entry(keyword: str) -> tuple[int, str]:
    """Tag and kind of value (such as "LO") of a keyword of the dictionary."""
    tag = tag_for_keyword(keyword)
    assert tag is not None, keyword
    return tag, dictionary_VR(tag)


def _element(tag: int, kind: str, value: Value) -> bytes:
    """An element, explicit little endian, padded to even length (PS3.5 section 7.1)."""
    begin = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, kind.encode("ascii"))
    if kind == "OB":
        assert isinstance(value, bytes)
        return begin + struct.pack("<HI", 0, len(value)) + value
    values = value if isinstance(value, list) else [value]
    if kind == "US":
        body = struct.pack(f"<{len(values)}H", *values)
    else:
        body = "\\".join(str(one) for one in values).encode()
        body += (b"\0" if kind == "UI" else b" ") * (len(body) % 2)
    return begin + struct.pack("<H", len(body)) + body


def _fixed(patient: Patient, protocol: Protocol, number: int, volume: Volume) -> Elements:
    found: Elements = {}
    found["SpecificCharacterSet"] = "ISO_IR 192"
    _person(found, patient)
    _visit(found, patient, protocol, number)
    _acquisition(found, patient, protocol)
    _pixels(found, volume)
    return found


def _person(found: Elements, patient: Patient) -> None:
    who = patient.identity
    found["PatientName"] = who.patient_name
    found["PatientID"] = who.patient_id
    found["PatientBirthDate"] = who.birth_date.strftime("%Y%m%d")
    found["PatientSex"] = "F"
    found["PatientAge"] = f"{who.age:03d}Y"
    found["PatientSize"] = f"{who.height_m:.2f}"
    found["PatientWeight"] = str(who.weight_kg)
    found["PatientAddress"] = who.address
    found["PatientTelephoneNumbers"] = who.phone
    found["AdditionalPatientHistory"] = f"Cervical carcinoma, referred by {who.physician}"
    found["InstitutionName"] = who.hospital
    found["InstitutionAddress"] = "1 Example Square, Sampletown"
    found["ReferringPhysicianName"] = who.physician
    found["OperatorsName"] = "Tech^Toni"


def _visit(found: Elements, patient: Patient, protocol: Protocol, number: int) -> None:
    who, scanner = patient.identity, patient.examination.scanner
    day = who.mri_date.strftime("%Y%m%d")
    begin, now = _clock(who.start_s), _clock(who.start_s + 420 * number)
    found["ImageType"] = ["ORIGINAL", "PRIMARY", "M"]
    found["SOPClassUID"] = MRImageStorage
    for name in ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"):
        found[name] = day
    found["StudyTime"] = begin
    for name in ("SeriesTime", "AcquisitionTime", "ContentTime"):
        found[name] = now
    found["AccessionNumber"] = who.accession
    found["Modality"] = "MR"
    found["Manufacturer"] = scanner.manufacturer
    found["ManufacturerModelName"] = scanner.model
    found["StationName"] = scanner.station
    found["DeviceSerialNumber"] = scanner.serial
    found["SoftwareVersions"] = scanner.software
    found["StudyDescription"] = "MRI pelvis, cervix staging"
    found["SeriesDescription"] = found["ProtocolName"] = protocol.description
    found["BodyPartExamined"] = "PELVIS"
    found["StudyInstanceUID"] = _uid(patient, "study")
    found["SeriesInstanceUID"] = _uid(patient, protocol.name)
    found["FrameOfReferenceUID"] = _uid(patient, "frame")
    found["StudyID"] = str(patient.number)
    found["SeriesNumber"] = str(number)
    found["AcquisitionNumber"] = "1"
    found["PositionReferenceIndicator"] = ""


def _acquisition(found: Elements, patient: Patient, protocol: Protocol) -> None:
    scanner = patient.examination.scanner
    _, rows, columns = protocol.size
    found["ScanningSequence"] = "SE"
    found["SequenceVariant"] = ["SK", "SP"]
    found["ScanOptions"] = ""
    found["MRAcquisitionType"] = "2D"
    found["SliceThickness"] = f"{protocol.slice_mm:g}"
    found["SpacingBetweenSlices"] = f"{protocol.slice_mm + protocol.gap_mm:g}"
    found["RepetitionTime"] = f"{protocol.repetition_ms:g}"
    found["EchoTime"] = f"{protocol.echo_ms:g}"
    found["NumberOfAverages"] = "2"
    found["ImagingFrequency"] = f"{scanner.frequency_mhz:g}"
    found["ImagedNucleus"] = "1H"
    found["MagneticFieldStrength"] = f"{scanner.field_t:g}"
    found["EchoTrainLength"] = str(protocol.echo_train)
    found["FlipAngle"] = f"{protocol.flip_degrees:g}"
    found["PixelBandwidth"] = "200"
    found["AcquisitionMatrix"] = [0, columns, rows, 0]
    found["InPlanePhaseEncodingDirection"] = "COL" if protocol.plane == "axial" else "ROW"
    found["PatientPosition"] = "HFS"


def _pixels(found: Elements, volume: Volume) -> None:
    grid = volume.grid
    found["SamplesPerPixel"] = 1
    found["PhotometricInterpretation"] = "MONOCHROME2"
    found["Rows"], found["Columns"] = grid.size[1:]
    found["PixelSpacing"] = [f"{grid.spacing[1]:g}", f"{grid.spacing[2]:g}"]
    found["ImageOrientationPatient"] = [_number(v) for v in (*grid.direction[2], *grid.direction[1])]
    found["BitsAllocated"] = 16
    found["BitsStored"] = 12
    found["HighBit"] = 11
    found["PixelRepresentation"] = 0
    top = float(np.percentile(volume.array[:: max(1, grid.size[0] // 4), ::3, ::3], 99.5))
    found["WindowCenter"], found["WindowWidth"] = str(round(top / 2)), str(round(top))


def _changing(volume: Volume, index: int, instance: UID) -> dict[int, bytes]:
    """What differs between the slices of a series, the pixels aside, encoded by tag."""
    grid = volume.grid
    point = grid.index_to_world((index, 0, 0))
    place = "\\".join(_number(float(v)) for v in point)
    return {
        0x00080018: _element(0x00080018, "UI", instance),
        0x00200013: _element(0x00200013, "IS", str(index + 1)),
        0x00200032: _element(0x00200032, "DS", place),
        0x00201041: _element(0x00201041, "DS", _number(float(point @ np.asarray(grid.normal)))),
    }


def _uid(patient: Patient, *parts: str) -> UID:
    """A UID from the seed, so that the same cohort has the same files."""
    name = "/".join(("cxstage phantom", str(patient.seed), str(patient.number), *parts))
    return UID(f"2.25.{int.from_bytes(hashlib.sha256(name.encode()).digest()[:15], 'big')}")


def _number(value: float) -> str:
    """At most 16 characters, as DICOM wants decimal strings."""
    return f"{round(value, 7) + 0.0:.10g}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"

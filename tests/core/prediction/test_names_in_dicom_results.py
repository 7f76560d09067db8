"""The patient's name survives in every character set."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

from cxstage_core.errors import PredictionError
from tests.core.prediction import dicom_peers as peers
from tests.core.prediction.dicom_files import CHINESE, objects
from tests.core.prediction.dicom_studies import (
    Kind,
    opened,
    write,
    written,
)


@pytest.mark.parametrize(
    ("declared", "name", "kept"),
    [
        ("GB18030", CHINESE, "GB18030"),
        ("GBK", CHINESE, "GB18030"),
        ("ISO_IR 192", CHINESE, "ISO_IR 192"),
        ("ISO_IR 100", "Müller^Änne", "ISO_IR 100"),
    ],
)
def test_names_survive_in_every_character_set(
    tmp_path: Path, declared: str | list[str], name: str, kept: str | list[str]
) -> None:
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": declared, "PatientName": name}))
    targets = write(study, tmp_path / "out")
    for one in objects(targets):
        assert one.PatientName == name
        found = one.SpecificCharacterSet
        assert (found if isinstance(found, str) else list(found)) == kept
    assert peers.errors_of_dciodvfy(targets.sr or Path()) == []


def test_a_name_in_code_extensions_keeps_its_bytes_or_becomes_utf_8(tmp_path: Path) -> None:
    """The example of PS3.5 section K.2."""
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": ["", "ISO 2022 IR 58"]}))
    name = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab"
    for file in study.folder.iterdir():
        dataset = pydicom.dcmread(file)
        del dataset.PatientName
        dataset.save_as(file)
        content = file.read_bytes()
        at = content.index(b"\x10\x00\x20\x00LO")
        element = b"\x10\x00\x10\x00PN" + len(name).to_bytes(2, "little") + name
        file.write_bytes(content[:at] + element + content[at:])
    study = opened(study.folder)
    targets = write(study, tmp_path / "out")
    for one in (targets.seg, targets.sr, targets.capture):
        assert name in (one or Path()).read_bytes()
    chinese = write(study, tmp_path / "zh", sentences=("仅供研究使用(①)。",), language="zh_CN")
    found = pydicom.dcmread(chinese.sr or Path())
    assert (found.SpecificCharacterSet, found.PatientName) == ("ISO_IR 192", "Zhang^XiaoDong=张^小东")


def test_a_chinese_report_of_a_study_in_latin_letters_is_in_utf_8(tmp_path: Path) -> None:
    study = written(
        tmp_path, Kind(changes={"SpecificCharacterSet": "ISO_IR 100", "PatientName": "Müller^Änne"})
    )
    said = ("仅供研究使用。", "建议:同步放化疗。")
    targets = write(study, tmp_path / "out", sentences=said, language="zh_CN")
    found = pydicom.dcmread(targets.sr or Path())
    assert (found.SpecificCharacterSet, found.PatientName) == ("ISO_IR 192", "Müller^Änne")
    assert found.ContentSequence[0].ConceptCodeSequence[0].CodeValue == "zh-CN"
    assert said[0] in found.ContentSequence[-1].ContentSequence[0].TextValue
    assert peers.errors_of_dciodvfy(targets.sr or Path()) == []
    dumped = peers.run(peers.peer("dsrdump"), "+Pl", "+U8", targets.sr)
    assert said[1] in dumped.stdout


def test_names_without_a_declared_character_set_keep_their_bytes(tmp_path: Path) -> None:
    content = CHINESE.encode("gb18030")
    name = content.decode("latin-1")
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": None, "PatientName": name}))
    targets = write(study, tmp_path / "out")
    for file in (targets.seg, targets.sr, targets.capture):
        assert file is not None
        assert content in file.read_bytes()
    with pytest.raises(PredictionError, match="declare no character set"):
        write(study, tmp_path / "zh", sentences=("仅供研究使用。",), language="zh_CN")
    assert list((tmp_path / "zh").iterdir()) == []

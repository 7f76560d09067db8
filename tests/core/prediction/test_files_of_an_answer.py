"""`cxstage predict`: an answer with its gate, uncertainty and explanation, and the files written of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk
from pydicom import dcmread
from typer.testing import CliRunner

from cxstage_core.cli.app import app
from cxstage_core.cohort import Cohort
from cxstage_core.errors import PredictionError
from cxstage_core.prediction.answer import explained, predicted_patient, recorded, weighed
from cxstage_core.prediction.dicom.source import open_source
from cxstage_core.prediction.outputs import Outputs, write_outputs
from cxstage_core.prediction.report import read_record
from tests.core.prediction.sites import MODEL, Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield Site.build(tmp_path_factory.mktemp("site"))


def run(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    from cxstage_core.cli.predicting import predict

    if not any(one.name == "predict" for one in app.registered_commands):
        predict.register(app)
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    return done.exit_code, json.loads(done.stdout)


def test_an_answer_of_a_cohort_holds_what_others_rely_on(site: Site, tmp_path: Path) -> None:
    code, found = run(
        *("predict", site.cohort.path, site.patients[0], "--model", MODEL, "--json"),
        *("--report", tmp_path / "r.pdf", "--record", tmp_path / "r.json"),
        *(
            "--heatmap",
            tmp_path / "h.nii.gz",
            "--seg",
            tmp_path / "seg.dcm",
            "--sr",
            tmp_path / "sr.dcm",
        ),
        *("--capture", tmp_path / "c.dcm", "--source", site.dicom(0)),
    )
    assert code == 0
    assert found["abstained"] is False and 0 < found["probability"] < 1
    assert found["interval"] is None and found["interval_note"]
    assert found["set"] is None and found["set_note"]
    assert {"check", "value", "range", "verdict"} <= found["gate"][0].keys()
    assert found["runtime"]
    assert "inside_share" in found["explanation"]  # None where the map is empty
    assert found["explanation"]["trust"]["passed"] is None
    assert found["repeats"] and found["stored"]
    assert all(Path(one).is_file() for one in found["files"])
    record = read_record(tmp_path / "r.json")
    assert record.sha256 == found["record_sha256"]
    assert record.part("prediction")["probability"] == found["probability"]
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    original = dcmread(next(site.dicom(0).rglob("*.dcm")))
    for name in ("seg", "sr", "c"):
        made = dcmread(tmp_path / f"{name}.dcm")
        assert made.StudyInstanceUID == original.StudyInstanceUID
        assert made.PatientID == original.PatientID
    heat = sitk.ReadImage(str(tmp_path / "h.nii.gz"))
    seen = sitk.GetArrayFromImage(heat)
    assert (seen != 0).any() and (seen == 0).any()  # 0 where the network saw nothing


def test_a_study_of_files_is_its_own_source(site: Site, tmp_path: Path) -> None:
    code, found = run(
        *("predict", "--study", site.dicom(1), "--roi", site.outline(1), "--model", site.model),
        *("--json", "--seg", tmp_path / "seg.dcm"),
    )
    assert code == 0
    assert found["files"] == [str(tmp_path / "seg.dcm")]
    assert found["stored"] is None


def test_abstaining_is_an_answer(site: Site, tmp_path: Path) -> None:
    patient = dcmread(next(site.dicom(0).rglob("*.dcm"))).PatientID
    folder = tmp_path / "study"
    folder.mkdir()
    for number, file in enumerate(sorted(site.dicom(0).rglob("*.dcm"))):
        made = dcmread(file)
        made.PatientSex = "M"
        made.save_as(folder / f"{number:04d}.dcm")
    asked = ("predict", "--study", folder, "--roi", site.outline(0), "--model", site.model, "--json")
    code, found = run(*asked, "--report", tmp_path / "r.pdf")
    assert code == 0
    assert found["abstained"] is True
    assert found["probability"] is None and found["set"] is None and found["interval"] is None
    assert any(row["verdict"] == "stop" for row in found["gate"])
    assert not (tmp_path / "r.pdf").exists()
    code, found = run(*asked, "--despite", "sex entered wrongly", "--report", tmp_path / "r.pdf")
    assert code == 0
    assert found["despite"] == "sex entered wrongly" and found["abstained"] is False
    assert str(patient).encode() not in (tmp_path / "r.pdf").read_bytes()


def test_dicom_objects_need_the_original_study(site: Site, tmp_path: Path) -> None:
    asked = ("predict", site.cohort.path, site.patients[0], "--model", MODEL, "--json")
    code, found = run(*asked, "--sr", tmp_path / "sr.dcm")
    assert code == 1 and "original study" in json.dumps(found)
    code, found = run(*asked, "--sr", tmp_path / "sr.dcm", "--source", site.dicom(1))
    assert code == 1
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_without_the_user_s_word(site: Site, tmp_path: Path) -> None:
    cohort = Cohort.open(site.cohort.path)
    answer = recorded(explained(predicted_patient(cohort, site.patients[0], MODEL)), cohort)
    with pytest.raises(PredictionError, match="not confirmed"):
        write_outputs(
            answer,
            Outputs(seg=tmp_path / "seg.dcm"),
            cohort=cohort,
            source=open_source([site.dicom(0)]),
        )
    assert not list(tmp_path.iterdir())


def test_the_same_answer_is_weighed_in_the_same_way(site: Site) -> None:
    answer = predicted_patient(site.cohort, site.patients[0], MODEL)
    first, second = (weighed(answer, site.cohort).to_json() for _ in range(2))
    assert first == second

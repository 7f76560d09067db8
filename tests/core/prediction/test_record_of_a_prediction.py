"""A prediction leaves a record that holds no identifier, shows every change, and is computed again bit for bit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, FactSources
from cxstage_core.errors import (
    CohortError,
    CxStageError,
    IntegrityError,
    NewerVersionError,
    PredictionError,
)
from cxstage_core.evaluation.statistics.estimate import Interval
from cxstage_core.prediction import predict_patient
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.report import PredictionRecord, read_record, record_of, write_record
from cxstage_core.prediction.report.cautions import NO_TEST, KnownPerformance, known_stage
from cxstage_core.prediction.report.history import history, keep, stored_record
from cxstage_core.prediction.report.reproduction import Source, reproduce
from cxstage_core.prediction.report.values import sentence_json, sentence_of, stored
from cxstage_core.staging import Edition
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.text import text
from tests.core.cohort.department import Department
from tests.core.prediction.sites import MODEL, Site, write_model
from tests.core.test_command_line import run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site 王小明")
    yield Site.build(root)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def record(site: Site) -> PredictionRecord:
    return site.record()


@pytest.fixture
def file(record: PredictionRecord, tmp_path: Path) -> Path:
    write_record(record, tmp_path / "record.json")
    return tmp_path / "record.json"


@pytest.fixture
def cohort(site: Site, tmp_path: Path) -> Cohort:
    """The cohort, to be changed."""
    return Cohort.open(Path(shutil.copytree(site.cohort.path, tmp_path / "copy.cxcohort")))


def test_the_same_cohort_gives_every_value_again(site: Site, file: Path) -> None:
    found = reproduce(file, Source(cohort=site.cohort))
    assert found.identical
    assert found.differences == found.notes == ()
    assert {"probability", "logit", "slices", "input", "pixels", "outline", "model"} <= {
        row.key for row in found.rows
    }


def test_the_files_of_the_study_give_every_value_again(site: Site, file: Path) -> None:
    source = Source(study=site.dicom(0), roi=site.outline(0), model=site.model)
    found = reproduce(file, source)
    assert found.identical, found.differences


def test_a_record_is_read_as_it_was_written(record: PredictionRecord, file: Path) -> None:
    found = read_record(file)
    assert found == record
    assert found.sha256 == record.sha256 == hash_of(json.loads(file.read_text())["content"])


def test_no_changed_value_goes_unseen(record: PredictionRecord, file: Path) -> None:
    whole = file.read_text(encoding="utf-8")
    probability = canonical(record.part("prediction")["probability"])
    for old, new in (
        (probability, "0.99"),
        (record.content["patient"], "P0009"),
        ("Research", "Clinical"),
    ):
        assert old in whole
        file.write_text(whole.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(IntegrityError, match="changed"):
            read_record(file)


def test_a_value_that_another_program_seals_again_is_found_by_predicting(
    site: Site, record: PredictionRecord, file: Path
) -> None:
    answer = {**record.part("prediction"), "logit": 3.25}
    write_record(PredictionRecord.from_json({**record.to_json(), "prediction": answer}), file)
    found = reproduce(file, Source(cohort=site.cohort))
    assert not found.identical
    assert any("Logit: 3.25 in the record" in str(one) for one in found.differences)


def test_a_newer_record_is_refused(file: Path) -> None:
    whole = {"content": json.loads(file.read_text())["content"], "version": 9}
    file.write_text(json.dumps({**whole, "sha256": hash_of(whole)}))
    with pytest.raises(NewerVersionError, match="newer version"):
        read_record(file)


def test_another_json_file_is_no_record(tmp_path: Path, record: PredictionRecord) -> None:
    other = record.to_json() | {"format": "something else"}
    (tmp_path / "x.json").write_text(canonical({"content": other, "sha256": hash_of(other)}))
    with pytest.raises(PredictionError, match="not the record of a prediction"):
        read_record(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("runtime", "threads", "many"),
        ("prediction", "slices", [{}]),
        ("model", "id", None),
        ("outline", "kind", 1),
    ],
)
def test_a_record_without_what_it_needs_is_refused_by_one_sentence(
    record: PredictionRecord, tmp_path: Path, section: str, key: str, value: object
) -> None:
    content = record.to_json()
    content[section] = {**content[section], key: value}
    (tmp_path / "x.json").write_text(canonical({"content": content, "sha256": hash_of(content)}))
    with pytest.raises(PredictionError, match="not the record of a prediction"):
        read_record(tmp_path / "x.json")


@pytest.mark.parametrize("template", ["{x.__class__}", "{x[0]}", "{x:>999999999}", "{x!r}"])
def test_a_forged_sentence_is_never_formatted(
    record: PredictionRecord, tmp_path: Path, template: str
) -> None:
    forged = {"sentence": "x", "template": template, "values": {"x": "x"}}
    content = {**record.to_json(), "cautions": [forged]}
    (tmp_path / "x.json").write_text(canonical({"content": content, "sha256": hash_of(content)}))
    with pytest.raises(PredictionError, match="not the record of a prediction"):
        read_record(tmp_path / "x.json")


def test_another_model_is_named(site: Site, file: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "other.safetensors", seed=6)
    source = Source(study=site.dicom(0), roi=site.outline(0), model=tmp_path / "other.safetensors")
    found = reproduce(file, source)
    assert not found.identical
    assert "Another model" in str(found.differences[0])


def test_another_outline_is_named(site: Site, file: Path, cohort: Cohort) -> None:
    patient = site.patients[0]
    latest = cohort.references.latest(patient)
    assert latest is not None
    masks = {name: replace(mask, array=mask.array.copy()) for name, mask in latest.masks.items()}
    for mask in masks.values():
        mask.array[mask.drawn_slices[0]] = 0
    cohort.references.freeze(patient, masks, origin="truth")
    found = reproduce(file, Source(cohort=cohort))
    assert any("Another outline" in str(one) for one in found.differences)
    assert not any("Another model" in str(one) for one in found.differences)


def test_other_pixels_are_named(site: Site, file: Path) -> None:
    source = Source(study=site.dicom(1), roi=site.outline(1), model=site.model)
    found = reproduce(file, source)
    assert any("Other pixels: the series of T1, T2" in str(one) for one in found.differences)


def test_a_drawn_outline_needs_its_file(site: Site, record: PredictionRecord, file: Path) -> None:
    outline = {**record.part("outline"), "kind": "drawn"}
    write_record(PredictionRecord.from_json({**record.to_json(), "outline": outline}), file)
    with pytest.raises(PredictionError, match="the cohort does not hold it"):
        reproduce(file, Source(cohort=site.cohort))


def test_nothing_in_a_record_identifies_the_patient(site: Site, record: PredictionRecord) -> None:
    written = record.canonical
    assert not [one for one in site.hospital_ids if one in written]
    assert "王小明" not in written
    assert str(site.root) not in written
    assert "/" not in "".join(str(one) for one in record.part("model").values())
    note = text(
        "The outline {file} and {place} were read.", file="/data/王小明/roi.nii", place=Path("/王小明")
    )
    kept = stored(note)
    assert "王小明" not in canonical(kept)
    assert str(sentence_of(kept)) == "The outline <file> and <file> were read."


def test_a_sentence_is_read_back_with_its_values() -> None:
    nested = text("{what} {n:.2f}", what=text("In {mm:g} mm", mm=5.0), n=0.125)
    assert sentence_of(sentence_json(nested)) == nested
    endless = text("{n:.2f}", n=float("nan"))
    assert str(sentence_of(sentence_json(endless))) == "nan"
    forged = sentence_json(nested) | {"sentence": "something else"}
    with pytest.raises(ValueError, match="not those of its template"):
        sentence_of(forged)


def test_what_was_not_computed_has_its_reason(site: Site) -> None:
    loaded, case = site.loaded(), site.case()
    found = predict_patient(site.cohort, site.patients[0], MODEL)
    why = text("The maps were cancelled.")
    record = record_of(
        loaded,
        case,
        found,
        cohort=site.cohort,
        why_missing={"explanation": why},
        at="2026-01-02T03:04:05+00:00",
    )
    assert record.content["explanation"] is None
    assert record.sentence("explanation_note") == why
    assert str(record.sentence("uncertainty_note")) == "Not computed."


def test_a_study_of_files_has_a_record_without_a_cohort(site: Site, tmp_path: Path) -> None:
    from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of
    from cxstage_core.prediction.predictor import predict_case

    loaded = LoadedModel(MODEL, site.loaded().network, site.loaded().card)
    study = open_study([site.dicom(0)])
    case = case_of_study(study, read_outline_of(study, site.outline(0)), site.case().config)
    record = record_of(loaded, case, predict_case(loaded, case), model_file=site.model)
    assert record.content["cohort"] is None
    assert record.content["patient"] == "study"
    assert "does not hold it" in str(record.sentences("cautions")[0])
    write_record(record, tmp_path / "study.json")
    source = Source(study=site.dicom(0), roi=site.outline(0), model=site.model)
    assert reproduce(tmp_path / "study.json", source).identical
    assert reproduce(
        tmp_path / "study.json", Source(study=site.dicom(0), roi=site.outline(0), model=site.model)
    ).identical


def test_a_cohort_keeps_and_lists_its_predictions(cohort: Cohort, record: PredictionRecord) -> None:
    first, second = keep(cohort, record), keep(cohort, record)
    assert (first, second) == ("prediction-0001", "prediction-0002")
    rows = history(cohort)
    assert [row.id for row in rows] == [first, second]
    assert rows[0].probability == record.part("prediction")["probability"]
    assert stored_record(cohort, first) == record
    entry = next(e for e in cohort.audit.entries() if e.act == "predict")
    assert entry.details["sha256"] == record.sha256
    assert entry.details["model_sha256"] == record.part("model")["file_sha256"]
    assert "probability" not in entry.details
    assert cohort.verify() == ()
    assert reproduce(cohort.path / "predictions" / f"{first}.json", Source(cohort=cohort)).identical


def test_a_lost_or_changed_prediction_is_found_and_its_id_never_used_again(
    cohort: Cohort, record: PredictionRecord
) -> None:
    first, second = keep(cohort, record), keep(cohort, record)
    other = {
        **record.to_json(),
        "patient": record.content["patient"],
        "created_at": "2020-01-01T00:00:00+00:00",
    }
    path = cohort.path / "predictions" / f"{first}.json"
    path.write_text(
        canonical({"content": other, "sha256": hash_of(other)})
    )  # sealed, but not what was logged
    (cohort.path / "predictions" / f"{second}.json").unlink()
    problems = {one.file: one.what for one in cohort.verify()}
    assert "differs from the audit log" in problems[f"predictions/{first}.json"]
    assert "missing" in problems[f"predictions/{second}.json"]
    (row,) = history(cohort)
    assert row.damage is not None
    with pytest.raises(IntegrityError):
        stored_record(cohort, first)
    assert keep(cohort, record) == "prediction-0003"


def test_a_prediction_of_a_patient_who_is_not_there_is_refused(
    cohort: Cohort, record: PredictionRecord
) -> None:
    foreign = PredictionRecord.from_json({**record.to_json(), "patient": "P0999"})
    with pytest.raises(CohortError, match="no patient P0999"):
        keep(cohort, foreign)
    assert history(cohort) == ()


def test_readers_and_reviewers_see_no_prediction(record: PredictionRecord, tmp_path: Path) -> None:
    department = Department.found(tmp_path / "c")
    department.assign()
    kim = department.enter("Kim")
    patient = kim.patients()[0]
    name = keep(kim, PredictionRecord.from_json({**record.to_json(), "patient": patient}))
    for person in ("A", "B", "Roe"):
        entered = department.enter(person)
        for door in (
            lambda: history(entered),  # noqa: B023 - called in this turn
            lambda: stored_record(entered, name),  # noqa: B023
            entered.predictions.state,
            lambda: keep(entered, record),  # noqa: B023
        ):
            with pytest.raises(CxStageError, match="may not train, compare and predict"):
                door()
    assert [one.id for one in history(kim)] == [name]


def test_a_known_stage_of_the_other_group_is_named(site: Site, cohort: Cohort) -> None:
    found = predict_patient(cohort, site.patients[0], MODEL)
    for stage, other in (("IB1", found.positive), ("IIB", not found.positive)):
        row = ClinicalRecord(
            site.patients[0], edition=Edition.FIGO_2018, entered_stage=stage, computed_stage=stage
        )
        cohort.clinical.save([row], sources={site.patients[0]: FactSources(by_entered_stage=True)})
        sentence = known_stage(cohort, found)
        assert (sentence is not None) == other
        assert sentence is None or f"stage {stage}" in str(sentence)


def test_the_command_line_lists_and_reproduces(
    site: Site, cohort: Cohort, file: Path, record: PredictionRecord
) -> None:
    name = keep(cohort, record)
    found = run("predictions", cohort.path)
    assert [one["id"] for one in found["predictions"]] == [name]
    assert run("predictions", cohort.path, "--patient", "P0999")["predictions"] == []
    again = run("reproduce", cohort.path / "predictions" / f"{name}.json", "--cohort", cohort.path)
    assert again["identical"]
    other = ("--study", site.dicom(1), "--roi", site.outline(1), "--model", site.model)
    differing = run("reproduce", file, *other, expect=1)
    assert not differing["identical"]
    assert differing["differences"]


@pytest.mark.parametrize(
    ("auc", "interval", "expected"),
    [
        (0.40, (0.0, 0.81), "cannot be distinguished from chance"),
        (0.78, (0.62, 0.94), None),
        (0.70, (0.50, 0.90), "cannot be distinguished from chance"),
        (0.90, None, "no interval"),
        (None, None, str(NO_TEST)),
    ],
)
def test_a_model_that_may_be_chance_comes_first(
    auc: float | None, interval: tuple[float, float] | None, expected: str | None
) -> None:
    made = None if interval is None else Interval(*interval, 0.95, "DeLong")
    caution = KnownPerformance("E0001", 12, 6, auc, made, 0, "").caution
    assert (caution is None) if expected is None else (expected in str(caution))

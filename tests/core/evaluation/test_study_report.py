"""The study report: what is known with its place, what is not known as not reported, and nobody named."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import Cancelled, CohortError
from cxstage_core.evaluation.report.language import languages, localizer_of
from cxstage_core.evaluation.report.study.dataset_card import dataset_card
from cxstage_core.evaluation.report.study.evidence import Study, gather
from cxstage_core.evaluation.report.study.folder import free_folder, report_study, study_sheets
from cxstage_core.evaluation.report.study.methods import BY_KEY, section_words
from cxstage_core.evaluation.report.study.metrics import (
    Answer,
    Answered,
    class_of,
    metrics_answers,
    score_of,
)
from cxstage_core.evaluation.report.study.metrics_items import CLASSES, ITEMS
from cxstage_core.evaluation.report.study.model_card import model_card
from cxstage_core.evaluation.report.study.pictures import figures_of
from cxstage_core.evaluation.report.study.tripod import tripod_rows
from cxstage_core.evaluation.report.study.tripod_items import ITEMS as ROWS
from cxstage_core.jobs import start_job
from cxstage_core.staging import Edition, Facts
from cxstage_core.text import Text, text
from cxstage_core.training.experiment.external_test import evaluate_external
from tests.conftest import REAL_DATA
from tests.core.dataset.synthetic import study as images
from tests.core.evaluation.results import folded_experiment, made_experiment
from tests.core.evaluation.studies import (
    SECRETS,
    fill_cohort,
    lock,
    save_bare,
    train,
    with_protocol,
)

VECTORS = REAL_DATA.parent / "vectors"
ORIGIN = "own pre-training on 40 phantoms (640 images seen), sha256 0123456789ab"
FOR_PEOPLE = {
    *("1", "2", "3a", "3b", "3c", "5a", "5b", "6a", "6b", "6c", "8b", "8c", "10", "14", "17"),
    *("18a", "18b", "18c", "18d", "18e", "18f", "19", "25", "26", "27b", "27c"),
}
"""Rows of TRIPOD+AI that no program can know."""


@dataclass(frozen=True)
class Made:
    """Cohorts with their studies: one trained here, one tested elsewhere, and experiments without a cohort behind."""

    cohort: Cohort
    studies: dict[str, Study]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("张三 0012345")
    cohort = fill_cohort(folder / "a.cxcohort")
    lock(cohort)
    trained = train(cohort, Protocol(members=2))
    elsewhere = Cohort.create(folder / "b.cxcohort")
    for number in range(6):
        _add(elsewhere, number)
    external = evaluate_external(cohort, trained.runs[0].model_id, elsewhere)
    bare = made_experiment()
    pretrained = replace(bare, runs=tuple(replace(run, weights=ORIGIN) for run in bare.runs))
    folded = folded_experiment()
    alone = {
        "bare": bare,
        "pretrained": pretrained,
        "folded": folded,
        "nested": with_protocol(folded, kind="nested"),
    }
    studies = {
        "ensemble": gather(cohort, trained.id),
        "external": gather(elsewhere, external.id),
        **{
            name: gather(save_bare(folder / f"{name}.cxcohort", one), one.id)
            for name, one in alone.items()
        },
    }
    return Made(cohort, studies)


def _add(cohort: Cohort, number: int) -> None:
    """Add a patient without tags, ages, dates and readings."""
    patient = cohort.pseudonym(f"ELSEWHERE-{number}")
    t2, mask = images(radius_mm=12.0 + 3 * number, seed=900 + number)
    record, _ = cohort.add_series(patient, t2, SeriesInfo("T2"))
    cohort.references.freeze(patient, {record.id: mask}, origin="test")
    facts = Facts(diameter_mm=24.0 + 6 * number)
    cohort.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=facts)])


@pytest.fixture(scope="module")
def written(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "论文"
    report_study(made.cohort, "E0001", folder, "zh_CN")
    return folder


def _oracle() -> dict[str, Any]:
    file = VECTORS / "reporting_items.json"
    if not file.is_file():
        pytest.skip("no lists of reporting items beside this checkout (../shared/vectors)")
    found = json.loads(file.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _rows(study: Study) -> dict[str, bool]:
    return {row.item.number: row.reported for row in tripod_rows(study)}


def _answers(study: Study) -> dict[int, Answer]:
    return {int(one.weighted.item.number): one.answer for one in metrics_answers(study)}


def _words(study: Study, key: str) -> str:
    return section_words(BY_KEY[key], study)


# --- the checklists


def test_the_rows_are_those_of_the_checklists() -> None:
    oracle = _oracle()
    assert [row.number for row in ROWS] == [row["item"] for row in oracle["tripod_ai"]["rows"]]
    assert len(ROWS) == 52
    wanted = [(i["no"], i["weight"], i["conditions"]) for i in oracle["metrics"]["items"]]
    assert [(int(i.item.number), i.weight, [int(c) for c in i.conditions]) for i in ITEMS] == wanted
    assert [[least, str(words)] for least, words in CLASSES] == oracle["metrics"]["classes"]


def test_the_wording_is_our_own() -> None:
    oracle = _oracle()
    theirs = {row["topic"] for row in oracle["tripod_ai"]["rows"]}
    theirs |= {item["topic"] for item in oracle["metrics"]["items"]}
    ours = {str(row.topic) for row in ROWS} | {str(one.item.topic) for one in ITEMS}
    assert len(ours & theirs) <= 1  # a phrase without other words for it


def test_rows_for_people_are_never_filled_and_every_other_row_can_be(made: Made) -> None:
    filled: set[str] = set()
    for name, study in made.studies.items():
        found = {number for number, reported in _rows(study).items() if reported}
        assert not found & FOR_PEOPLE, name
        filled |= found
    assert filled | FOR_PEOPLE == {row.number for row in ROWS}


def test_an_experiment_of_which_little_is_known_reports_little(made: Made) -> None:
    found = {number for number, reported in _rows(made.studies["bare"]).items() if reported}
    assert found == {"4", "8a", "12e", "16", "21", "23a", "27a"}
    answers = _answers(made.studies["bare"])
    assert {n for n, answer in answers.items() if answer is Answer.YES} == {20, 21, 22, 26}
    assert Answer.NO not in answers.values()


def test_what_the_ensemble_shows(made: Made) -> None:
    study = made.studies["ensemble"]
    rows, answers = _rows(study), _answers(study)
    assert all(rows[n] for n in ("7", "9b", "9c", "12a", "12c", "12f", "13", "20a", "22", "23b"))
    for number in (6, 7, 8, 11, 13, 18, 22, 24, 25, 26):
        assert answers[number] is Answer.YES, number
    assert answers[10] is Answer.NO  # two readers outlined the test patients
    assert [n for n, one in answers.items() if one is Answer.OUT] == [9, 12, 14, 15, 16]
    for number in (1, 2, 3, 4, 5, 17, 19, 23, 27, 28, 29, 30):
        assert answers[number] is Answer.UNKNOWN, number


def test_an_external_test_is_no_internal_one(made: Made) -> None:
    study = made.studies["external"]
    answers, rows = _answers(study), _rows(study)
    assert (answers[26], answers[27]) == (Answer.UNKNOWN, Answer.YES)
    assert not rows["16"] and not rows["20c"]
    assert not rows["9b"] and answers[6] is Answer.UNKNOWN  # no tag is stored
    assert "of another cohort and applied here unchanged" in _words(study, "partition")
    assert [one["Partition"] for one in dataset_card(study)["Dataset"]["Partitions"]] == [
        "External testing"
    ]


def test_folds_have_no_calibration(made: Made) -> None:
    for name in ("folded", "nested"):
        study = made.studies[name]
        assert _answers(study)[22] is Answer.UNKNOWN
        assert "calibration" not in study_sheets(study)
        assert not {"calibration", "decision-curves"} & {one.name for one in figures_of(study)}
        metrics = model_card(study, study.networks[0])["Model"]["Model performance"]["Metrics"]
        assert "Brier score" not in metrics
    assert "searched inside the training part" in _words(made.studies["nested"], "partition")
    assert "searched" not in _words(made.studies["folded"], "partition")
    assert "3 folds" in _words(made.studies["folded"], "partition")


def test_readers_without_agreement_are_not_reported(made: Made) -> None:
    bare, ensemble = made.studies["bare"], made.studies["ensemble"]
    assert "agreement" not in study_sheets(bare)
    assert (
        "agreement of readers is not reported"
        in model_card(bare, bare.chosen)["Model"]["Model properties"]["Limitations"]
    )
    sheet = study_sheets(ensemble)["agreement"]
    assert sheet.rows[0][0] == "Readers 1 and 2"
    assert "n = 12" in sheet.rows[0][3]
    assert (
        "not reported"
        not in model_card(ensemble, ensemble.chosen)["Model"]["Model properties"]["Limitations"]
    )


def test_methods_tell_members_and_first_weights(made: Made) -> None:
    assert "ensemble of 2 members" in _words(made.studies["ensemble"], "partition")
    assert "out-of-fold scores" in _words(made.studies["ensemble"], "training")
    assert "own pre-training on 40 phantoms" in _words(made.studies["pretrained"], "networks")
    spoken = section_words(BY_KEY["networks"], made.studies["pretrained"], localizer_of("zh_CN"))
    assert "40" in spoken and "own pre-training" not in spoken
    assert _words(made.studies["bare"], "training") == ""  # no recipe is stored, and none is invented


def test_every_reported_row_has_a_place_in_the_folder(written: Path) -> None:
    rows = json.loads((written / "checklists/tripod-ai.json").read_text("utf-8"))
    items = json.loads((written / "checklists/metrics.json").read_text("utf-8"))["items"]
    assert len(rows) == 52 and len(items) == 30
    for row in (*rows, *items):
        known = row.get("status") == "reported" or row.get("answer") in ("yes", "no")
        assert bool(row["links"]) == bool(row["evidence"]) == known
        assert all((written / link).is_file() for link in row["links"]), row
    assert all(row["to_be_written_by"] for row in rows if row["status"] == "not reported")


# --- METRICS


def _all(answer: Callable[[int], Answer]) -> list[Answered]:
    return [Answered(one, answer(place)) for place, one in enumerate(ITEMS)]


def test_the_score_is_the_weight_fulfilled_of_what_applies() -> None:
    assert score_of(_all(lambda _: Answer.YES)).low == pytest.approx(1.0)
    nothing = score_of(_all(lambda _: Answer.UNKNOWN))
    assert (nothing.low, nothing.open) == (0.0, 30) and nothing.high == pytest.approx(1.0)
    # Items 9, 12 and 14 to 16 do not apply; item 3 is fulfilled, item 2 is not, item 4 is open.
    given = {2: Answer.YES, 1: Answer.NO, 3: Answer.UNKNOWN}
    left_out = {8, 11, 13, 14, 15}
    found = score_of(
        _all(lambda place: Answer.OUT if place in left_out else given.get(place, Answer.NO))
    )
    applying = 1 - (0.0225 + 0.0311 + 0.02 + 0.02 + 0.03)
    assert found.low == pytest.approx(0.0919 / applying)
    assert found.high == pytest.approx((0.0919 + 0.0438) / applying)
    assert found.open == 1


def test_a_class_begins_at_its_score() -> None:
    for score, words in ((0.0, "very low"), (0.1999, "very low"), (0.2, "low"), (0.4, "moderate")):
        assert str(class_of(score)) == words
    assert [str(class_of(one)) for one in (0.6, 0.8, 1.0)] == ["good", "excellent", "excellent"]


# --- the cards


@pytest.mark.parametrize("name", ["ensemble", "external", "bare", "pretrained", "folded", "nested"])
def test_the_cards_validate_against_the_schema(made: Made, name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not (VECTORS / "atlas").is_dir():
        pytest.skip("no schema of the cards beside this checkout (../shared/vectors/atlas)")
    study = made.studies[name]
    cards = [("model", model_card(study, row)) for row in study.networks]
    for kind, card in (*cards, ("dataset", dataset_card(study))):
        schema = json.loads((VECTORS / "atlas" / f"{kind}.json").read_text("utf-8"))
        checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        assert [error.message for error in checker.iter_errors(card)] == []


def test_a_card_names_the_weights_by_their_hash(made: Made) -> None:
    import base64

    study = made.studies["ensemble"]
    card = model_card(study, study.chosen)["Model"]
    sha256 = study.files[0].sha256
    encoded = card["Link"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(encoded + "=").hex() == sha256
    assert sha256 in card["Descriptors"]["Comments"]
    row = study.chosen.evaluation.estimates["accuracy"]
    assert row.interval is not None
    assert (
        f"({row.interval.low:.3f}–{row.interval.high:.3f}), n = {row.n}"
        in card["Model performance"]["Comments"]
    )


def test_a_changed_model_file_is_not_reported(made: Made, tmp_path: Path) -> None:
    cohort = Cohort.open(_copied(made.cohort.path, tmp_path))
    (model,) = cohort.models.ids()
    file = cohort.models.unchecked_path(model)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    study = gather(cohort, "E0001")
    rows = _rows(study)
    assert not rows["12f"] and not rows["22"] and not rows["24"]
    card = model_card(study, study.chosen)["Model"]
    assert "Weights: not reported" in card["Descriptors"]["Comments"]
    assert str(tmp_path) not in json.dumps(card)


def _copied(cohort: Path, folder: Path) -> Path:
    return Path(shutil.copytree(cohort, folder / cohort.name))


def test_counts_of_the_dataset_card_add_up(made: Made) -> None:
    study = made.studies["ensemble"]
    found = dataset_card(study)["Dataset"]["Partitions"]
    assert sum(part["Total"]["Patient count"] for part in found) == 12
    for part in found:
        groups = [one for one in part["Subsets"] if "group" in one["Criterion"]]
        assert sum(one["Patient count"] for one in groups) == part["Total"]["Patient count"]
    (low, _), (high, _) = found[-1]["Total"]["Age range"]
    assert 40 <= low <= high <= 90  # a patient of 95 years is not told apart


# --- the folder


def test_the_index_lists_every_file_with_its_hash(written: Path) -> None:
    listing = json.loads((written / "index.json").read_text("utf-8"))
    files = {one.relative_to(written).as_posix() for one in written.rglob("*") if one.is_file()}
    assert set(listing["files"]) == files - {"index.html", "index.json"}
    for name, digest in listing["files"].items():
        assert hashlib.sha256((written / name).read_bytes()).hexdigest() == digest
    page = (written / "index.html").read_text("utf-8")
    assert all(f'href="{name}"' in page for name in listing["files"])
    assert listing["tripod_ai"]["rows"] == 52 and listing["research_use_only"]
    assert (written / "methods.en.md").read_text("utf-8").startswith("# Methods of experiment")
    assert (written / "methods.md").read_text("utf-8").startswith("# 实验 E0001")
    assert not any("figure-2" in name or "table-1" in name for name in files)


def test_word_and_workbook_read_back(made: Made, written: Path) -> None:
    study = made.studies["ensemble"]
    book = Document(str(written / "study-report.docx"))
    words = "\n".join(paragraph.text for paragraph in book.paragraphs)
    assert "仅供研究使用" in words and "图 3a" in words
    assert len(book.inline_shapes) == len(figures_of(study))
    assert len(book.tables) == len(study_sheets(study)) + 2
    assert len(next(t for t in book.tables if len(t.rows) == 53).columns) == 5
    tables = load_workbook(written / "tables/tables.xlsx")
    sheets = study_sheets(study, localizer_of("zh_CN"))
    assert tables.sheetnames == list(sheets)
    for name, sheet in sheets.items():
        found = list(tables[name].iter_rows(values_only=True))[: len(sheet.rows) + 1]
        shown = [["" if cell is None else str(cell) for cell in row] for row in found]
        assert [row[: len(sheet.head)] for row in shown] == [
            list(row) for row in (sheet.head, *sheet.rows)
        ]
    cells = (cell for page in tables for row in page.iter_rows() for cell in row)
    assert not any(cell.data_type == "f" for cell in cells)


def test_failures_are_listed_by_pseudonym(made: Made) -> None:
    study = made.studies["ensemble"]
    sheet = study_sheets(study)["failures"]
    (place,) = [k for k, row in enumerate(study.board.rows) if not row.baseline]
    assert [row[0] for row in sheet.rows] == [p.patient for p in study.board.patients if p.wrong[place]]
    assert all("×" in row[4] for row in sheet.rows)
    assert sheet.rows or study.chosen.evaluation.confusion.right == study.chosen.evaluation.n


def test_subgroups_have_their_n_and_no_free_text(made: Made) -> None:
    study = made.studies["ensemble"]
    sheet = study_sheets(study)["subgroups"]
    columns = {row[0].split(":")[0] for row in sheet.rows}
    assert {"Stage", "Largest diameter", "Manufacturer", "Field strength"} <= columns
    assert "histology" not in {row.column for row in study.subgroups}
    makers = [int(row[2]) for row in sheet.rows if row[0].startswith("Manufacturer")]
    assert sum(makers) == study.chosen.evaluation.n
    auc = sheet.head.index("AUC")
    assert all("(" in row[auc] or row[auc].startswith("–") for row in sheet.rows)


def test_the_pdf_is_chinese_and_every_page_says_research_only(written: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils) on this computer")
    done = subprocess.run(
        ["pdftotext", "-layout", str(written / "study-report.pdf"), "-"],
        capture_output=True,
        check=True,
    )
    pages = done.stdout.decode().split("\f")[:-1]
    if "研究报告" not in pages[0]:
        assert "no font with Chinese characters" in pages[0]
        pytest.skip("no font with Chinese characters on this computer")
    assert len(pages) > 5 and all("仅供研究使用" in page for page in pages)
    whole = "".join(pages)
    assert "\ufffd" not in whole and "TRIPOD+AI" in whole and "METRICS" in whole


def test_nobody_is_named_in_any_file(written: Path) -> None:
    for file in written.rglob("*"):
        if file.is_file():
            for content in _contents(file):
                for secret in SECRETS:
                    assert secret not in content, (file.name, secret)


def _contents(file: Path) -> Iterator[str]:
    yield file.name
    if file.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(file) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    elif file.suffix == ".pdf" and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
        yield done.stdout.decode()
    else:
        yield file.read_bytes().decode("utf-8", "replace")


def test_a_used_folder_is_refused_and_kept(made: Made, tmp_path: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("mine")
    with pytest.raises(CohortError, match="not empty"):
        report_study(made.cohort, "E0001", used)
    with pytest.raises(CohortError, match="translation"):
        report_study(made.cohort, "E0001", tmp_path / "x", "../../etc")
    with pytest.raises(CohortError):
        report_study(made.cohort, "E0099", tmp_path / "x")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["mine.txt", "used"]


def test_a_cancelled_report_leaves_nothing(made: Made, tmp_path: Path) -> None:
    def stop_at_writing(news: object) -> None:
        if getattr(news, "what", "") == "Writing the study report":
            stop.ask()

    job, stop = start_job(stop_at_writing)
    with pytest.raises(Cancelled):
        report_study(made.cohort, "E0001", tmp_path / "out", job=job)
    assert list(tmp_path.iterdir()) == []


def test_a_free_folder_is_new(tmp_path: Path) -> None:
    assert free_folder(tmp_path, "E0001").name == "E0001-study-report"
    (tmp_path / "E0001-study-report").mkdir()
    assert free_folder(tmp_path, "E0001").name == "E0001-study-report-2"


def test_sentences_are_translated_with_their_parts() -> None:
    assert languages()[0] == "en" and "zh_CN" in languages()
    spoken = localizer_of("zh_CN")
    assert spoken(text("To be written by {who}.", who=text("the statistician"))) == "由统计师填写。"
    assert spoken(Text("no sentence of the program")) == "no sentence of the program"
    assert localizer_of("en")(text("not reported")) == "not reported"


def test_no_sentence_of_a_chinese_report_is_left_in_english(made: Made) -> None:
    spoken = localizer_of("zh_CN")
    for study in made.studies.values():
        for row in tripod_rows(study):
            if row.evidence is not None:
                assert spoken(row.evidence.sentence) != str(row.evidence.sentence)
            assert spoken(row.item.topic) != str(row.item.topic)
        for key, section in BY_KEY.items():
            english = section_words(section, study)
            assert not english or section_words(section, study, spoken) != english, key

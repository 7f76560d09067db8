"""A pile of studies becomes one table: what is found, what is done again, and what one bad study costs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from cxstage_core.cli import radiomics
from cxstage_core.cli.predicting import predict_many as command
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing
from cxstage_core.errors import InUseError, PredictionError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.intake import write_mask, write_volume
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.prediction import predict_study
from cxstage_core.prediction.many import ManyResult, Options, State, predict_many
from cxstage_core.prediction.many.batch import StudyDone
from cxstage_core.prediction.many.entries import entries_of
from cxstage_core.prediction.many.journal import opened
from cxstage_core.prediction.many.outlines import outline_of
from cxstage_core.prediction.many.table import write_table
from tests.core.dataset.synthetic import study as drawn
from tests.core.models.cards import card_of

CONFIG = Preprocessing(size_px=32, channels=("T2", "mask"))
FAMILY = "shufflenet_v2_x1_0"
NAME = "Müller^Änne 宫颈"
app = typer.Typer()
for branch in (command, radiomics):
    branch.register(app)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of a tiny network with random weights."""
    file = tmp_path_factory.mktemp("model") / "E0001-shufflenet.safetensors"
    card = card_of(
        FAMILY, preprocessing=CONFIG.to_dict(), channels=CONFIG.channels, size_px=32, input_range={}
    )
    network = build(FAMILY, channels=2, size_px=32, seed=5)
    with torch.no_grad():
        list(network.parameters())[-2].mul_(1e6)  # of the last layer: else every answer is one half
    save_model(file, network, card)
    return file


def put(folder: Path, seed: int = 0, *, outline: str = "roi.nii.gz") -> Path:
    """Write one study as a folder; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    volume, mask = drawn(seed=seed, radius_mm=14 + seed % 5)
    write_volume(volume, folder / "t2 axial.nii.gz")
    if outline:
        write_mask(mask, folder / outline)
    return folder


@dataclass(frozen=True)
class Pile:
    """Five studies, one of them damaged, one with two outlines."""

    folder: Path
    table: Path


@pytest.fixture
def pile(tmp_path: Path) -> Pile:
    folder = tmp_path / "pile"
    for number in range(3):
        put(folder / f"{NAME} {number}", number)
    broken = put(folder / f"{NAME} 3", 3)
    content = (broken / "t2 axial.nii.gz").read_bytes()
    (broken / "t2 axial.nii.gz").write_bytes(content[: len(content) // 2])
    twice = put(folder / f"{NAME} 4", 4)
    shutil.copy(twice / "roi.nii.gz", twice / "roi2.nii.gz")
    return Pile(folder, tmp_path / "out.csv")


def cells_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def states(found: ManyResult) -> list[str]:
    return [str(row.state) for row in found.now]


def test_one_bad_study_does_not_stop_the_rest_and_every_study_has_a_row(
    pile: Pile, model: Path
) -> None:
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    found = predict_many([pile.folder], model, pile.table, job)
    assert states(found) == ["predicted"] * 3 + ["failed"] * 2
    rows = cells_of(pile.table)
    assert [row["number"] for row in rows] == list("12345")
    assert len({row["probability"][:6] for row in rows[:3]}) == 3
    for number in range(3):
        folder = pile.folder / f"{NAME} {number}"
        single = predict_study(folder, folder / "roi.nii.gz", model)
        assert found.rows[number].probability == pytest.approx(single.probability, abs=1e-5)
        assert float(rows[number]["probability"]) == pytest.approx(single.probability, abs=1e-5)
        assert rows[number]["group"] == single.group
        assert rows[number]["slices"] == str(len(single.slices))
    assert rows[3]["probability"] == rows[3]["slices"] == "" and rows[3]["reason"]
    assert rows[4]["reason"].startswith("2 files may be the outline")
    assert [n for _, n in found.reasons] == [1, 1]
    steps = [one for one in news if isinstance(one, Progress) and one.what == "Predicting studies"]
    assert [one.done for one in steps] == [0, 1, 2, 3, 4, 5] and {one.total for one in steps} == {5}
    assert [one.row.number for one in news if isinstance(one, StudyDone)] == [1, 2, 3, 4, 5]


def test_no_name_is_in_table_journal_progress_or_output_unless_asked_for(
    pile: Pile, model: Path
) -> None:
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    found = predict_many([pile.folder], model, pile.table, job)
    journal = pile.table.with_name("out.csv.journal")
    said = [pile.table.read_text(encoding="utf-8-sig"), journal.read_text(encoding="utf-8")]
    said += [str(found.rows), str(news), json.dumps(found.to_json()["rows"], ensure_ascii=False)]
    for words in said:
        assert "ller" not in words and "nne" not in words and "宫颈" not in words
        assert str(pile.folder) not in words
    again = predict_many([pile.folder], model, pile.table, options=Options(with_paths=True))
    assert again.taken_over == 3
    assert all(NAME in row["source"] for row in cells_of(pile.table))
    predict_many([pile.folder], model, pile.table)
    assert NAME not in pile.table.read_text(encoding="utf-8-sig")


def test_what_was_done_is_not_done_again_and_a_changed_study_is(pile: Pile, model: Path) -> None:
    first = predict_many([pile.folder], model, pile.table)
    again = predict_many([pile.folder], model, pile.table)
    assert again.taken_over == 3 and states(again) == states(first)
    assert [r.probability for r in again.rows] == [r.probability for r in first.rows]
    # A repaired study, another outline, and a copy under another name.
    put(pile.folder / f"{NAME} 3", 3)
    put(pile.folder / f"{NAME} 1", 7)
    shutil.copytree(pile.folder / f"{NAME} 0", pile.folder / "copy")
    third = predict_many([pile.folder], model, pile.table)
    assert third.taken_over == 2
    by_number = {row.number: row for row in third.rows}
    assert [n for n, row in by_number.items() if row.earlier] == [2, 4]
    assert sorted(n for n, row in by_number.items() if not row.earlier) == [1, 3, 5, 6, 7, 8]
    assert third.count(State.PREDICTED) == 5
    assert {row["number"]: row["earlier"] for row in cells_of(pile.table)}["2"] == "yes"
    # Another model, even under the same name, does everything anew.
    other = pile.folder.parent / model.name
    card = card_of(FAMILY, preprocessing=CONFIG.to_dict(), channels=CONFIG.channels, size_px=32)
    save_model(other, build(FAMILY, channels=2, size_px=32, seed=6), card)
    assert predict_many([pile.folder], other, pile.table).taken_over == 0
    # And so does `--again`, which begins a new table.
    last = predict_many([pile.folder], model, pile.table, options=Options(resume=False))
    assert last.taken_over == 0 and [row.number for row in last.rows] == [1, 2, 3, 4, 5, 6]


def test_two_studies_of_the_same_bytes_have_a_row_each(tmp_path: Path, model: Path) -> None:
    for place in ("a", "b"):
        put(tmp_path / place / "same", 1)
    sources = [tmp_path / "a" / "same", tmp_path / "b" / "same", tmp_path / "a" / "same"]
    for taken in (0, 2):
        found = predict_many(sources, model, tmp_path / "out.csv")
        assert [row.number for row in found.now] == [1, 2] and found.taken_over == taken


def test_an_abstention_is_a_row_with_its_reason_and_a_reason_goes_on(
    tmp_path: Path, model: Path
) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    for number, sex in enumerate(("F", "M", "F")):
        volume, mask = drawn(seed=number)
        tags = {"PatientSex": sex, "BodyPartExamined": "PELVIS"}
        patient = cohort.pseudonym(f"H-{number}")
        record, _ = cohort.add_series(patient, volume, SeriesInfo("T2", tags=tags))
        if number < 2:
            cohort.references.freeze(patient, {record.id: mask}, origin="test")
    cohort.models.add("M1", model)
    table = tmp_path / "out.csv"
    found = predict_many([cohort.path], Path("M1"), table)
    assert states(found) == ["predicted", "abstained", "failed"]
    rows = cells_of(table)
    assert [row["patient"] for row in rows] == ["P0001", "P0002", "P0003"]
    assert rows[1]["objections"] and rows[1]["reason"] and not rows[1]["probability"]
    assert "no reference outline" in rows[2]["reason"]
    again = predict_many([cohort.path], Path("M1"), table, options=Options(despite="=known error"))
    assert again.taken_over == 1 and states(again) == ["predicted", "predicted", "failed"]
    assert cells_of(table)[1]["despite"] == "'=known error"
    assert [e.act for e in cohort.audit.entries()].count("predict despite gate") == 1
    # Without the reason the program abstains again.
    third = predict_many([cohort.path], Path("M1"), table)
    assert states(third) == ["predicted", "abstained", "failed"]
    one = predict_many([cohort.path], Path("M1"), table, options=Options(patients=("P0001",)))
    assert [row.patient for row in one.now] == ["P0001"] and len(one.rows) == 3
    with pytest.raises(PredictionError, match="no patient P0009"):
        predict_many([cohort.path], Path("M1"), table, options=Options(patients=("P0009",)))


def test_no_cell_is_a_formula_and_numbers_stay_numbers(pile: Pile, model: Path) -> None:
    table = pile.folder.parent / "out.xlsx"
    evil = put(pile.folder / "=HYPERLINK(1)", 2)
    found = predict_many([evil, pile.folder], model, table, options=Options(with_paths=True))
    book = load_workbook(table)
    sheet = book["Predictions"]
    head = [cell.value for cell in sheet[1]]
    assert head[0] == "No." and sheet.max_row == len(found.rows) + 1
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    assert isinstance(sheet.cell(2, head.index("Probability") + 1).value, float)
    assert [row[0].value for row in book["Without prediction"].iter_rows(min_row=2, max_row=3)] == [
        1,
        1,
    ]
    from dataclasses import replace

    signs = [replace(found.rows[0], source=f"{sign}cmd|' /C calc'!A0") for sign in "=+-@"]
    write_table(signs, table)
    column = head.index("Source") + 1
    cells = [load_workbook(table)["Predictions"].cell(line, column) for line in range(2, 6)]
    assert [cell.data_type for cell in cells] == ["s"] * 4
    assert [str(cell.value)[0] for cell in cells] == list("=+-@")
    write_table(signs, table.with_suffix(".csv"))
    assert all(row["source"].startswith("'") for row in cells_of(table.with_suffix(".csv")))


def test_studies_are_found_by_a_stated_rule(tmp_path: Path) -> None:
    one = put(tmp_path / "in" / "one")
    deep = tmp_path / "in" / "deep"
    put(deep / "series 1", 1, outline="")
    put(deep / "series 2", 2, outline="roi.nii.gz")
    beside = put(tmp_path / "in" / "beside", 3, outline="")
    shutil.copy(one / "roi.nii.gz", tmp_path / "in" / "beside.seg.nii.gz")
    (tmp_path / "in" / ".hidden").mkdir()
    (tmp_path / "in" / "link").symlink_to(one)
    assert [e.study.name for e in entries_of([tmp_path / "in"])] == ["beside", "deep", "one"]
    assert [e.study.name for e in entries_of([deep, one, one])] == ["deep", "one"]
    assert outline_of(beside).name == "beside.seg.nii.gz"
    assert outline_of(deep).parent.name == "series 2"
    # Images with their outlines beside them: P1 is not P10, and an outline is no study.
    flat = tmp_path / "flat"
    flat.mkdir()
    for name in ("P1", "P10"):
        shutil.copy(one / "t2 axial.nii.gz", flat / f"{name}.nii.gz")
        shutil.copy(one / "roi.nii.gz", flat / f"{name}_t.nii.gz")
    found = entries_of(sorted(flat.iterdir()))
    assert [e.study.name for e in found] == ["P1.nii.gz", "P10.nii.gz"]
    assert [outline_of(e.study).name for e in found] == ["P1_t.nii.gz", "P10_t.nii.gz"]
    shutil.copy(one / "roi.nii.gz", flat / "P1-b.nii.gz")
    with pytest.raises(PredictionError, match="2 files may be the outline"):
        outline_of(flat / "P1.nii.gz")
    (one / "roi.nii.gz").unlink()
    with pytest.raises(PredictionError, match="No outline was found"):
        outline_of(one)
    for wrong in (tmp_path / "missing", model_like(tmp_path)):
        with pytest.raises(PredictionError):
            entries_of([wrong])


def model_like(folder: Path) -> Path:
    file = folder / "notes.txt"
    file.write_text("no study", encoding="utf-8")
    return file


def test_a_list_names_studies_and_outlines(pile: Pile, model: Path) -> None:
    rows = [("study", "outline")]
    rows += [(f"pile/{NAME} {n}", f"pile/{NAME} {n}/roi.nii.gz") for n in (2, 4)]
    rows += [(f"pile/{NAME} 0", ""), ("pile/missing", ""), ("pile/also missing", "")]
    lists = [pile.folder.parent / name for name in ("list.csv", "list.xlsx")]
    with lists[0].open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(lists[1])
    for file in lists:
        found = predict_many([file], model, pile.table)
        assert states(found) == ["predicted"] * 3 + ["failed"] * 2
        assert [row.number for row in found.now] == [1, 2, 3, 4, 5]
    (pile.folder.parent / "bad.csv").write_text("folder,outline\na,b\n", encoding="utf-8")
    with pytest.raises(PredictionError, match="no column “study”"):
        predict_many([pile.folder.parent / "bad.csv"], model, pile.table)
    (pile.folder.parent / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(PredictionError, match="cannot be read"):
        predict_many([pile.folder.parent / "bad.xlsx"], model, pile.table)


def test_a_stop_keeps_what_was_done_and_the_next_run_goes_on(pile: Pile, model: Path) -> None:
    job, stop = start_job(lambda one: stop.ask() if isinstance(one, StudyDone) else None)
    found = predict_many([pile.folder], model, pile.table, job)
    assert found.stopped and [row.number for row in found.rows] == [1]
    assert len(cells_of(pile.table)) == 1
    again = predict_many([pile.folder], model, pile.table)
    assert again.taken_over == 1 and len(again.now) == 5 and not again.stopped


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, model: Path) -> None:
    for number in range(12):
        put(tmp_path / "pile" / f"{number:02d}", number)
    table, journal = tmp_path / "out.csv", tmp_path / "out.csv.journal"
    script = tmp_path / "run.py"
    script.write_text(
        "import sys; from pathlib import Path\n"
        "import torch; torch.set_num_threads(1)\n"
        "from cxstage_core.prediction.many import predict_many\n"
        "if __name__ == '__main__':\n"
        "    predict_many([Path(sys.argv[1])], Path(sys.argv[2]), Path(sys.argv[3]))\n",
        encoding="utf-8",
    )
    running = subprocess.Popen([sys.executable, script, tmp_path / "pile", model, table])
    try:
        while not journal.exists() or journal.read_bytes().count(b"\n") < 4:
            assert running.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
    finally:
        running.kill()
        running.wait()
    done = journal.read_bytes().count(b"\n") - 1
    with journal.open("ab") as stream:
        stream.write(b'{"content": {"number": 99')  # what a kill in the middle of a write leaves
    found = predict_many([tmp_path / "pile"], model, table)
    assert 3 <= done <= found.taken_over + 1 and found.taken_over >= 3
    assert states(found) == ["predicted"] * 12
    assert [row.number for row in found.rows] == list(range(1, 13))
    whole = predict_many([tmp_path / "pile"], model, tmp_path / "whole.csv")
    assert [r.logit for r in whole.rows] == pytest.approx([r.logit for r in found.rows], abs=1e-3)


def test_a_damaged_line_of_the_journal_costs_its_own_study_only(pile: Pile, model: Path) -> None:
    predict_many([pile.folder], model, pile.table)
    journal = pile.table.with_name("out.csv.journal")
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"probability":0.', b'"probability":1.')
    journal.write_bytes(b"".join(lines))
    found = predict_many([pile.folder], model, pile.table)
    assert found.taken_over == 2 and found.count(State.PREDICTED) == 3
    assert all(row.probability is None or row.probability <= 1 for row in found.rows)
    journal.write_text("my own notes\n", encoding="utf-8")
    with pytest.raises(PredictionError, match="is not a journal"):
        predict_many([pile.folder], model, pile.table)
    assert journal.read_text(encoding="utf-8") == "my own notes\n"


def test_two_runs_do_not_share_a_table(pile: Pile, model: Path) -> None:
    with opened(pile.table), pytest.raises(InUseError):
        predict_many([pile.folder], model, pile.table)
    for name in ("out.txt", "missing/out.csv"):
        with pytest.raises(PredictionError):
            predict_many([pile.folder], model, pile.folder.parent / name)
    (pile.folder.parent / "empty").mkdir()
    found = predict_many([pile.folder.parent / "empty"], model, pile.table)
    assert states(found) == ["failed"]


def test_a_watched_study_is_taken_when_it_is_whole(tmp_path: Path, model: Path) -> None:
    folder, table = tmp_path / "inbox", tmp_path / "out.csv"
    folder.mkdir()
    put(folder / "first", 0)
    rows: list[StudyDone] = []
    job, stop = start_job(lambda one: rows.append(one) if isinstance(one, StudyDone) else None)
    made: list[ManyResult] = []
    options = Options(watch=True, settle_s=0.6)
    work = threading.Thread(
        target=lambda: made.append(predict_many([folder], model, table, job, options=options))
    )
    work.start()

    def until(n: int) -> None:
        end = time.monotonic() + 120
        while len(rows) < n:
            assert time.monotonic() < end and work.is_alive()
            time.sleep(0.05)

    try:
        until(1)
        half = put(folder / "second", 1, outline="")  # its outline comes later
        whole = (half / "t2 axial.nii.gz").read_bytes()
        for part in range(1, 5):  # a slow copy: it grows for longer than it must rest
            (half / "t2 axial.nii.gz").write_bytes(whole[: part * len(whole) // 4])
            time.sleep(0.3)
        _, mask = drawn(seed=1, radius_mm=15)
        write_mask(mask, half / "roi.nii.gz")
        until(2)
        write_mask(drawn(seed=1, radius_mm=20)[1], folder / "first" / "roi.nii.gz")
        until(3)
    finally:
        stop.ask()
        work.join()
    assert [str(one.row.state) for one in rows] == ["predicted"] * 3
    assert made[0].stopped and len({one.row.inputs for one in rows}) == 3
    with pytest.raises(PredictionError, match="Only a folder of studies can be watched"):
        predict_many([model], model, table, options=options)


def test_from_the_shell(pile: Pile, model: Path) -> None:
    def run(*more: str) -> tuple[int, str]:
        words = ["predict-many", str(pile.folder), "--model", str(model), "--out", str(pile.table)]
        done = CliRunner().invoke(app, [*words, *more])
        return done.exit_code, done.stdout

    code, said = run("--json")
    found = json.loads(said)
    assert code == 0
    assert (found["studies"], found["predicted"], found["failed"]) == (5, 3, 2)
    assert [row["number"] for row in found["rows"]] == [1, 2, 3, 4, 5]
    code, said = run()
    assert code == 0 and "3 were done before" in said and "Research use only" in said
    assert "1 × 2 files may be the outline" in said
    assert run("--again", "--json")[0] == 0
    bad = CliRunner().invoke(
        app, ["predict-many", "nothing", "--model", str(model), "--out", str(pile.table), "--json"]
    )
    assert bad.exit_code == 1 and "not found" in json.loads(bad.stdout)["error"]


def test_an_oblique_study_with_grey_values_of_every_kind_is_no_outline(tmp_path: Path) -> None:
    """An image of few grey values is not taken for an outline, nor an outline for an image."""
    grid = Grid.axial((4, 16, 16), (4.0, 1.0, 1.0))
    values = np.random.default_rng(0).integers(0, 4, grid.size).astype(np.uint16)
    folder = tmp_path / "s"
    folder.mkdir()
    write_volume(Volume(values, grid), folder / "t2.nii.gz")
    with pytest.raises(PredictionError, match="No outline"):
        outline_of(folder)
    write_mask(Mask((values == 1).astype(np.uint8), grid), folder / "x.nii.gz")
    assert outline_of(folder).name == "x.nii.gz"


def test_a_table_that_cannot_be_written_for_a_moment_costs_nothing(
    pile: Pile, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A spreadsheet holds the table open, or the disk is full: the journal has what was predicted."""
    from cxstage_core.prediction.many import batch
    from cxstage_core.storage import atomic_write

    monkeypatch.setattr(batch, "_EVERY_S", -1.0)
    monkeypatch.setattr(batch, "_SHARE", 0.0)
    news: list[Progress | Event] = []
    whole = atomic_write.os.replace

    def held(one: Path, other: Path) -> None:
        if Path(other) == pile.table and any(isinstance(n, StudyDone) for n in news):
            raise PermissionError(13, "in use")
        whole(one, other)

    monkeypatch.setattr(atomic_write.os, "replace", held)
    job, _ = start_job(news.append)
    with pytest.raises(PredictionError, match="could not be written"):
        predict_many([pile.folder], model, pile.table, job)
    assert len([one for one in news if isinstance(one, StudyDone)]) == 5
    monkeypatch.undo()
    assert predict_many([pile.folder], model, pile.table).taken_over == 3
    assert len(cells_of(pile.table)) == 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_named_pipe_in_a_folder_is_not_waited_for(tmp_path: Path, model: Path) -> None:
    folder = put(tmp_path / "in" / "a")
    os.mkfifo(folder / "x.nii.gz")
    os.mkfifo(tmp_path / "in" / "a.nii.gz")
    found = predict_many([tmp_path / "in"], model, tmp_path / "out.csv")
    assert states(found) == ["predicted"]

"""The Compare page: table, curves, tests and patients of an experiment, export, and the model in use."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.comparison.metrics import METRICS, count_metric
from cxstage_core.evaluation.report.table_cells import comparison_sheet
from cxstage_core.models import Family, families
from cxstage_core.text import Text
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.compare.page import ComparePage
from cxstage_gui.pages.compare.validation_dialog import ValidationDialog
from cxstage_gui.widgets.colours import colour_of, sign_of
from tests.core.evaluation.results import folded_experiment, made_experiment
from tests.core.evaluation.test_learning_exports import with_curves
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


@pytest.fixture
def cohort(bare_cohort: Path, tmp_path: Path) -> Path:
    """Two finished experiments whose models are there."""
    store = Cohort.open(bare_cohort)
    for seed, name in ((3, "E0001"), (4, "E0002")):
        made = made_experiment(seed=seed)
        runs = tuple(
            replace(run, model_id=f"{name}-{run.family}") for run in made.runs[: 3 if seed == 3 else 1]
        )
        for run in runs:
            file = tmp_path / run.model_id
            file.write_bytes(run.model_id.encode())
            store.models.add(run.model_id, file)
        scheme = "paper" if seed == 3 else "t_only"
        config = ExperimentConfig.from_dict({**made.config.to_dict(), "scheme": scheme})
        store.experiments.save(replace(made, id=name, config=config, runs=runs))
    return bare_cohort


def compare_page(window: MainWindow, qtbot: QtBot, wanted: str = "E0002") -> ComparePage:
    window.show_page("compare")
    page = window.shown_page()
    assert isinstance(page, ComparePage)
    qtbot.waitUntil(lambda: _shown(page) == wanted, timeout=LONG_MS)
    return page


def _shown(page: ComparePage) -> str:
    return "" if page.shown is None else page.shown.experiment.id


def choose(page: ComparePage, qtbot: QtBot, name: str) -> None:
    for place in range(page.list.count()):
        if page.list.item(place).text().startswith(name):
            box = page.list.visualItemRect(page.list.item(place))
            qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def test_the_newest_experiment_is_shown_and_another_is_a_click_away(
    opened: Open, cohort: Path, qtbot: QtBot
) -> None:
    page = compare_page(opened(cohort), qtbot)
    choose(page, qtbot, "E0001")
    qtbot.waitUntil(lambda: _shown(page) == "E0001", timeout=LONG_MS)
    assert [row.name for row in page.view.model.rows][:4] == [
        "HRNet",
        "ResNet-50",
        "ViT",
        "Larger group",
    ]


def test_the_table_is_sorted_by_a_click_on_its_head(opened: Open, cohort: Path, qtbot: QtBot) -> None:
    page = compare_page(opened(cohort), qtbot)
    choose(page, qtbot, "E0001")
    qtbot.waitUntil(lambda: _shown(page) == "E0001", timeout=LONG_MS)
    table, head = page.view.table, page.view.table.horizontalHeader()
    auc = next(
        c for c in range(table.model().columnCount()) if page.view.model.columns[c].title == "AUC"
    )
    table.scrollTo(table.model().index(0, auc))
    place = head.sectionViewportPosition(auc) + 20
    for _ in range(2):
        qtbot.mouseClick(
            head.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(place, 10),
        )
    shown = [table.model().index(r, auc).data() for r in range(table.model().rowCount())]
    values = [-1.0 if text == "–" else float(text.split()[0]) for text in shown]
    assert values == sorted(values, reverse=head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)
    assert len(set(values)) > 2


def test_experiments_are_filtered_by_network_and_scheme(
    opened: Open, cohort: Path, qtbot: QtBot
) -> None:
    page = compare_page(opened(cohort), qtbot)
    qtbot.keyClicks(page.filter, "resnet")
    hidden = {page.list.item(k).text()[:5]: page.list.item(k).isHidden() for k in range(2)}
    assert hidden == {"E0001": False, "E0002": True}


def test_a_row_of_the_patients_opens_the_patient(opened: Open, cohort: Path, qtbot: QtBot) -> None:
    page = compare_page(opened(cohort), qtbot)
    page.view.tabs.setCurrentIndex(page.view.tabs.count() - 1)
    patients = page.view.patients
    table = patients.table
    assert table.model().rowCount() == 33
    qtbot.mouseClick(
        patients.only_wrong,
        Qt.MouseButton.LeftButton,
        pos=QPoint(10, patients.only_wrong.height() // 2),
    )
    counts = page.shown.rows[0].evaluation.confusion
    assert table.model().rowCount() == counts.fp + counts.fn
    first = table.model().index(0, 0)
    table.setFocus()
    table.setCurrentIndex(first)
    with qtbot.waitSignal(patients.wanted) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args == [first.data()]


def test_two_experiments_stand_side_by_side(opened: Open, cohort: Path, qtbot: QtBot) -> None:
    page = compare_page(opened(cohort), qtbot)
    qtbot.mouseClick(page.beside, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.second.board is not None, timeout=LONG_MS)
    assert (page.shown.experiment.id, page.second.board.experiment.id) == ("E0002", "E0001")
    assert page.second.isVisible()
    qtbot.mouseClick(page.beside, Qt.MouseButton.LeftButton)
    assert not page.second.isVisible()


def test_every_pair_is_in_the_matrix(opened: Open, cohort: Path, qtbot: QtBot) -> None:
    page = compare_page(opened(cohort), qtbot)
    choose(page, qtbot, "E0001")
    qtbot.waitUntil(lambda: _shown(page) == "E0001", timeout=LONG_MS)
    table = page.view.paired.table
    assert table.rowCount() == table.columnCount() == 3
    pair = page.shown.pairs[0]
    assert f"{pair.delong.difference:+.3f}" in table.item(0, 1).text()
    assert table.item(1, 0).text().startswith(f"{pair.only_second_right} : {pair.only_first_right}")


def test_table_and_figure_are_written_through_the_menu(
    opened: Open, cohort: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = compare_page(opened(cohort), qtbot)
    for title, name, pattern in (
        ("Table 2…", "表.csv", "(*.csv)"),
        ("ROC curves…", "roc.svg", "(*.svg)"),
    ):
        file = tmp_path / name
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_, f=file, p=pattern: (str(f), f"x {p}")
        )
        action = next(a for a in page.view.export.menu().actions() if a.text() == title)
        action.trigger()
        qtbot.waitUntil(lambda f=file: f.name in page.view.notice.text, timeout=LONG_MS)
        assert file.stat().st_size > 100
    rows = list(csv.reader((tmp_path / "表.csv").read_text("utf-8-sig").splitlines()))
    assert tuple(rows[1]) == comparison_sheet(page.shown).rows[0]


def test_a_model_is_put_into_use_with_its_reason(opened: Open, cohort: Path, qtbot: QtBot) -> None:
    window = opened(cohort)
    page = compare_page(window, qtbot)
    choose(page, qtbot, "E0001")
    qtbot.waitUntil(lambda: _shown(page) == "E0001", timeout=LONG_MS)
    page.view.table.selectRow(1)
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    dialog = page.findChild(type(page)._ask_promotion.__globals__["PromoteDialog"])
    assert not dialog.decide.isEnabled()
    qtbot.keyClicks(dialog.reason, "agreed on Monday")
    qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "E0001-resnet50" in page.in_use.text(), timeout=LONG_MS)
    found = Cohort.open(cohort).models.in_use()
    assert (found.model, found.reason) == ("E0001-resnet50", "agreed on Monday")
    assert not page.use.isEnabled()
    window.show_page("predict")
    choice = window.shown_page().model
    qtbot.waitUntil(lambda: choice.model.count() == 4, timeout=LONG_MS)
    assert choice.model.currentData() == "E0001-resnet50"


@pytest.fixture
def folded_cohort(cohort: Path, tmp_path: Path) -> Path:
    """A third experiment beside the two, tested in three folds drawn twice."""
    store = Cohort.open(cohort)
    made = folded_experiment()
    for run in made.runs:
        file = tmp_path / run.model_id
        file.write_bytes(run.model_id.encode())
        store.models.add(run.model_id, file)
    store.experiments.save(made)
    return cohort


def test_folds_are_told_above_the_table_and_listed_one_by_one(
    opened: Open, folded_cohort: Path, qtbot: QtBot
) -> None:
    page = compare_page(opened(folded_cohort), qtbot, "E0003")
    view = page.view
    told = view.protocol.text()
    for words in ("Cross-validation", "3 folds, 2 repeats", "each of 30 patients", "2 validation"):
        assert words in told, words
    assert "plan 0123456789ab" in told
    assert "trained on" not in view._facts.text()
    paired = view.paired.table
    assert [paired.horizontalHeaderItem(k).text() for k in range(paired.columnCount())] == [
        "HRNet",
        "ResNet-50",
    ]
    assert view.patients.table.model().rowCount() == 30
    place = view.tabs.indexOf(view.folds)
    bar = view.tabs.tabBar()
    bar.setCurrentIndex(0)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    assert view.tabs.currentWidget() is view.folds
    table = view.folds.table
    assert table.model().rowCount() == 2 * 3 * 2
    head = table.horizontalHeader()
    accuracy = next(
        c for c in range(table.model().columnCount()) if view.folds.model.columns[c].title == "Accuracy"
    )
    qtbot.mouseClick(
        head.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(head.sectionViewportPosition(accuracy) + 20, 10),
    )
    shown = [float(table.model().index(r, accuracy).data().split()[0]) for r in range(12)]
    assert shown in (sorted(shown), sorted(shown, reverse=True))
    assert len(set(shown)) > 2
    results = page.shown.protocol["results"]
    assert sorted(shown) == pytest.approx(sorted(row["accuracy"] for row in results), abs=5e-4)

    choose(page, qtbot, "E0002")
    qtbot.waitUntil(lambda: _shown(page) == "E0002", timeout=LONG_MS)
    assert "Locked split with validation" in view.protocol.text()
    assert not view.tabs.isTabVisible(place)


def test_one_more_metric_is_a_column_of_table_2(
    opened: Open, bare_cohort: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric = count_metric(
        "hits",
        Text("Hits"),
        Text("Share of right patients"),
        lambda tn, fp, fn, tp: (tn + tp) / (tn + fp + fn + tp),
    )
    monkeypatch.setitem(METRICS, "hits", metric)
    window = opened(bare_cohort)
    window.show_page("compare")
    page = window.shown_page()
    board = dashboard(made_experiment())
    page.view.show_board(board)
    model = page.view.table.model()
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    place = heads.index("Hits")
    tip = model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Share of right patients"
    right = board.rows[0].evaluation.estimates["accuracy"].value
    assert model.index(0, place).data().startswith(f"{right:.3f} (")
    assert page.view.table.columnWidth(place) == page.view.table.columnWidth(heads.index("AUC"))


def test_one_more_family_has_its_colour_and_its_place(
    opened: Open, bare_cohort: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = Family("mobilenetv3_small_050", "MobileNet", "timm", "conv_stem", "classifier")
    monkeypatch.setitem(families._registered, family.key, family)
    made = made_experiment()
    renamed = replace(made.runs[0], name=family.title, family=family.key)
    window = opened(bare_cohort)
    window.show_page("compare")
    page = window.shown_page()
    page.view.show_board(dashboard(replace(made, runs=(renamed, *made.runs[1:]))))
    model = page.view.table.model()
    assert model.index(0, 0).data() == f"{sign_of('MobileNet')}  MobileNet"
    colour = model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole).name()
    assert colour.upper() == colour_of("MobileNet").upper()
    assert colour_of("MobileNet") not in {colour_of(run.name) for run in made.runs}
    assert page.view.paired.table.horizontalHeaderItem(0).text() == "MobileNet"
    assert "MobileNet" in [item[1].text for item in page.view.roc.plot.plotItem.legend.items]


def test_the_report_is_written_as_pdf(
    opened: Open, cohort: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = compare_page(opened(cohort), qtbot)
    file = tmp_path / "报告.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "PDF (*.pdf)"))
    page.view.export.entries["report"].trigger()
    qtbot.waitUntil(lambda: file.name in page.view.notice.text, timeout=LONG_MS)
    assert file.read_bytes().startswith(b"%PDF-")


def test_the_study_report_is_written_into_a_folder_of_its_own(
    opened: Open, cohort: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = compare_page(opened(cohort), qtbot)
    name = f"{_shown(page)}-study-report"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.view.export.entries["study"].trigger()
    qtbot.waitUntil(lambda: name in page.view.notice.text, timeout=LONG_MS)
    assert (tmp_path / name / "index.html").is_file()
    assert {one.name for one in tmp_path.iterdir()} == {name}


def test_the_list_is_filtered_by_protocol(opened: Open, folded_cohort: Path, qtbot: QtBot) -> None:
    page = compare_page(opened(folded_cohort), qtbot, "E0003")

    def left() -> set[str]:
        items = [page.list.item(k) for k in range(page.list.count())]
        return {item.text()[:5] for item in items if not item.isHidden()}

    for words, expected in (
        ("cross-validation", {"E0003"}),
        ("holdout", {"E0001", "E0002"}),
        ("locked resnet", {"E0001"}),
        ("learning", set()),
    ):
        page.filter.setFocus()
        page.filter.selectAll()
        qtbot.keyClicks(page.filter, words)
        assert left() == expected, words


def test_validation_patients_of_every_epoch_and_an_experiment_without(
    opened: Open, cohort: Path, qtbot: QtBot
) -> None:
    store = Cohort.open(cohort)
    made = with_curves(store.experiments.get("E0002"))
    store.experiments.save(replace(made, id="E0003"))
    window = opened(cohort)
    page = compare_page(window, qtbot, "E0003")
    qtbot.mouseClick(page.view.validation, Qt.MouseButton.LeftButton)
    dialog = page.view.findChild(ValidationDialog)
    assert dialog.isVisible() and dialog.epoch.value() == 2
    assert [case.patient for case in dialog.view.model.rows] == ["P0900", "P0901", "P0902"]
    qtbot.keyClick(dialog.epoch, Qt.Key.Key_Down)
    assert dialog.view.shown.logits == (0.0, 1.0, -1.0)
    dialog.view.table.setCurrentIndex(dialog.view.model.index(0, 0))
    with qtbot.waitSignal(page.view.patient_wanted) as caught:
        qtbot.keyClick(dialog.view.table, Qt.Key.Key_Return)
    assert caught.args == [dialog.view.model.rows[0].patient]
    bare = ValidationDialog(made_experiment())
    qtbot.addWidget(bare)
    assert not bare.epoch.isEnabled() and "no validation scores" in bare._kept.text()


def test_files_for_another_tool_go_into_a_folder(
    opened: Open, cohort: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tensorboard")
    page = compare_page(opened(cohort), qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "runs"))
    with qtbot.waitSignal(page.view.export.message, timeout=LONG_MS) as caught:
        page.view.export.entries["tensorboard"].trigger()
    assert caught.args == ["Saved and verified: runs", "info"]
    assert len(list((tmp_path / "runs" / "E0002").rglob("events.out.tfevents.*"))) == 2


def test_the_radiomics_baseline_is_offered_and_says_why_it_cannot_be_measured(
    opened: Open, cohort: Path, qtbot: QtBot
) -> None:
    store = Cohort.open(cohort)
    made = store.experiments.get("E0002")
    labels = {patient: number % 2 for number, patient in enumerate(made.split.train)}
    config = ExperimentConfig.from_dict({**made.config.to_dict(), "training_labels": labels})
    store.experiments.save(replace(made, id="E0003", config=config))
    page = compare_page(opened(cohort), qtbot, "E0003")
    button = page.view.radiomics
    assert button.isVisible() and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled, timeout=LONG_MS)
    assert "at least 4 training patients" in page.view.notice.text
    choose(page, qtbot, "E0001")
    qtbot.waitUntil(lambda: _shown(page) == "E0001", timeout=LONG_MS)
    assert not button.isVisible()

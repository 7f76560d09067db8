"""Ensembles in the window: their switch in Train, each member while it trains, and their table in Compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import Experiment, ModelRun
from cxstage_core.training.settings.events import EpochFinished
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.train.curves import Curves
from tests.core.evaluation.results import made_experiment
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]
MEMBERS = 2


def test_members_go_with_the_locked_split_only(opened: Open, ready_cohort: Path) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    form = window.shown_page().form
    members, kind = form.protocol["members"], form.protocol["kind"]
    assert form.request.protocol.members == 0
    members.setCurrentIndex(members.findData(5))
    assert form.request.protocol.members == 5
    assert form.protocol.other_than_paper == ("members",)
    kind.setCurrentIndex(kind.findData("cross-validation"))
    assert not members.isEnabled()
    assert form.request.protocol.members == 0
    kind.setCurrentIndex(kind.findData("holdout"))
    assert members.isEnabled()


def test_every_member_has_its_line_and_the_look_of_its_network(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.begin(["HRNet"], 3, MEMBERS)
    assert list(curves.courses) == ["HRNet 1/2", "HRNet 2/2"]
    curves.take(EpochFinished("HRNet 2/2", 1, 3, 0.7, 0.6, 0.5, 0.01, 9.0, 1.0))
    assert curves.courses["HRNet 2/2"].losses == [0.7]
    curves.begin(["HRNet"], 3)
    assert list(curves.courses) == ["HRNet"]


def _ensemble(run: ModelRun, name: str) -> ModelRun:
    """The run as an ensemble whose members hold out eight patients each."""
    model = f"{name}-{run.family}"
    members = tuple(
        replace(
            run,
            name=f"{run.name} {number}/{MEMBERS}",
            model_id=model,
            title=run.name,
            fold=number,
            predictions=(
                *run.predictions,
                *(
                    replace(p, patient=f"P{900 + 10 * number + place:04d}", part="out-of-fold")
                    for place, p in enumerate(run.predictions[14:22])
                ),
            ),
        )
        for number in range(1, MEMBERS + 1)
    )
    return replace(run, model_id=model, members=members)


@pytest.fixture
def cohort(bare_cohort: Path, tmp_path: Path) -> Path:
    """An experiment with ensembles, and one without."""
    store = Cohort.open(bare_cohort)
    for name in ("E0001", "E0002"):
        made = made_experiment()
        runs = [replace(run, model_id=f"{name}-{run.family}") for run in made.runs[:2]]
        if name == "E0001":
            runs = [_ensemble(run, name) for run in runs]
        for run in runs:
            file = tmp_path / run.model_id
            file.write_bytes(run.model_id.encode())
            store.models.add(run.model_id, file)
        protocol = {"kind": "holdout", "members": MEMBERS if name == "E0001" else 0}
        config = ExperimentConfig.from_dict({**made.config.to_dict(), "protocol": protocol})
        store.experiments.save(Experiment(name, made.created_at, config, made.split, tuple(runs)))
    return bare_cohort


def test_compare_shows_the_ensemble_its_calibration_set_and_its_members(
    opened: Open, cohort: Path, qtbot: QtBot
) -> None:
    window = opened(cohort)
    window.show_page("compare")
    page = window.shown_page()
    view = page.view
    qtbot.waitUntil(lambda: page.shown is not None, timeout=LONG_MS)
    assert page.shown.experiment.id == "E0002"
    assert not view.tabs.isTabVisible(view.tabs.indexOf(view.members))
    page.list.setCurrentRow(1)
    qtbot.waitUntil(
        lambda: page.shown is not None and page.shown.experiment.id == "E0001", timeout=LONG_MS
    )
    assert view.model.data(view.model.index(0, 0)).endswith("HRNet, ensemble of 2")
    assert "out-of-fold scores" in view.protocol.text()
    assert view.tabs.isTabVisible(view.tabs.indexOf(view.members))
    shown = [
        [view.members.model.data(view.members.model.index(row, column)) for column in range(6)]
        for row in range(2 * MEMBERS)
    ]
    assert [row[1] for row in shown] == ["1 / 2", "2 / 2", "1 / 2", "2 / 2"]
    assert {row[2] for row in shown} == {"8"}
    assert shown[0][5].startswith(f"{page.shown.members[0].auc.value:.3f} (")

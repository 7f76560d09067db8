"""The Train page trains several networks at once, pauses them, and says what a cluster refuses."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.training import EpochFinished, ModelStarted
from cxstage_gui.main_window import MainWindow
from tests.gui.conftest import LONG_MS
from tests.gui.test_train_queue_and_settings import choose_small, press, train_page

Open = Callable[[Path], MainWindow]
TWO = ("shufflenet_v2_x1_0", "fbnetc_100")


def test_two_networks_train_at_the_same_time(opened: Open, ready_cohort: Path, qtbot: QtBot) -> None:
    window = opened(ready_cohort)
    page, training = train_page(window), window.session.training
    choose_small(page, epochs=6)
    page.form.networks.choose(TWO)
    page.form.where.at_once.setValue(2)
    threads = max(1, ((os.cpu_count() or 2) - 1) // 2)
    assert page.form.request.recipe.threads == threads
    press(qtbot, page.start)
    qtbot.waitUntil(
        lambda: all(page.curves.courses[name].epoch for name in ("ShuffleNet", "FBNet")),
        timeout=LONG_MS,
    )
    begun = [e.name for e in training.events if isinstance(e, ModelStarted)]
    assert sorted(begun) == ["FBNet", "ShuffleNet"]
    assert training.network_eta_s is None

    press(qtbot, page.pause)
    seen: list[int] = []

    def still() -> bool:
        seen.append(len(training.events))
        return len(seen) > 30 and len(set(seen[-30:])) == 1

    qtbot.waitUntil(still, timeout=LONG_MS)
    assert training.paused
    press(qtbot, page.pause)
    qtbot.waitUntil(lambda: not training.running, timeout=LONG_MS)
    (experiment,) = Cohort.open(ready_cohort).experiments.all()
    assert [run.name for run in experiment.runs] == ["FBNet", "ShuffleNet"]
    for name in ("ShuffleNet", "FBNet"):
        assert [e.epoch for e in training.events if isinstance(e, EpochFinished) and e.name == name] == [
            1, 2, 3, 4, 5, 6,
        ]  # fmt: skip


@pytest.mark.parametrize("address", ["127.0.0.1:9"])
def test_a_cluster_that_is_not_there_is_said(
    opened: Open, ready_cohort: Path, qtbot: QtBot, address: str
) -> None:
    window = opened(ready_cohort)
    page = train_page(window)
    choose_small(page, epochs=1)
    page.form.where.at_once.setValue(3)
    qtbot.keyClicks(page.form.where.ray, address)
    assert not page.form.where.at_once.isEnabled()
    with qtbot.waitSignal(window.session.training.ended, timeout=LONG_MS) as ended:
        press(qtbot, page.start)
    sentence, kind = ended.args
    assert kind == "error"
    assert f"The Ray cluster at {address} cannot be reached" in sentence
    assert Cohort.open(ready_cohort).experiments.all() == ()

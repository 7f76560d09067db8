"""A label scheme added by one row is found wherever schemes are chosen, used or described."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cxstage_core.cli import main
from cxstage_core.dataset import label_patients
from cxstage_core.staging import SCHEMES, Labelled, LabelScheme
from cxstage_core.staging.rules import Staged
from cxstage_core.text import text
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.cohort.split_dialog import SplitDialog
from cxstage_gui.pages.train.settings_rows import scheme_field
from tests.core.dataset.cohorts import fill

ROOT = Path(__file__).resolve().parents[2]


def _advanced(staged: Staged) -> Labelled:
    return Labelled(
        int(staged.stage.startswith(("III", "IV"))), text("Stage {stage}.", stage=staged.stage)
    )


@pytest.fixture
def fifth() -> Iterator[LabelScheme]:
    """One more scheme than the program has."""
    scheme = LabelScheme("advanced", "Stage III and IV", "Stages I and II are group 0.", _advanced)
    schemes = cast("MutableMapping[str, LabelScheme]", SCHEMES)
    schemes[scheme.name] = scheme
    yield scheme
    del schemes[scheme.name]


def test_it_labels_patients(fifth: LabelScheme, tmp_path: Path) -> None:
    labels, _ = label_patients(fill(tmp_path / "c"), fifth.name)
    assert labels
    assert set(labels.values()) <= {0, 1}


def test_it_can_be_chosen_in_the_window(
    fifth: LabelScheme, opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(bare_cohort)
    dialog = SplitDialog(window.session)
    qtbot.addWidget(dialog)
    dialog.scheme.setCurrentIndex(dialog.scheme.findData(fifth.name))
    assert dialog.scheme.currentText() == fifth.title
    assert dialog._explained.text() == fifth.description
    box = scheme_field().widget
    assert isinstance(box, QComboBox)
    assert box.findData(fifth.name) >= 0


def test_the_command_line_names_it_when_another_is_asked_for(
    fifth: LabelScheme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cohort = fill(tmp_path / "c")
    monkeypatch.setattr(
        sys, "argv", ["cxstage", "split", str(cohort.path), "--scheme", "none", "--json"]
    )
    with pytest.raises(SystemExit):
        main()
    assert fifth.name in capsys.readouterr().out


def test_the_table_of_the_documentation_holds_it(fifth: LabelScheme) -> None:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "packaging" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    assert (
        f"| `{fifth.name}` | {fifth.title} | {fifth.description} |" in tables.TABLES["label-schemes"]()
    )

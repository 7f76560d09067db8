"""A command whose cluster is lost ends with the command that goes on."""

from __future__ import annotations

import json

import pytest

from cxstage_core.cli.output import REFUSED, Outcome, finish
from cxstage_core.jobs import Job
from cxstage_core.training.execution.ray_head import HeadWatch


def test_the_command_to_go_on_stands_below_the_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: Job) -> Outcome:
        raise HeadWatch("head:6379", "").lost()

    given = ["/opt/bin/cxstage", "compare", "two words.cxcohort", "--ray", "head:6379"]
    monkeypatch.setattr("sys.argv", given)
    assert finish(lost, as_json=True) == REFUSED
    sentence, command = json.loads(capsys.readouterr().out)["error"].splitlines()
    assert "head:6379 does not answer any more" in sentence
    assert command == "cxstage compare 'two words.cxcohort' --ray head:6379"

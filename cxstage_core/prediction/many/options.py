"""What a user decides about a prediction of many studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.imaging import Label

SETTLE_S = 30.0
"""Seconds for which the files of a watched study must not change."""


@dataclass(frozen=True, slots=True)
class Options:
    """How many studies are predicted.

    Args:
        resume: what the journal of the table lists as done with the same inputs and model is not done again.
        watch: the sources are folders of studies that are looked at again and again until the work is stopped.
        settle_s: in a watched folder a study counts as complete when its files have not changed for this time.
        despite: the reason to predict although the input gate abstains, for every study; "" for none.
        with_paths: the table names the source of each row. Names of folders may hold names of patients.
        patients: pseudonyms to be predicted of a cohort; empty for all.
        choices: what segments of outline files mean, where their names do not show it.
    """

    resume: bool = True
    watch: bool = False
    settle_s: float = SETTLE_S
    despite: str = ""
    with_paths: bool = False
    patients: tuple[str, ...] = ()
    choices: Mapping[int | str, Label] = field(default_factory=dict)

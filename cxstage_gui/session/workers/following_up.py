"""What is computed after the number, one function per kind, with the network and slices kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxstage_core.jobs import Job
from cxstage_gui.session.workers.predicting import network_input
from cxstage_gui.session.workers.prediction_values import Answer, FollowUp


def follow_up(kind: FollowUp, answer: Answer, *, job: Job) -> Any:
    """Compute one kind for an answer.

    Raises:
        KeyError: this version has no such kind.
    """
    return KINDS[kind](answer, job)


def _input(answer: Answer, job: Job) -> Any:
    return network_input(answer.question, answer.despite, job=job)


KINDS: Mapping[FollowUp, Callable[[Answer, Job], Any]] = {FollowUp.INPUT: _input}
"""By kind; a kind that is not here cannot be asked for yet."""

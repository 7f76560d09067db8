"""Preparations of a training: the demo cohort, a preview of the preprocessing, sizes of networks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_gui.session.operation import Operations
from cxstage_gui.session.workers.jobs import (
    build_demo,
    count_missing,
    count_parameters,
    estimate,
    lay_over,
    library_versions,
    preview_patient,
)
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.dataset.missing import MissingSeries
    from cxstage_core.dataset.overlay import Overlay
    from cxstage_core.dataset.preview import Preview
    from cxstage_core.training.experiment.estimate import Estimate, Timing
    from cxstage_gui.session.workers.jobs import TrainingRequest


class SetupOperations(Operations):
    """Operations that prepare something and change no cohort."""

    def build_demo(self, on_done: Callable[[Path], None]) -> TaskHandle:
        """Build the demo cohort, or find the one built earlier."""
        return self._load(
            build_demo,
            self._context.settings.folder / "demo",
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Demo cohort"),
            on_done=on_done,
        )

    def preview(
        self,
        patient: str,
        preprocessing: Preprocessing,
        on_done: Callable[[Preview], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle:
        """Prepare one patient with these settings, to be looked at."""
        return self._load(
            preview_patient,
            self._opening(),
            patient,
            preprocessing,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def missing_series(
        self,
        patients: Sequence[str],
        preprocessing: Preprocessing,
        on_done: Callable[[tuple[MissingSeries, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle:
        """Count the patients who lack the series of a channel."""
        return self._load(
            count_missing,
            self._opening(),
            tuple(patients),
            preprocessing,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def overlay(
        self,
        patient: str,
        channel: str,
        on_done: Callable[[Overlay], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle:
        """Lay T2 and another series of a patient on each other, before and after registration."""
        return self._load(
            lay_over,
            self._opening(),
            patient,
            channel,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def estimate(
        self,
        request: TrainingRequest,
        known: Mapping[str, Timing],
        on_done: Callable[[Estimate], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle:
        """Estimate the duration of a training by a few steps of each network.

        Args:
            known: timings of earlier estimates.
        """
        return self._load(
            estimate,
            self._opening(),
            request,
            known,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Estimate of the duration"),
            on_done=on_done,
            on_error=on_error,
        )

    def count_parameters(
        self, channels: int, size_px: int, on_done: Callable[[dict[str, int]], None]
    ) -> TaskHandle | None:
        """Count the parameters of every family for an input by building the networks.

        Returns:
            The task, None when the numbers were known already.
        """
        settings = self._context.settings
        key = f"parameters/{library_versions()}/{channels}/{size_px}"
        known = settings.text(key)
        if known:
            on_done(json.loads(known))
            return None

        def done(counts: dict[str, int]) -> None:
            settings.keep(key, json.dumps(counts))
            on_done(counts)

        return self._load(
            count_parameters, channels, size_px, watched=True, executor=Executor.COMPUTE, on_done=done
        )

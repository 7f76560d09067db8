"""An experiment as a file store of MLflow, one run per network.

MLflow's own client writes it. MLflow keeps the path of the store in it, which is the folder that the user chose.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.run_logs import (
    ExperimentLog,
    NetworkLog,
    markdown,
    require_library,
)
from cxstage_core.evaluation.report.tensorboard_files import already_there
from cxstage_core.storage import atomic_write

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

_SWITCHES: Mapping[str, str] = {
    "MLFLOW_ALLOW_FILE_STORE": "true",  # MLflow prefers a database now, and refuses files without it
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
}
_USER = "CxStage"
"""Instead of the name of the account, which MLflow would ask the computer for."""
_BATCH = 500
_LONGEST = 5000


def write_mlflow(log: ExperimentLog, folder: Path) -> None:
    """Write a file store, or one more experiment into it; open it by `mlflow ui --backend-store-uri FOLDER`.

    Raises:
        CohortError: MLflow is not installed, the experiment is in the store already, or it cannot be written.
    """
    require_library("mlflow", "MLflow", "mlflow")
    atomic_write.make_folder(folder)
    with _switched():
        from mlflow.exceptions import MlflowException
        from mlflow.tracking import MlflowClient

        name = f"CxStage {log.experiment}"
        try:
            client = MlflowClient(tracking_uri=folder.absolute().as_uri())
            if client.get_experiment_by_name(name) is not None:
                raise already_there(log.experiment, folder)
            made = client.create_experiment(name, tags={"mlflow.note.content": _note(log)})
            runs = {_write_run(client, made, log, one): one for one in log.networks}
            for run, network in runs.items():
                _check(client, run, network, folder)
        except MlflowException as error:
            raise CohortError(
                "MLflow could not write {file}: {reason}",
                remedy="Choose an empty folder, or a file store of MLflow.",
                file=folder,
                reason=str(error).partition("\n")[0],
            ) from error
        except OSError as error:
            raise atomic_write.refusal(error, folder) from error


def _write_run(client: MlflowClient, experiment: str, log: ExperimentLog, network: NetworkLog) -> str:
    from mlflow.entities import Metric, Param

    began = round(log.began_s * 1000)
    run = client.create_run(
        experiment, start_time=began, tags={"mlflow.user": _USER}, run_name=network.name
    ).info.run_id
    at, last, metrics = float(began), 0, []
    for epoch in network.epochs:
        at, last = at + 1000 * epoch.values.get("seconds", 0.0), epoch.number
        metrics += [Metric(k, value, round(at), epoch.number) for k, value in epoch.values.items()]
    metrics += [Metric(name, value, round(at), last) for name, value in network.figures.items()]
    settings = [Param(name, value) for name, value in network.settings.items()]
    for start in range(0, len(settings), 50):
        client.log_batch(run, params=settings[start : start + 50])
    for start in range(0, len(metrics), _BATCH):
        client.log_batch(run, metrics=metrics[start : start + _BATCH])
    client.set_terminated(run, "FINISHED", end_time=round(at))
    return str(run)


def _check(client: MlflowClient, run: str, network: NetworkLog, folder: Path) -> None:
    """Refuse a run that is not read back as it was written."""
    found = client.get_run(run).data
    same = dict(found.params) == dict(network.settings)
    for name in {name for epoch in network.epochs for name in epoch.values}:
        written = [one.values[name] for one in network.epochs if name in one.values]
        same &= [one.value for one in client.get_metric_history(run, name)] == written
    if not same:
        raise CohortError(
            "{file} was not read back as it was written.",
            remedy="Check the disk, then try again.",
            file=folder,
        )


def _note(log: ExperimentLog) -> str:
    return "\n\n".join(markdown(sheet) for sheet in log.sheets)[:_LONGEST]


@contextmanager
def _switched() -> Iterator[Any]:
    """Set what keeps MLflow to files and off the network, and put the environment back afterwards."""
    before = {name: os.environ.get(name) for name in _SWITCHES}
    os.environ.update(_SWITCHES)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

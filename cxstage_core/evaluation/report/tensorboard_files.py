"""An experiment as event files of TensorBoard, one folder per network.

TensorBoard's own record writer writes them. Their names hold neither a computer nor a process, unlike those of its
usual writer.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.run_logs import (
    ExperimentLog,
    NetworkLog,
    markdown,
    require_library,
)
from cxstage_core.storage import atomic_write

_TABLES = "tables"
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def write_tensorboard(log: ExperimentLog, folder: Path) -> None:
    """Write FOLDER/EXPERIMENT/NETWORK/events.out.tfevents.*; FOLDER is what TensorBoard is started with.

    All is written next to its place, read back by TensorBoard's reader, and moved.

    Raises:
        CohortError: TensorBoard is not installed, the experiment is in the folder already, or it cannot be
            written.
    """
    require_library("tensorboard", "TensorBoard", "tensorboard")
    atomic_write.make_folder(folder)
    target = folder / log.experiment
    if target.exists():
        raise already_there(log.experiment, folder)
    partial = folder / f".{log.experiment}.{secrets.token_hex(4)}.partial"
    try:
        named = {_NOT_IN_A_NAME.sub("-", one.name): list(_of_network(log, one)) for one in log.networks}
        for name, events in {_TABLES: list(_of_tables(log)), **named}.items():
            _write(partial / name, log, events)
        partial.rename(target)
    except OSError as error:
        raise atomic_write.refusal(error, target) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)  # there only if something failed, which is raised


def already_there(experiment: str, folder: Path) -> CohortError:
    """Return the refusal to write an experiment twice."""
    return CohortError(
        "{experiment} is in {file} already.",
        remedy="Choose another folder, or remove it there first.",
        file=folder,
        experiment=experiment,
    )


def _write(folder: Path, log: ExperimentLog, events: list[Any]) -> None:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.summary.writer.record_writer import RecordWriter

    folder.mkdir(parents=True)
    file = folder / f"events.out.tfevents.{int(log.began_s)}.cxstage"
    with file.open("wb") as stream:
        writer = RecordWriter(stream)
        first = Event(wall_time=log.began_s, file_version="brain.Event:2")
        for event in (first, *events):
            writer.write(event.SerializeToString())
    found = [(event.step, event.wall_time) for event in EventFileLoader(str(file)).Load()]
    if found[1:] != [(event.step, event.wall_time) for event in events]:
        raise CohortError(
            "{file} was not read back as it was written.",
            remedy="Check the disk, then try again.",
            file=file,
        )


def _of_network(log: ExperimentLog, network: NetworkLog) -> Iterator[Any]:
    """Yield the events of a network: settings, one per epoch, and its figures at the last one."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary

    rows = "\n".join(f"| {name} | {value} |" for name, value in network.settings.items())
    yield _text(log, "settings", f"| setting | value |\n|---|---|\n{rows}")
    at, last = log.began_s, 0
    for epoch in network.epochs:
        at, last = at + epoch.values.get("seconds", 0.0), epoch.number
        values = [Summary.Value(tag=name, simple_value=value) for name, value in epoch.values.items()]
        yield Event(wall_time=at, step=epoch.number, summary=Summary(value=values))
    figures = [
        Summary.Value(tag=f"test/{name.removeprefix('test_')}", simple_value=value)
        for name, value in network.figures.items()
    ]
    yield Event(wall_time=at, step=last, summary=Summary(value=figures))


def _of_tables(log: ExperimentLog) -> Iterator[Any]:
    for number, sheet in enumerate(log.sheets, start=1):
        yield _text(log, f"table {number}", markdown(sheet))


def _text(log: ExperimentLog, tag: str, words: str) -> Any:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.compat.proto.tensor_pb2 import TensorProto
    from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
    from tensorboard.compat.proto.types_pb2 import DT_STRING
    from tensorboard.plugins.text.metadata import create_summary_metadata

    tensor = TensorProto(
        dtype=DT_STRING,
        string_val=[words.encode()],
        tensor_shape=TensorShapeProto(dim=[TensorShapeProto.Dim(size=1)]),
    )
    value = Summary.Value(tag=tag, tensor=tensor, metadata=create_summary_metadata(tag, ""))
    return Event(wall_time=log.began_s, step=0, summary=Summary(value=[value]))

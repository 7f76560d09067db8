"""Experiment files: configuration, split, learning curves and every patient's prediction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cxstage_core.cohort.files.split import read_split, write_split
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.hdf5_guard import as_stored, damaged, opened

_TEXT = h5py.string_dtype("utf-8")


@dataclass(frozen=True, slots=True)
class ExperimentStore:
    """Reads and writes experiment files."""

    layout: Layout

    def write(self, experiment: Experiment) -> str:
        """Store a finished experiment; the caller holds the lock.

        Returns:
            Its hash.

        Raises:
            CohortError: the id is in use, or the file cannot be written.
        """
        target = self.layout.experiment(experiment.id)
        if target.exists():
            raise CohortError(
                "Experiment {experiment} already exists and cannot be changed.",
                remedy="Save it under the next free id.",
                experiment=experiment.id,
            )
        content = experiment_hash(experiment)

        def fill(file: h5py.File) -> None:
            file.attrs.update(
                kind="experiment",
                schema=KINDS["experiment"].version,
                experiment=experiment.id,
                created_at=experiment.created_at,
                sha256=content,
            )
            file.create_dataset("config", data=canonical(experiment.config.to_dict()), dtype=_TEXT)
            write_split(file.create_group("split"), experiment.split)
            runs = file.create_group("runs")
            for number, run in enumerate(experiment.runs):
                _write_run(runs.create_group(f"{number:03d}"), run)

        atomic_write.write_h5(target, fill, lambda path: self._expect(path, content))
        return content

    def read(self, experiment: str) -> Experiment:
        """Read one experiment.

        Raises:
            CohortError: it is unknown or its file damaged.
        """
        return self._checked(experiment)[0]

    def check(self, experiment: str) -> str:
        """Return the hash of an experiment as stored, after comparing it with the content.

        Raises:
            CohortError: as for `read`.
        """
        return self._checked(experiment)[1]

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all stored experiments."""
        found = (path.stem for path in self.layout.experiments_root.glob("*.h5"))
        return tuple(sorted(found, key=lambda name: (len(name), name)))

    def _expect(self, path: Path, content: str) -> None:
        if self._load(path)[1] != content:
            raise damaged(path)

    def _checked(self, experiment: str) -> tuple[Experiment, str]:
        path = self.layout.experiment(experiment)
        found, content = self._load(path)
        if found.id != experiment:
            raise damaged(path)
        return found, content

    def _load(self, path: Path) -> tuple[Experiment, str]:
        with opened(path, self.layout.root, kind="experiment") as file:
            config = ExperimentConfig.from_dict(json.loads(file["config"].asstr()[()]))
            groups = [file["runs"][name] for name in sorted(file["runs"])]
            runs = [_with_members(_read_run(group), group) for group in groups]
            experiment = Experiment(
                str(file.attrs["experiment"]),
                str(file.attrs["created_at"]),
                config,
                read_split(file["split"]),
                tuple(runs),
            )
            content = str(file.attrs["sha256"])
            if as_stored(file) and experiment_hash(experiment) != content:
                raise damaged(path)
            return replace(experiment, runs=_with_folds(runs, config)), content


def experiment_hash(experiment: Experiment) -> str:
    """Return the sha256 of all values of an experiment, with numbers at full precision."""
    split = experiment.split
    runs = [_values(run) for run in experiment.runs]
    context = [split.train, split.test, float(split.fraction), int(split.seed), split.stratified_by]
    return hash_of([experiment.id, experiment.created_at, experiment.config.to_dict(), context, runs])


def _values(run: ModelRun) -> list[Any]:
    """Return what the hash of a run covers; files of version 1 have no members."""
    members = [[int(member.fold), _values(member)] for member in run.members]
    return [
        [run.name, run.family, run.model_id, int(run.parameters), run.weights, int(run.best_epoch)],
        [float(run.threshold).hex(), float(run.temperature).hex()],
        {name: [float(v).hex() for v in values] for name, values in run.history.items()},
        [
            [p.patient, p.part, int(p.truth), float(p.probability).hex(), float(p.logit).hex()]
            for p in run.predictions
        ],
        *([members] if members else []),
    ]


def _write_run(group: h5py.Group, run: ModelRun) -> None:
    group.attrs.update(
        name=run.name,
        family=run.family,
        model_id=run.model_id,
        parameters=int(run.parameters),
        weights=run.weights,
        best_epoch=int(run.best_epoch),
        threshold=float(run.threshold),
        temperature=float(run.temperature),
    )
    history = group.create_group("history")
    for name, values in run.history.items():
        history.create_dataset(name, data=np.asarray(values, dtype="<f8"))
    rows = group.create_group("predictions")
    for name in ("patient", "part"):
        words = np.array([getattr(p, name) for p in run.predictions], dtype=object)
        rows.create_dataset(name, data=words, dtype=_TEXT)
    rows.create_dataset("truth", data=np.array([p.truth for p in run.predictions], dtype="<i1"))
    for name in ("probability", "logit"):
        numbers = [getattr(p, name) for p in run.predictions]
        rows.create_dataset(name, data=np.array(numbers, dtype="<f8"))
    for member in run.members:
        inside = group.require_group("members").create_group(f"{member.fold:03d}")
        _write_run(inside, member)


def _read_run(group: h5py.Group) -> ModelRun:
    rows = group["predictions"]
    columns = zip(
        rows["patient"].asstr()[()],
        rows["part"].asstr()[()],
        [_group_of(value) for value in rows["truth"][()].tolist()],
        rows["probability"][()].tolist(),
        rows["logit"][()].tolist(),
        strict=True,
    )
    return ModelRun(
        str(group.attrs["name"]),
        str(group.attrs["family"]),
        str(group.attrs["model_id"]),
        int(group.attrs["parameters"]),
        str(group.attrs["weights"]),
        {name: values[()] for name, values in group["history"].items()},
        int(group.attrs["best_epoch"]),
        float(group.attrs["threshold"]),
        float(group.attrs["temperature"]),
        tuple(PatientPrediction(*row) for row in columns),
    )


def _group_of(written: float) -> int:
    if written not in (0, 1):
        raise ValueError("a patient is of neither group")
    return int(written)


def _with_members(run: ModelRun, group: h5py.Group) -> ModelRun:
    """Add the members that a group holds; members of members are not read, whatever a file links to."""
    if "members" not in group:
        return run
    inside = group["members"]
    members = (
        replace(_read_run(inside[name]), title=run.name, fold=int(name)) for name in sorted(inside)
    )
    return replace(run, members=tuple(members))


def _with_folds(runs: Sequence[ModelRun], config: ExperimentConfig) -> tuple[ModelRun, ...]:
    """Set title and fold of every run, which a file stores only as order and names of the runs.

    The runs come family by family, fold by fold, and a name is the title and the fold ("HRNet 2").
    """
    if not config.protocol.folded:
        return tuple(runs)
    folds = config.protocol.folds
    before: Counter[str] = Counter()
    placed = []
    for run in runs:
        fold = folds[before[run.family]]
        title = run.name.rpartition(" ")[0]
        placed.append(replace(run, title=title, repeat=fold.repeat, fold=fold.number))
        before[run.family] += 1
    return tuple(placed)

"""Every kind of file has a version: a newer one is refused by one sentence, and nothing is written over it."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.kits import unpack_kit
from cxstage_core.cohort.kits.manifest import read_manifest
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.dataset.prepare import PreparedPatient
from cxstage_core.dataset.prepared_cache import read_prepared, write_prepared
from cxstage_core.errors import IntegrityError, NewerVersionError
from cxstage_core.imaging.registration import Registration
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.models import read_card
from cxstage_core.models.header import SEAL_KEY, UNSEALED, write_seal
from cxstage_core.models.weights_card import read_weights_card
from cxstage_core.prediction.explanation.trust import TITLES, Trust, TrustRow
from cxstage_core.prediction.explanation.trust_file import read_trust, trust_file, write_trust
from cxstage_core.storage.append_log import JournalFile
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.hdf5_guard import opened
from cxstage_core.training.experiment.search_cohort import read_search, searches
from cxstage_core.training.settings.recipe_file import read_settings_file
from tests.core.cohort.edits import edited

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "schema-1"
PASSPHRASE = "four plain words Kim"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Both cohorts of schema 1."""
    with zipfile.ZipFile(FIXTURES / "cohort.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path


def _open(world: Path) -> Cohort:
    return Cohort.open(world / "Open.cxcohort")


def _kim(world: Path) -> Cohort:
    return Cohort.open(world / "Department.cxcohort").sign_in("Kim", PASSPHRASE)


def _first(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def _newer_hdf5(path: Path, version: int = 2) -> None:
    with edited(path) as file:
        file.attrs["schema"] = version


def _newer_json(path: Path, key: str = "", version: int = 2) -> None:
    content = json.loads(path.read_bytes())["content"]
    whole: dict[str, Any] = {"content": {**content, key: version} if key else content}
    if not key:
        whole["version"] = version
    sha256 = hash_of(whole["content"] if key else whole)
    path.write_text(canonical({**whole, "sha256": sha256}), encoding="utf-8")


def _newer_card(path: Path, key: str, version: int) -> None:
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    card = {**json.loads(header["__metadata__"][key]), "version": version}
    header["__metadata__"][key] = json.dumps(card)
    written = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(written)) + written + content[8 + length :])


def _cohort(world: Path) -> None:
    _newer_json(world / "Open.cxcohort/settings.json", "schema")
    _open(world)


def _patients(world: Path) -> None:
    _newer_json(world / "Open.cxcohort/patients.json")
    _open(world).find_hospital_id("SYN-001")


def _identity(world: Path) -> None:
    people = _open(world).people
    people.remember_id("SYN-001", "P0001")
    _newer_json(world / "Open.cxcohort/identities/P0001.json")
    people.directory()


def _accounts(world: Path) -> None:
    _newer_json(world / "Department.cxcohort/accounts.json", version=KINDS["accounts"].version + 1)
    _kim(world)


def _assignments(world: Path) -> None:
    _newer_json(world / "Department.cxcohort/assignments.json")
    _kim(world).worklist.assignments()


def _index(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/cohort.h5")
    _open(world)


def _series(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/series/P0001/t2-axial.h5")
    _open(world).volume("P0001", "t2-axial")


def _reading(world: Path) -> None:
    cohort = _open(world)
    reader = cohort.readings.readers("P0001")[0]
    _newer_hdf5(_first(cohort.path, "readings/P0001/*.h5"))
    cohort.readings.get("P0001", reader)


def _journal(world: Path) -> None:
    path = _first(world, "Open.cxcohort/journal/*/*.journal")
    content = bytearray(path.read_bytes())
    content[7] = KINDS["journal"].version + 1
    path.write_bytes(content)
    JournalFile.open(path)


def _reference(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/references/P0001.h5")
    _open(world).references.latest("P0001")


def _review(world: Path) -> None:
    _newer_json(world / "Department.cxcohort/reviews/P0001.json")
    _kim(world).review.review("P0001")


def _registration(world: Path) -> None:
    cohort = _open(world)
    nowhere = (0.0, 0.0, 0.0)
    series = {one.id: one.sha256 for one in cohort.series("P0001")}
    found = Registration(Rigid(nowhere, nowhere, nowhere), 0.1, 0.2)
    pair = ("t2-axial", "t1-axial")
    hashes = (series[pair[0]], series[pair[1]])
    cohort.registrations.save(StoredRegistration("P0001", *pair, *hashes, found, 1))
    assert cohort.registrations.all("P0001")[0].found == found
    _newer_json(world / "Open.cxcohort/registrations/P0001.json")
    cohort.registrations.all("P0001")


def _clinical(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/clinical.h5", KINDS["clinical"].version + 1)
    _open(world).clinical.records()


def _split(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/split.h5")
    _open(world).split()


def _experiment(world: Path) -> None:
    _newer_hdf5(world / "Open.cxcohort/experiments/E0001.h5", KINDS["experiment"].version + 1)
    _open(world).experiments.get("E0001")


def _model(world: Path) -> None:
    path = _first(world, "Open.cxcohort/models/*.safetensors")
    _newer_card(path, "cxstage_card", KINDS["model"].version + 1)
    read_card(path)


def _maps(world: Path) -> None:
    model = _first(world, "Open.cxcohort/models/*.safetensors")
    write_trust(
        model,
        Trust(read_card(model).tensors_sha256, tuple(TrustRow(key, None, None, 0) for key in TITLES)),
    )
    _newer_json(trust_file(model))
    read_trust(model)


def _weights(world: Path) -> None:
    import torch
    from safetensors.torch import save_file

    file = world / "first.safetensors"
    card = json.dumps({"version": KINDS["weights"].version + 1})
    metadata = {"cxstage_weights": card, SEAL_KEY: UNSEALED}
    save_file({"a": torch.zeros(1)}, file, metadata=metadata)
    write_seal(file)
    read_weights_card(file)


def _search(world: Path) -> None:
    cohort = _open(world)
    _newer_json(_first(cohort.path, "searches/*.json"))
    read_search(cohort, searches(cohort)[0])


def _prepared(world: Path) -> None:
    path = _first(world, "Open.cxcohort/prepared/*.h5")
    assert read_prepared(path.parent, path.stem) is None, (
        "version 1 has no measures, so it is made again"
    )
    made = PreparedPatient(np.zeros((1, 1, 4, 4), np.float32), (0,), (), {}, {"noise share": 0.1})
    write_prepared(path.parent, path.stem, made)
    again = read_prepared(path.parent, path.stem)
    assert again is not None
    assert again.measures == made.measures
    _newer_hdf5(path)
    assert read_prepared(path.parent, path.stem) is None
    with opened(path, path.parent, kind="prepared"):
        pass


def _checkpoint(world: Path) -> None:
    import torch

    from cxstage_core.migrations.upgrade import version_of
    from cxstage_core.training.loop.checkpoint import Checkpoint

    path = next(p for p in sorted(world.glob("Open.cxcohort/prepared/training-*/*.checkpoint")))
    _newer_card(path, "cxstage_checkpoint", KINDS["checkpoint"].version + 1)
    content = path.read_bytes()
    state = json.loads(
        json.loads(content[8 : 8 + struct.unpack("<Q", content[:8])[0]])["__metadata__"][
            "cxstage_checkpoint"
        ]
    )
    network = torch.nn.Linear(1, 1)
    begun = Checkpoint(path, state["key"]).load(network, torch.optim.SGD(network.parameters()))
    assert begun.epoch == 0
    version_of("checkpoint", state, path)


def _kit(world: Path) -> None:
    folder = unpack_kit(FIXTURES / "given.cxkit", world / "kit")
    _newer_json(folder / "kit.json", "format")
    read_manifest(folder)


def _recipe(world: Path) -> None:
    file = world / "settings.toml"
    file.write_text('kind = "CxStage settings"\nversion = 2\n', encoding="utf-8")
    read_settings_file(file)


def _queue(world: Path) -> None:
    pytest.importorskip("PySide6")
    from cxstage_gui.session.workers.jobs import TrainingRequest

    del world
    TrainingRequest.from_dict({"version": 2, "families": []})


def _window(world: Path) -> None:
    pytest.importorskip("PySide6")
    from PySide6.QtCore import QSettings

    from cxstage_gui.settings import Settings

    stored = QSettings(str(world / "settings.ini"), QSettings.Format.IniFormat)
    stored.setValue("version", "2")
    stored.setValue("theme", "light")
    stored.sync()
    before = (world / "settings.ini").read_bytes()
    settings = Settings(world)
    settings.reader = "B"
    assert (settings.theme, settings.reader) == ("dark", "B")
    assert (world / "settings.ini").read_bytes() == before
    assert settings.refused is not None
    raise settings.refused


def _prediction(world: Path) -> None:
    cohort = _open(world)
    content = {"patient": "P0001", "model": {"id": "E0001-hrnet_w32", "file_sha256": ""}}
    name = cohort.predictions.add(content)
    _newer_json(cohort.path / "predictions" / f"{name}.json")
    cohort.predictions.get(name)


NEWER: dict[str, Callable[[Path], None]] = {
    "cohort": _cohort,
    "patients": _patients,
    "identity": _identity,
    "accounts": _accounts,
    "assignments": _assignments,
    "index": _index,
    "series": _series,
    "reading": _reading,
    "journal": _journal,
    "reference": _reference,
    "review": _review,
    "registration": _registration,
    "clinical": _clinical,
    "split": _split,
    "experiment": _experiment,
    "model": _model,
    "maps": _maps,
    "weights": _weights,
    "prediction": _prediction,
    "search": _search,
    "prepared": _prepared,
    "checkpoint": _checkpoint,
    "kit": _kit,
    "recipe": _recipe,
    "queue": _queue,
    "window": _window,
}
"""For every kind: make its file of schema 1 one of the next version, and open it."""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_newer_version_of_every_kind_is_refused_by_one_sentence(kind: str, world: Path) -> None:
    with pytest.raises(NewerVersionError) as refused:
        NEWER[kind](world)
    error, known = refused.value, KINDS[kind].version
    assert str(error.what).endswith(
        f"was written by a newer version of CxStage ({KINDS[kind].title}, version {known + 1}; this "
        f"program reads up to version {known})."
    )
    assert str(error.remedy) == "Update CxStage, then open it again."
    assert error.file is not None
    assert not isinstance(error, IntegrityError)


def test_rebuilding_never_writes_over_a_newer_file(world: Path) -> None:
    cohort = _open(world)
    path = cohort.path / "patients.json"
    _newer_json(path)
    before = path.read_bytes()
    with pytest.raises(NewerVersionError):
        cohort.rebuild_index()
    assert path.read_bytes() == before

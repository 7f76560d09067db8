"""Every kind of file has a version: older files are migrated in memory, on disk they stay as they are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Reading
from cxstage_core.errors import CohortError, CxStageError, IntegrityError, NewerVersionError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.steps import STEPS, Step
from cxstage_core.models import ModelCard
from cxstage_core.storage.append_log import JournalFile
from cxstage_core.storage.checked_json import read_as, read_json, read_stored, write_json
from cxstage_core.storage.content_hash import hash_of, hash_of_mask
from tests.core.cohort.conftest import Study
from tests.core.cohort.edits import edited
from tests.core.models.cards import card_of


def grow(monkeypatch: pytest.MonkeyPatch, kind: str, *steps: Step) -> None:
    """Let the program write the next version of a kind, with steps from the versions before."""
    version = KINDS[kind].version + 1
    monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], version=version))
    for number, step in enumerate(steps):
        monkeypatch.setitem(STEPS, (kind, version - len(steps) + number), step)


def test_a_reading_of_version_1_is_migrated_in_memory_and_saved_as_version_2(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fictitious version 2 writes how sure the reader is in per cent."""
    cohort = study.cohort
    saved = cohort.save_reading(replace(study.reading("A"), confidence=4, comment="seen"))
    (path,) = (cohort.path / "readings" / study.patient).glob("*.h5")
    before = path.read_bytes()

    def check(file: Any) -> bool:
        plain = {
            key: str(file.attrs[key]) for key in ("patient", "reader", "state", "comment", "saved_at")
        }
        masks = {study.series: hash_of_mask(study.mask())}
        numbers = {"confidence": int(file.attrs["confidence"]), "version": int(file.attrs["version"])}
        seconds = {"seconds": float(file.attrs["seconds"])}
        return bool(hash_of({**plain, **numbers, **seconds, "masks": masks}) == file.attrs["sha256"])

    def change(file: Any) -> Any:
        file.attrs["confidence"] = min(5, int(file.attrs["confidence"]) + 1)
        file.attrs["comment"] = f"{file.attrs['comment']} (version 1)"
        return file

    grow(monkeypatch, "reading", Step(change, check))
    found = cohort.readings.get(study.patient, "A")
    assert found is not None
    assert (found.confidence, found.comment) == (5, "seen (version 1)")
    assert np.array_equal(found.masks[study.series].array, study.mask().array)
    assert cohort.verify() == ()
    assert path.read_bytes() == before
    cohort.save_reading(found)
    again = Cohort.open(cohort.path).readings.get(study.patient, "A")
    assert again is not None
    assert (again.comment, again.version) == ("seen (version 1)", saved.version + 1)
    assert cohort.verify() == ()
    monkeypatch.undo()
    with pytest.raises(NewerVersionError):
        cohort.readings.get(study.patient, "A")


def test_damage_in_an_older_file_is_still_damage(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.cohort.save_reading(study.reading("A"))
    (path,) = (study.cohort.path / "readings" / study.patient).glob("*.h5")
    grow(monkeypatch, "reading", Step(lambda file: file, lambda file: file.attrs["comment"] == ""))
    with edited(path) as file:
        file.attrs["comment"] = "forged"
    with pytest.raises(IntegrityError):
        study.cohort.readings.get(study.patient, "A")


def test_an_older_file_without_a_safe_default_is_refused_and_not_called_damaged(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.cohort.save_reading(study.reading("A"))

    def change(file: Any) -> Any:
        del file.attrs["seconds"]
        return file

    grow(monkeypatch, "reading", Step(change))
    with pytest.raises(CohortError, match=r"older reading \(version 1\) and lacks") as refused:
        study.cohort.readings.get(study.patient, "A")
    assert not isinstance(refused.value, IntegrityError)


def test_json_is_migrated_keeps_its_hash_and_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "review.json"
    write_json(file, {"a": 1}, "review")
    first = file.read_bytes()
    assert b"version" not in first
    grow(monkeypatch, "review", Step(lambda content: {**content, "b": content["a"] + 1}))
    grow(monkeypatch, "review", Step(lambda content: {"a": content["a"], "c": content["b"] + 1}))
    assert read_json(file, "review") == {"a": 1, "c": 3}
    assert read_stored(file, "review").content == {"a": 1}
    with pytest.raises(CohortError, match=r"older review \(version 1\)") as refused:
        read_as(file, "review", lambda content: content["d"])
    assert not isinstance(refused.value, IntegrityError)
    write_json(file, {"a": 1, "c": 3}, "review")
    assert read_stored(file, "review").version == 3
    file.write_bytes(file.read_bytes().replace(b'"version":3', b'"version":2'))
    with pytest.raises(IntegrityError):
        read_json(file, "review")


def test_a_journal_of_an_older_version_goes_on_in_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a" / "P0001.journal"
    journal = JournalFile.open(path)
    journal.append(b"one")
    journal.close()
    grow(monkeypatch, "journal", Step(lambda entries: [entry.upper() for entry in entries]))
    journal = JournalFile.open(path)
    journal.append(b"two")
    assert list(journal.entries()) == [b"ONE", b"two"]
    journal.close()
    assert path.read_bytes()[7] == KINDS["journal"].version == 3
    journal = JournalFile.open(path)
    assert list(journal.entries()) == [b"ONE", b"two"]
    journal.close()


def test_an_index_of_an_older_version_is_made_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = study.cohort
    cohort.save_reading(Reading(study.patient, "A", {study.series: study.mask()}))
    cohort.refresh_index()

    def change(file: Any) -> Any:
        del file["index"]
        return file

    grow(monkeypatch, "index", Step(change))
    again = Cohort.open(cohort.path)
    assert again.patients() == cohort.patients()
    assert again.readings.states() == cohort.readings.states()
    again.rebuild_index()
    assert again.verify() == ()


# --- settings objects


def test_a_card_that_lacks_a_value_takes_its_default_and_says_so() -> None:
    values = json.loads(card_of("HRNet").to_json())
    del values["libraries"]
    card = ModelCard.from_json(json.dumps(values))
    assert card.libraries == {}
    assert [str(note) for note in card.notes] == [
        "An older version wrote this without libraries; their defaults are used."
    ]
    assert "notes" not in json.loads(card.to_json())
    assert ModelCard.from_json(card_of("HRNet").to_json()).notes == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"threshold": None}, r"\(version 3\) is incomplete: it lacks threshold"),
        ({"tensors_sha256": None}, r"\(version 3\) is incomplete: it lacks tensors_sha256"),
        ({"new": 1}, r"\(version 3\) holds unknown values: new"),
    ],
)
def test_a_card_without_a_safe_default_or_with_more_is_refused(
    change: dict[str, Any], sentence: str
) -> None:
    values = {**json.loads(card_of("HRNet").to_json()), **change}
    written = json.dumps({key: value for key, value in values.items() if value is not None})
    with pytest.raises(CxStageError, match=sentence):
        ModelCard.from_json(written)


def test_older_window_settings_are_migrated_with_the_first_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PySide6")
    from cxstage_gui.settings import Settings

    Settings(tmp_path).theme = "light"
    before = (tmp_path / "settings.ini").read_bytes()
    grow(monkeypatch, "window", Step(lambda values: {"theme": "dark", "reader": values["theme"]}))
    settings = Settings(tmp_path)
    assert (settings.theme, settings.reader) == ("dark", "light")
    assert (tmp_path / "settings.ini").read_bytes() == before
    settings.page = "train"
    settings._store.sync()
    again = Settings(tmp_path)
    assert (again.theme, again.reader, again.page) == ("dark", "light", "train")
    assert b"version=2" in (tmp_path / "settings.ini").read_bytes()

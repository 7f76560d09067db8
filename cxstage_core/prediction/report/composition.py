"""Composing the record of a prediction from the answer and what was computed after it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.imaging import Mask, resample_mask
from cxstage_core.models.computer import computer
from cxstage_core.models.weights_history import origin_text
from cxstage_core.prediction.report.cautions import NOT_KNOWN, cautions_of, known_performance
from cxstage_core.prediction.report.record import FORMAT, PredictionRecord
from cxstage_core.prediction.report.values import sentence_json, stored
from cxstage_core.prediction.result import NODES_UNSEEN, RESEARCH_ONLY
from cxstage_core.storage.content_hash import hash_of_file, hash_of_mask, hash_of_volume, little_endian
from cxstage_core.text import Text, plain, text
from cxstage_core.training.run.provenance import libraries, now

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.dataset import PreparedPatient
    from cxstage_core.models import ModelCard
    from cxstage_core.prediction.case import Case, LoadedModel, StudyImages
    from cxstage_core.prediction.result import Prediction

NOT_COMPUTED = text("Not computed.")
_MORE_LIBRARIES = ("onnxruntime", "onnx", "scipy", "pydicom", "reportlab")


def record_of(
    loaded: LoadedModel,
    case: Case,
    prediction: Prediction,
    explanation: object | None = None,
    uncertainty: object | None = None,
    checks: Sequence[object] | None = None,
    *,
    cohort: Cohort | None = None,
    model_file: Path | None = None,
    images: StudyImages | None = None,
    why_missing: Mapping[str, Text] | None = None,
    at: str = "",
) -> PredictionRecord:
    """Compose the record of one answer.

    Args:
        explanation, uncertainty, checks: frozen dataclasses; None where they were not computed.
        cohort: of the patient; None for a study of files.
        model_file: for a study of files; a cohort knows its own.
        images: as `case.load` gives them, where they are in memory already.
        why_missing: by "explanation", "uncertainty" or "checks", the reason why one was not computed.
        at: time of the prediction, UTC in ISO 8601; now if "".

    Raises:
        CohortError: the role does not permit it, or the cohort or the model file cannot be read.
    """
    images = images or case.load()
    tested = None if cohort is None else known_performance(cohort, loaded.id, loaded.card)
    reasons = why_missing or {}
    file = cohort.models.path(loaded.id) if cohort is not None else model_file
    computed = {"explanation": explanation, "uncertainty": uncertainty, "checks": checks}
    content = {
        "format": FORMAT,
        "research_only": sentence_json(RESEARCH_ONLY),
        "created_at": at or now(),
        "patient": case.patient,
        "prediction": _prediction(prediction),
        "cautions": [sentence_json(one) for one in cautions_of(cohort, prediction, tested)],
        "runtime": _runtime(prediction),
        "model": _model(loaded, file),
        "performance": stored(None if tested is None else tested.to_json()),
        "performance_note": None if tested is not None else sentence_json(NOT_KNOWN),
        "cohort": _cohort(cohort),
        "outline": _outline(case, images),
        "series": _series(case, images),
        "input": input_json(case),
        **{name: stored(value) for name, value in computed.items()},
        **{
            f"{name}_note": None
            if value is not None
            else sentence_json(reasons.get(name, NOT_COMPUTED))
            for name, value in computed.items()
        },
        "software": software(),
    }
    return PredictionRecord(plain(content))


def input_json(case: Case) -> dict[str, Any]:
    """Return what identifies the input of the network: settings, slices and pixels."""
    return {
        "preprocessing_sha256": case.config.digest(),
        "preprocessing": plain(case.config.to_dict()),
        "slice_indices": list(case.prepared.slice_indices),
        "sha256": input_sha256(case.prepared),
        "facts": plain(case.prepared.facts),
    }


def input_sha256(prepared: PreparedPatient) -> str:
    """Hash the images that the network sees, with their slices."""
    digest = hashlib.sha256(repr((prepared.array.shape, prepared.slice_indices)).encode())
    digest.update(np.ascontiguousarray(little_endian(prepared.array)).tobytes())
    return digest.hexdigest()


def software() -> dict[str, str]:
    """Return the versions of the program and of the libraries that compute a prediction and its report."""
    found = libraries()
    for name in _MORE_LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _prediction(found: Prediction) -> dict[str, Any]:
    return {
        "probability": found.probability,
        "logit": found.logit,
        "threshold": found.threshold,
        "temperature": found.temperature,
        "group": found.group,
        "scheme": found.scheme,
        "slices": stored(found.slices),
        "members": stored(found.members),
        "objections": list(found.objections),
        "despite": found.despite,
        "warnings": [sentence_json(one) for one in found.warnings],
        "interval_note": sentence_json(found.interval_note),
        "nodes_note": sentence_json(NODES_UNSEEN),
    }


def _runtime(found: Prediction) -> dict[str, Any]:
    import torch

    return {
        "title": found.runtime,
        "note": None if found.runtime_note is None else sentence_json(found.runtime_note),
        "threads": torch.get_num_threads(),
        "computer": dict(computer()),
    }


def _model(loaded: LoadedModel, file: Path | None) -> dict[str, Any]:
    card: ModelCard = loaded.card
    return {
        "id": loaded.id,
        "family": card.family,
        "name": card.name,
        "tensors_sha256": card.tensors_sha256,
        "file_sha256": "" if file is None else hash_of_file(file),
        "weights": sentence_json(_as_text(origin_text(card.weights))),
        "created_at": card.created_at,
        "experiment": card.experiment,
        "channels": list(card.channels),
        "size_px": card.size_px,
        "aggregation": card.aggregation,
        "members": len(card.members),
        "training_patients": card.training_patients,
        "training_patients_sha256": card.training_patients_sha256,
        "calibration_patients": 0 if card.calibration is None else len(card.calibration.labels),
        "libraries": dict(card.libraries),
    }


def _cohort(cohort: Cohort | None) -> dict[str, Any] | None:
    """Return what identifies the cohort and its state: the last line of its audit log."""
    if cohort is None:
        return None
    line, sha256 = cohort.predictions.state()
    return {"id": cohort.id, "log_line": line, "log_sha256": sha256}


def _outline(case: Case, images: StudyImages) -> dict[str, Any]:
    """Return origin and hashes of the outline, as it was drawn and on the grid of T2 as it is used."""
    grid, mask = images.t2.grid, images.outline
    used = mask if mask.grid.close_to(grid) else resample_mask(mask, grid)
    return {**stored(case.outline), "on_t2_sha256": hash_of_mask(Mask(used.array, grid))}


def _series(case: Case, images: StudyImages) -> list[dict[str, Any]]:
    volumes = {"T2": images.t2, **{name: one.volume for name, one in images.further.items()}}
    rows = []
    for channel, volume in volumes.items():
        info = case.info.get(channel)
        moved = images.further[channel].moved if channel in images.further else None
        rows.append(
            {
                "channel": channel,
                "name": case.series if channel == "T2" else "",
                "sha256": hash_of_volume(volume),
                "grid": volume.grid.to_dict(),
                "tags": {} if info is None else dict(info.tags),
                "sequence": "" if info is None else info.sequence,
                "moved": stored(moved),
            }
        )
    return rows


def _as_text(words: Text | str) -> Text:
    return words if isinstance(words, Text) else Text(words)

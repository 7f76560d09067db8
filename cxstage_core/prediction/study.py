"""Predicting straight from a folder of DICOM files and an outline, without a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.gate_rules import (
    Objection,
    objection,
    person_recorded,
    unfit,
)
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing, prepare_patient, series_notes
from cxstage_core.dataset.prepare import Further, check_missing
from cxstage_core.dataset.registering import registered, registration_note
from cxstage_core.dataset.series_choice import ChosenSeries, choose_by_role
from cxstage_core.errors import DatasetError, GeometryError, PredictionError
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import ModelCard, load_model
from cxstage_core.prediction.gate import require_reason
from cxstage_core.prediction.placement import check_placement
from cxstage_core.prediction.predictor import predict_prepared, preprocessing_of
from cxstage_core.prediction.result import Prediction, gate_fields
from cxstage_core.text import Text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.intake import Candidate

_STAGES = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """A series of the folder under a name of ours."""

    id: str
    info: SeriesInfo
    grid: Grid
    candidate: Candidate


def predict_study(
    folder: Path,
    roi: Path,
    model: Path,
    job: Job | None = None,
    *,
    loaded: tuple[nn.Module, ModelCard] | None = None,
    despite: str = "",
    choices: Mapping[int | str, Label] | None = None,
) -> Prediction:
    """Predict one study outside a cohort; nothing of it is stored.

    Args:
        folder: DICOM files of one patient, any depth; or NIfTI, MHA, NRRD files.
        roi: the tumour outline; on another grid than the axial T2 series it is resampled, with a
            warning.
        model: a model file.
        loaded: the model, if it is already in memory.
        despite: the reason to predict although the input gate abstains, "" for none.
        choices: what the segments of the outline's file mean, where their names do not show it.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError: several patients, no axial T2 series, or an outline that does not lie on it.
        IntakeError, ModelError: a file cannot be read.
    """
    from cxstage_core.intake import scan
    from cxstage_core.intake.masks.on_series import lies_on, on_series
    from cxstage_core.intake.masks.reading import read_outline

    job = job or no_progress()
    job.step(Progress(0, _STAGES, "Loading the model"))
    network, card = loaded or load_model(model)
    config = preprocessing_of(card)
    job.step(Progress(1, _STAGES, "Reading headers"))
    candidates = tuple(c for c in scan([folder], job=job).candidates if not _same_file(c.source, roi))
    if not candidates:
        raise PredictionError(
            "The folder {file} holds no usable series.",
            remedy="Choose the folder that holds the DICOM files of the study.",
            file=folder,
        )
    if len({candidate.patient_id for candidate in candidates}) > 1:
        raise PredictionError(
            "The folder {file} holds several patients; only one can be predicted at a time.",
            remedy="Choose the folder of one study.",
            file=folder,
        )
    if len({candidate.study for candidate in candidates if candidate.study}) > 1:
        raise PredictionError(
            "The folder {file} holds several studies; only one can be predicted at a time.",
            remedy="Choose the folder of one study.",
            file=folder,
        )
    axial = [c.grid for c in candidates if c.info.sequence == "T2" and c.grid.plane == "axial"]
    found = read_outline(roi, axial or [c.grid for c in candidates], choices)
    outline = found.mask
    if not outline.array.any():
        raise PredictionError(
            "Nothing is outlined in {file}.", remedy="Outline the tumour first.", file=roi
        )
    _check_patient(candidates, found.patient_id, roi)
    job.step(Progress(2, _STAGES, "Preparing slices"))
    try:
        chosen = _choose(candidates, outline, config)
        check_missing(chosen.missing, config)
        t2, t1 = chosen.t2, chosen.further.get("T1")
        drawn = outline  # with what lies outside the series, which the gate weighs
        if lies_on(outline.grid, t2.grid):
            outline, _ = on_series(outline, t2.grid, roi)
        image = t2.candidate.load()
        objections = (
            *_about_person(candidates, chosen.used),
            *check_placement(
                image,
                None if t1 is None else t1.grid,
                drawn,
                config.fov_mm,
                [candidate.grid for candidate in candidates],
            ),
        )
        said = require_reason(objections, despite)
        further, moved = _further(chosen, image, config)
        prepared = prepare_patient(image, further, outline, config)
    except (DatasetError, GeometryError) as error:
        raise PredictionError.restating(error) from error
    job.step(Progress(3, _STAGES, "Predicting slices"))
    prediction = predict_prepared(
        network,
        card,
        prepared,
        model_id=model.stem,
        series=_name(t2),
        notes=(*said, *found.notes, *chosen.notes, *moved, *series_notes(*chosen.used)),
    )
    prediction = replace(prediction, **gate_fields(objections, despite))
    job.step(Progress(_STAGES, _STAGES, "Predicting slices"))
    return prediction


def _about_person(candidates: tuple[Candidate, ...], used: Iterable[_Found]) -> tuple[Objection, ...]:
    found = unfit(candidates, used)
    if person_recorded([candidate.info.tags for candidate in candidates]):
        return found
    return (*found, objection("person-unknown"))


def _check_patient(candidates: tuple[Candidate, ...], patient_id: str, roi: Path) -> None:
    """Refuse an outline that names another patient than the images."""
    named = {c.patient_id for c in candidates if c.study}
    if patient_id and named and patient_id not in named:
        raise PredictionError(
            "The outline {file} names another patient than the images.",
            remedy="Choose the outline of this study.",
            file=roi,
        )


def _further(
    chosen: ChosenSeries[_Found], t2: Volume, config: Preprocessing
) -> tuple[dict[str, Further], tuple[Text, ...]]:
    """Load the series of the further channels, moved onto T2 where the settings ask for it."""
    made: dict[str, Further] = {}
    notes: list[Text] = []
    for name, series in chosen.further.items():
        volume, moved = series.candidate.load(), None
        if name in config.register:
            found = registered(t2, volume)
            notes.append(registration_note(name, found))
            moved = None if found.refused else found.moved
        made[name] = Further(volume, moved, chosen.facts.get(name, {}))
    return made, tuple(notes)


def _choose(
    candidates: tuple[Candidate, ...], outline: Mask, config: Preprocessing
) -> ChosenSeries[_Found]:
    series = [_Found(f"{i:04d}", c.info, c.grid, c) for i, c in enumerate(candidates)]
    from cxstage_core.intake.masks.on_series import lies_on

    fitting = {s.id: outline for s in series if lies_on(outline.grid, s.grid)}
    axial = [s for s in series if s.info.sequence == "T2" and s.grid.plane == "axial"]
    if len(axial) > 1 and sum(s.id in fitting for s in axial) != 1:
        raise DatasetError(
            "There are {n} axial T2 series, and the outline fits none or several of them.",
            remedy="Choose the folder of one study, or an outline drawn on one of its series.",
            n=len(axial),
        )
    return choose_by_role(series, config, fitting)


def _same_file(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.samefile(other)


def _name(series: _Found) -> str:
    return f"{series.info.sequence.lower()}-{series.grid.plane}"

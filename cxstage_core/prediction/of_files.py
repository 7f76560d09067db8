"""Predicting straight from files of a study and an outline, without a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
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
from cxstage_core.intake.series_notes import joined
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import ModelCard, load_model
from cxstage_core.prediction.case import (
    Case,
    LoadedModel,
    OutlineKind,
    OutlineSource,
    StudyImages,
    mask_sha256,
)
from cxstage_core.prediction.gate import AbstainedError, require_reason
from cxstage_core.prediction.given_outline import GivenOutline
from cxstage_core.prediction.input_checks.assess import assess
from cxstage_core.prediction.placement import measure_placement
from cxstage_core.prediction.predictor import predict_case, preprocessing_of
from cxstage_core.prediction.result import Prediction
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.intake.report import Candidate, Rejected

_STAGES = 4


@dataclass(frozen=True, slots=True)
class StudySeries:
    """A series of a study outside a cohort, under a name of ours.

    Args:
        id: "0000" and so on, in the order of the scan.
        candidate: its files, which load the pixels.
    """

    id: str
    candidate: Candidate

    @property
    def info(self) -> SeriesInfo:
        """Sequence and kept tags."""
        return self.candidate.info

    @property
    def grid(self) -> Grid:
        """Geometry."""
        return self.candidate.grid

    @property
    def name(self) -> str:
        """Sequence and plane, such as "t2-axial"."""
        return f"{self.info.sequence.lower()}-{self.grid.plane}"


@dataclass(frozen=True, slots=True)
class OpenedStudy:
    """One study, read from files; nothing of it is stored.

    Args:
        sources: the folders and files it was read from.
        series: what can be used.
        refused: what cannot, each with the reason.
        notes: what a user changed of it.
    """

    sources: tuple[Path, ...]
    series: tuple[StudySeries, ...]
    refused: tuple[Rejected, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def axial_t2(self) -> tuple[StudySeries, ...]:
        """The axial T2 series."""
        return tuple(s for s in self.series if s.info.sequence == "T2" and s.grid.plane == "axial")


def open_study(
    sources: Sequence[Path], job: Job | None = None, *, outline: Path | None = None
) -> OpenedStudy:
    """Read the headers of one study.

    Args:
        sources: folders (any depth) and files: DICOM, NIfTI, MHA, NRRD.
        outline: a file among them that is the outline, and no image.

    Raises:
        PredictionError: no usable series, several patients, or several studies.
        Cancelled: a stop was asked for.
    """
    from cxstage_core.intake import scan

    found = scan(list(sources), job=job)
    candidates = [c for c in found.candidates if outline is None or not _same_file(c.source, outline)]
    where = sources[0] if sources else Path()
    if not candidates:
        reasons = tuple(dict.fromkeys(one.reason for one in found.rejections))
        raise PredictionError(
            "The folder {file} holds no usable series: {reasons}",
            remedy="Choose the folder that holds the DICOM files of the study.",
            file=where,
            reasons=joined(reasons or (text("It holds no image."),)),
        )
    if len({candidate.patient_id for candidate in candidates}) > 1:
        raise PredictionError(
            "The folder {file} holds several patients; only one can be predicted at a time.",
            remedy="Choose the folder of one study.",
            file=where,
        )
    if len({candidate.study for candidate in candidates if candidate.study}) > 1:
        raise PredictionError(
            "The folder {file} holds several studies; only one can be predicted at a time.",
            remedy="Choose the folder of one study.",
            file=where,
        )
    return OpenedStudy(
        tuple(sources),
        tuple(StudySeries(f"{number:04d}", c) for number, c in enumerate(candidates)),
        found.rejections,
    )


def with_roles(study: OpenedStudy, roles: Mapping[str, str]) -> OpenedStudy:
    """Return the study with series counted in the roles that a user gave them, and a note on each.

    Args:
        roles: by id of the series its sequence, such as "T2"; "" leaves the series out.
    """
    series: list[StudySeries] = []
    notes: list[Text] = []
    for one in study.series:
        role = roles.get(one.id, one.info.sequence)
        if role == one.info.sequence:
            series.append(one)
            continue
        if not role:
            notes.append(text("The series {series} was left out by the user.", series=one.name))
            continue
        notes.append(
            text(
                "The series {series} counts as {sequence}, as the user chose.",
                series=one.name,
                sequence=role,
            )
        )
        info = replace(one.info, sequence=role)
        series.append(replace(one, candidate=replace(one.candidate, info=info)))
    return replace(study, series=tuple(series), notes=tuple(notes))


def kept_in_memory(study: OpenedStudy) -> OpenedStudy:
    """Return the study with series that decode their pixels once only."""
    return replace(
        study,
        series=tuple(
            replace(one, candidate=replace(one.candidate, _load=cache(one.candidate._load)))
            for one in study.series
        ),
    )


def read_outline_of(
    study: OpenedStudy, roi: Path, choices: Mapping[int | str, Label] | None = None
) -> GivenOutline:
    """Read the outline of a study from a file.

    Args:
        choices: what the segments of the file mean, where their names do not show it.

    Raises:
        PredictionError: nothing is outlined in it, or it names another patient than the images.
        IntakeError: it cannot be read.
    """
    from cxstage_core.intake.masks.reading import read_outline

    grids = [s.grid for s in study.axial_t2] or [s.grid for s in study.series]
    found = read_outline(roi, grids, choices)
    if not found.mask.array.any():
        raise PredictionError(
            "Nothing is outlined in {file}.", remedy="Outline the tumour first.", file=roi
        )
    named = {s.candidate.patient_id for s in study.series if s.candidate.study}
    if found.patient_id and named and found.patient_id not in named:
        raise PredictionError(
            "The outline {file} names another patient than the images.",
            remedy="Choose the outline of this study.",
            file=roi,
        )
    return GivenOutline(found.mask, OutlineKind.FILE, "", roi, found.patient_id, tuple(found.notes))


def case_of_study(
    study: OpenedStudy,
    outline: GivenOutline,
    config: Preprocessing,
    *,
    despite: str = "",
    card: ModelCard | None = None,
) -> Case:
    """Prepare a study from files for a model's settings.

    Args:
        outline: on another grid than the axial T2 series it is resampled, with a warning.
        despite: the reason to predict although the input gate abstains, "" for none.
        card: of the model, with whose training patients the study is compared; None compares nothing.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError: no axial T2 series, or an outline that does not lie on it.
        IntakeError: a file cannot be read.
    """
    from cxstage_core.intake.masks.on_series import lies_on, on_series

    drawn = outline.mask  # with what lies outside the series, which the gate weighs
    try:
        chosen = _choose(study.series, drawn, config)
        check_missing(chosen.missing, config)
        t2, t1 = chosen.t2, chosen.further.get("T1")
        used = drawn
        if lies_on(drawn.grid, t2.grid):
            used, _ = on_series(drawn, t2.grid, outline.file)
        image = t2.candidate.load()
        placed = measure_placement(
            image,
            None if t1 is None else t1.grid,
            drawn,
            config.fov_mm,
            [series.grid for series in study.series],
        )
        info = {"T2": t2.info, **{name: one.info for name, one in chosen.further.items()}}
        known = _about_person(study.series, chosen.used)
        known += () if placed is None else placed.objections()
        if any(one.stops for one in known) and not despite.strip():
            found = assess(card, info, known, placed, None).with_pictures(image, drawn)
            raise AbstainedError.of((o for o in found.objections if o.stops), found.checks)
        further, moved = _further(chosen, image, config)
        prepared = prepare_patient(image, further, used, config)
        found = assess(card, info, known, placed, prepared).with_pictures(image, used)
        broken = found.objections
        said = require_reason(broken, despite, found.checks)
    except (DatasetError, GeometryError) as error:
        raise PredictionError.restating(error) from error
    return Case(
        patient="study",
        series=t2.name,
        config=config,
        prepared=prepared,
        outline=OutlineSource(outline.kind, outline.author, mask_sha256(used)),
        objections=broken,
        despite=despite.strip() if any(one.stops for one in broken) else "",
        notes=(*said, *study.notes, *outline.notes, *chosen.notes, *moved, *series_notes(*chosen.used)),
        load=partial(StudyImages, image, further, used),
        info=info,
        checks=found.checks if card is not None else (),
    )


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
    job = job or no_progress()
    job.step(Progress(0, _STAGES, "Loading the model"))
    network, card = loaded or load_model(model)
    job.step(Progress(1, _STAGES, "Reading headers"))
    study = open_study([folder], job, outline=roi)
    outline = read_outline_of(study, roi, choices)
    job.step(Progress(2, _STAGES, "Preparing slices"))
    case = case_of_study(study, outline, preprocessing_of(card), despite=despite, card=card)
    job.step(Progress(3, _STAGES, "Predicting slices"))
    prediction = predict_case(LoadedModel(model.stem, network, card), case)
    job.step(Progress(_STAGES, _STAGES, "Predicting slices"))
    return prediction


def _about_person(series: Iterable[StudySeries], used: Iterable[StudySeries]) -> tuple[Objection, ...]:
    every = tuple(series)
    found = unfit(every, used)
    if person_recorded([one.info.tags for one in every]):
        return found
    return (*found, objection("person-unknown"))


def _further(
    chosen: ChosenSeries[StudySeries], t2: Volume, config: Preprocessing
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
    series: Sequence[StudySeries], outline: Mask, config: Preprocessing
) -> ChosenSeries[StudySeries]:
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

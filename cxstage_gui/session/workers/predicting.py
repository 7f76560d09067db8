"""Work of the Predict page in its worker process: look at a study, prepare, predict, follow up.

Study, network and prepared slices stay in memory between the calls. Each is kept by the fingerprint of the
files it came from, so that a changed file is read again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from cxstage_core.jobs import Job, Progress
from cxstage_gui.session.workers.prediction_values import (
    Abstained,
    Answer,
    Given,
    OutlineRef,
    Question,
    Readiness,
    RefusedSeries,
    StudyRef,
    StudyView,
    UnclearSegments,
)
from cxstage_gui.session.workers.warm import Warm

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.imaging import Volume
    from cxstage_core.prediction.case import Case, LoadedModel
    from cxstage_core.prediction.given_outline import GivenOutline
    from cxstage_core.prediction.of_files import OpenedStudy
    from cxstage_core.prediction.performance import Known
    from cxstage_core.prediction.report.cautions import KnownPerformance
    from cxstage_core.prediction.result import Prediction
    from cxstage_core.prediction.viewing import OutlineFacts, ShownOutline, ShownSeries
    from cxstage_core.text import Text

WARM = Warm()
_LIBRARIES = ("torch", "timm", "torchvision", "onnxruntime", "cxstage_core.models.build")
_IMPORTS: list[Thread] = []
_STAGES = 3


# -- looking at a study


def begin_imports() -> None:
    """Load the network libraries while a study is read, so that the first answer does not wait for them."""
    if not _IMPORTS:
        thread = Thread(target=_import, name="cxstage-imports", daemon=True)
        _IMPORTS.append(thread)
        thread.start()


def _import() -> None:
    for name in _LIBRARIES:
        try:
            import_module(name)
        except ImportError:  # an optional library; who needs it says so
            continue


def open_patient(ref: StudyRef, outline: OutlineRef, *, job: Job) -> StudyView:
    """Look at a patient of a cohort, with an outline of the cohort."""
    from cxstage_core.errors import CxStageError
    from cxstage_core.prediction.viewing import axial_t2, look_at_outline, reason_of, series_of_patient

    begin_imports()
    cohort = cohort_of(ref)
    series = series_of_patient(cohort, ref.patient)
    job.step(Progress(0, 2, "Reading the images"))
    found, problem = None, None
    try:
        found = look_at_outline(cohort, ref.patient, outline.reader)
    except CxStageError as error:
        problem = reason_of(error)
    first = found[0] if found is not None else next(iter(axial_t2(series)), "")
    volume = cohort.volume(ref.patient, first) if first else None
    job.step(Progress(1, 2, "Reading the images"))
    second = _beside(series, first)
    beside = (second, cohort.volume(ref.patient, second)) if second else None
    return StudyView(
        ref,
        series,
        (),
        first,
        volume,
        beside,
        None if found is None else found[1],
        outline.reader,
        problem,
    )


def sort_files(paths: Sequence[Path]) -> Given:
    """Sort files that were given into images and outlines."""
    from cxstage_core.prediction.dropped import sort_given

    return Given(*sort_given(paths))


def open_files(ref: StudyRef, outlines: Sequence[Path], *, job: Job) -> StudyView:
    """Look at a study from files.

    Args:
        outlines: outline files that were given with it.
    """
    from cxstage_core.prediction.viewing import axial_t2, series_of_study

    begin_imports()
    study = _study(ref, job)
    series = series_of_study(study)
    first = next(iter(axial_t2(series)), "")
    by_id = {one.id: one for one in study.series}
    job.step(Progress(0, 2, "Reading the images"))
    volume = by_id[first].candidate.load() if first else None
    job.step(Progress(1, 2, "Reading the images"))
    second = _beside(series, first)
    beside = (second, by_id[second].candidate.load()) if second else None
    refused = tuple(RefusedSeries(one.description, one.reason) for one in study.refused)
    return StudyView(
        ref, series, refused, first, volume, beside, file=outlines[0] if outlines else None
    )


def load_series(ref: StudyRef, name: str) -> tuple[str, Volume]:
    """Load another series of a study."""
    if ref.patient:
        return name, cohort_of(ref).volume(ref.patient, name)
    return name, next(s for s in _study(ref).series if s.id == name).candidate.load()


def read_outline(
    ref: StudyRef, shown: str, outline: OutlineRef
) -> tuple[str, ShownOutline] | UnclearSegments:
    """Read an outline file and place it on the series on screen, or on the one that it fits.

    Args:
        shown: id of the series on screen.
    """
    from cxstage_core.intake.exchange import strange_labels
    from cxstage_core.prediction.viewing import axial_t2, fitting_series, place_outline, series_of_study
    from cxstage_core.prediction.viewing import series_of_patient as of_patient

    file = outline.file or Path()
    if not outline.meanings and (unclear := strange_labels(file)):
        return UnclearSegments(file, tuple(unclear))
    if ref.patient:
        cohort = cohort_of(ref)
        names = axial_t2(of_patient(cohort, ref.patient))
        grids = {s.id: s.grid for s in cohort.series(ref.patient)}
    else:
        study = _study(ref)
        names, grids = axial_t2(series_of_study(study)), {s.id: s.grid for s in study.series}
    given = _given(ref, outline)
    on = fitting_series(given.mask, [(name, grids[name]) for name in names]) or shown
    return on, place_outline(given, grids[on])


# -- the answer


def prepare(question: Question, *, job: Job) -> Readiness:
    """Load the network and prepare the slices before they are asked for."""
    from cxstage_core.prediction.gate import AbstainedError
    from cxstage_core.prediction.predictor import runtime_for

    job.check()
    loaded = _model(question)
    job.check()
    try:
        case = _case(question, "", loaded)
    except AbstainedError as error:
        return Readiness(stops=error.what)
    job.check()
    _facts(question, case)
    _tested(question, loaded)
    _stage_cautions(question, loaded)
    runtime = runtime_for(loaded, _known(question, loaded))
    job.check()
    runtime.logits(case.prepared.array[:1])
    return Readiness(tuple(loaded.card.channels), len(case.prepared.slice_indices))


def answer(question: Question, despite: str = "", *, job: Job) -> Answer | Abstained:
    """Predict; what was prepared for the same question is used.

    Args:
        despite: the reason to go on where the input gate abstains.
    """
    from cxstage_core.prediction.gate import AbstainedError
    from cxstage_core.prediction.predictor import log_despite, predict_known

    began = time.perf_counter()
    job.step(Progress(0, _STAGES, "Loading the model"))
    loaded = _model(question)
    job.step(Progress(1, _STAGES, "Preparing slices"))
    try:
        case = _case(question, despite, loaded)
    except AbstainedError as error:
        return Abstained(error.what, error.checks)
    known = _known(question, loaded)
    job.step(Progress(2, _STAGES, "Predicting slices"))
    prediction = predict_known(loaded, case, known)
    if prediction.despite and question.study.cohort is not None:
        log_despite(cohort_of(question.study), prediction)
    job.step(Progress(_STAGES, _STAGES, "Predicting slices"))
    return Answer(
        question=question,
        despite=despite,
        prediction=prediction,
        cautions=_cautions(question, loaded, prediction),
        checks=case.checks,
        outline=_facts(question, case),
        channels=tuple(loaded.card.channels),
        inputs=case.config.inputs,
        seconds=time.perf_counter() - began,
    )


def warm_parts(question: Question, despite: str = "") -> tuple[LoadedModel, Case]:
    """Return network and case of a question for what follows the number, kept since it was computed."""
    loaded = _model(question)
    return loaded, _case(question, despite, loaded)


# -- what is kept


def cohort_of(ref: StudyRef) -> Cohort:
    """Open the cohort of a study."""
    if ref.cohort is None:
        raise LookupError("no cohort")
    return ref.cohort.open()


def _study(ref: StudyRef, job: Job | None = None) -> OpenedStudy:
    from cxstage_core.prediction.freshness import fingerprint
    from cxstage_core.prediction.of_files import kept_in_memory, open_study, with_roles

    key = (ref.sources, fingerprint(ref.sources))
    study = WARM.get("study", key, lambda: kept_in_memory(open_study(ref.sources, job)))
    return with_roles(study, dict(ref.roles))


def _given(ref: StudyRef, outline: OutlineRef) -> GivenOutline:
    from cxstage_core.prediction.case import OutlineKind
    from cxstage_core.prediction.freshness import fingerprint
    from cxstage_core.prediction.given_outline import GivenOutline
    from cxstage_core.prediction.of_files import read_outline_of

    if outline.drawn is not None:
        return GivenOutline(outline.drawn, OutlineKind.DRAWN)
    file = outline.file or Path()

    def read() -> GivenOutline:
        if ref.patient:
            from cxstage_core.intake.masks.reading import read_outline as read_file

            grids = [s.grid for s in cohort_of(ref).series(ref.patient)]
            found = read_file(file, grids, dict(outline.meanings))
            return GivenOutline(found.mask, OutlineKind.FILE, "", file, "", found.notes)
        return read_outline_of(_study(ref), file, dict(outline.meanings))

    key = (ref, file, fingerprint([file]), outline.meanings)
    return WARM.get("outline", key, read)


def _model(question: Question) -> LoadedModel:
    from cxstage_core.models import load_model
    from cxstage_core.prediction.case import LoadedModel
    from cxstage_core.prediction.freshness import fingerprint

    model = question.model
    if model.file is not None:
        file = model.file
        return WARM.get("model", fingerprint([file]), lambda: LoadedModel(file.stem, *load_model(file)))
    ref = question.study
    stored = WARM.get(
        "model path",
        (ref.cohort, model.id),
        lambda: cohort_of(ref).models.unchecked_path(model.id),
    )
    return WARM.get(
        "model",
        fingerprint([stored]),
        lambda: LoadedModel(model.id, *load_model(cohort_of(ref).models.path(model.id))),
    )


def _case(question: Question, despite: str, loaded: LoadedModel) -> Case:
    from cxstage_core.prediction.freshness import fingerprint, fingerprint_of_patient
    from cxstage_core.prediction.of_cohort import case_of_patient
    from cxstage_core.prediction.of_files import case_of_study
    from cxstage_core.prediction.predictor import preprocessing_of

    ref, outline = question.study, question.outline
    config = preprocessing_of(loaded.card)
    stamp = fingerprint(ref.sources)
    if ref.patient and ref.cohort is not None:
        stamp = fingerprint_of_patient(ref.cohort.path, ref.patient)
    files = fingerprint([] if outline.file is None else [outline.file])
    key = (ref, outline.key, stamp, files, loaded.card.tensors_sha256, despite.strip())

    def make() -> Case:
        own = outline.file is not None or outline.drawn is not None
        if ref.patient:
            given = _given(ref, outline) if own else None
            reader = "" if own else outline.reader
            case = case_of_patient(
                cohort_of(ref),
                ref.patient,
                config,
                despite=despite,
                reader=reader,
                given=given,
                card=loaded.card,
            )
        else:
            case = case_of_study(
                _study(ref), _given(ref, outline), config, despite=despite, card=loaded.card
            )
        return replace(case, load=cache(case.load))

    return WARM.get("case", key, make)


def _known(question: Question, loaded: LoadedModel) -> Known:
    from cxstage_core.prediction.freshness import fingerprint
    from cxstage_core.prediction.performance import Known, known_of

    ref = question.study
    if ref.cohort is None or question.model.file is not None:
        return Known()
    key = (ref.patient, loaded.id, fingerprint([ref.cohort.path / "experiments"]))
    return WARM.get("known", key, lambda: known_of(cohort_of(ref), ref.patient, loaded.id, loaded.card))


def _tested(question: Question, loaded: LoadedModel) -> KnownPerformance | None:
    from cxstage_core.prediction.freshness import fingerprint
    from cxstage_core.prediction.report.cautions import known_performance

    ref = question.study
    if ref.cohort is None or question.model.file is not None:
        return None
    key = (loaded.id, fingerprint([ref.cohort.path / "experiments"]))
    return WARM.get("tested", key, lambda: known_performance(cohort_of(ref), loaded.id, loaded.card))


def _cautions(question: Question, loaded: LoadedModel, prediction: Prediction) -> tuple[Text, ...]:
    from cxstage_core.prediction.report.cautions import cautions_of

    of_model = cautions_of(None, prediction, _tested(question, loaded))
    of_stage = _stage_cautions(question, loaded)[prediction.positive]
    return of_model if of_stage is None else (*of_model, of_stage)


def _stage_cautions(question: Question, loaded: LoadedModel) -> tuple[Text | None, Text | None]:
    """Return the sentence on the known stage for either answer: surgery, and chemoradiotherapy or systemic."""
    from cxstage_core.prediction.freshness import fingerprint
    from cxstage_core.prediction.report.cautions import known_stage
    from cxstage_core.prediction.result import Prediction

    ref, scheme = question.study, loaded.card.scheme
    if ref.cohort is None or not ref.patient:
        return None, None

    def find() -> tuple[Text | None, Text | None]:
        cohort = cohort_of(ref)
        surgery, other = (
            known_stage(
                cohort, Prediction(ref.patient, loaded.id, p, 0.5, 0.0, (), (), "", scheme, 1.0)
            )
            for p in (0.0, 1.0)
        )
        return surgery, other

    key = (ref.patient, scheme, fingerprint([ref.cohort.path / "clinical.h5"]))
    return WARM.get("stage", key, find)


def _facts(question: Question, case: Case) -> OutlineFacts:
    from cxstage_core.prediction.viewing import OutlineFacts

    source = case.outline
    return WARM.get(
        "facts",
        (question.study, source),
        lambda: OutlineFacts.of(case.load().outline, source.kind, source.author),
    )


def _beside(series: Sequence[ShownSeries], first: str) -> str:
    """The series for the second pane: axial T1, else another axial one."""
    axial = [s for s in series if s.plane == "axial" and s.id != first]
    return next((s.id for s in axial if s.used_as == "T1"), axial[0].id if axial else "")

"""The case of a patient of a cohort: series chosen by their roles, the reference or a reading as outline."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.gate_rules import Objection, objection, person_recorded, unfit
from cxstage_core.cohort.values.records import ReadingState, SeriesRecord
from cxstage_core.dataset import Outline, Preprocessing, frozen_outline, prepare_stored
from cxstage_core.dataset.prepare import Further
from cxstage_core.dataset.prepared_set import PreparedStudy
from cxstage_core.dataset.registering import registration_of, to_register
from cxstage_core.dataset.series_choice import ChosenSeries, choose_by_role
from cxstage_core.errors import DatasetError, PredictionError
from cxstage_core.imaging import Mask
from cxstage_core.prediction.case import Case, OutlineKind, OutlineSource, StudyImages, mask_sha256
from cxstage_core.prediction.gate import require_reason
from cxstage_core.prediction.given_outline import GivenOutline
from cxstage_core.prediction.input_checks.assess import assess
from cxstage_core.prediction.placement import Placement, measure_placement
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.models import ModelCard


def check_patient(cohort: Cohort, patient: str) -> None:
    """Refuse a pseudonym that the cohort does not have.

    Raises:
        PredictionError: it has none of that name.
    """
    if patient not in cohort.patients():
        raise PredictionError(
            "This cohort has no patient {patient}.",
            remedy="Choose a patient of the cohort, such as P0001.",
            patient=patient,
        )


def case_of_patient(
    cohort: Cohort,
    patient: str,
    config: Preprocessing,
    *,
    despite: str = "",
    reader: str = "",
    given: GivenOutline | None = None,
    card: ModelCard | None = None,
) -> Case:
    """Prepare a patient of a cohort.

    The outline is the frozen reference; where there is none, the first complete reading, with a note.

    Args:
        config: preprocessing of the model.
        despite: the reason to predict although the input gate abstains, "" for none.
        reader: whose complete reading is the outline; "" as above.
        given: an outline that the cohort does not hold, instead of its own.
        card: of the model, with whose training patients the study is compared; None compares nothing.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError: unknown patient, no outline, or a study that no model takes.
        CohortError: the cohort cannot give the series, or the reading must not be seen.
    """
    check_patient(cohort, patient)
    if given is None:
        outline, kind, author, notes = outline_of_patient(cohort, patient, reader)
    else:
        outline, kind, author, notes = _given(cohort, patient, given)
    try:
        chosen = choose_by_role(cohort.series(patient), config, outline.masks)
        info = {"T2": chosen.t2.info, **{name: one.info for name, one in chosen.further.items()}}
        known, placed = _looked_at(cohort, patient, chosen, config, outline)
        study = _prepared(cohort, patient, config, outline, keep=given is None)
        made = None if isinstance(study, DatasetError) else study.prepared
        found = assess(card, info, known, placed, made)
        if placed is not None and any(one.verdict in ("warning", "stop") for one in found.checks):
            found = found.with_pictures(
                cohort.volume(patient, chosen.t2.id), outline.masks[chosen.t2.id]
            )
        broken = found.objections
        said = require_reason(broken, despite, found.checks)
        if isinstance(study, DatasetError):
            raise study
    except DatasetError as error:
        raise PredictionError.restating(error) from error
    mask = outline.masks[chosen.t2.id]
    return Case(
        patient=patient,
        series=study.series,
        config=config,
        prepared=study.prepared,
        outline=OutlineSource(kind, author, mask_sha256(mask)),
        objections=broken,
        despite=despite.strip() if any(one.stops for one in broken) else "",
        notes=(*said, *notes, *study.notes),
        load=partial(_images, cohort, patient, chosen, mask, config),
        info=info,
        in_cohort=True,
        checks=found.checks if card is not None else (),
    )


def _given(
    cohort: Cohort, patient: str, given: GivenOutline
) -> tuple[Outline, OutlineKind, str, tuple[Text, ...]]:
    """Place an outline on the axial T2 series that it lies on."""
    from cxstage_core.intake.masks.on_series import lies_on, on_series

    series = [s for s in cohort.series(patient) if s.info.sequence == "T2" and s.plane == "axial"]
    on = next((s for s in series if s.grid.close_to(given.mask.grid)), None)
    on = on or next((s for s in series if lies_on(given.mask.grid, s.grid)), None)
    if on is None:
        raise PredictionError(
            "The outline does not lie on an axial T2 series of patient {patient}.",
            remedy="Choose an outline of this patient's examination.",
            patient=patient,
        )
    placed, notes = on_series(given.mask, on.grid, given.file)
    outline = Outline({on.id: placed}, f"given/{mask_sha256(placed)}")
    return outline, given.kind, given.author, (*given.notes, *notes)


def _images(
    cohort: Cohort, patient: str, chosen: ChosenSeries[SeriesRecord], mask: Mask, config: Preprocessing
) -> StudyImages:
    moved = {
        name: registration_of(cohort, chosen.t2, chosen.further[name]).used
        for name in to_register(chosen, config)
    }
    further = {
        name: Further(cohort.volume(patient, one.id), moved.get(name), chosen.facts.get(name, {}))
        for name, one in chosen.further.items()
    }
    return StudyImages(cohort.volume(patient, chosen.t2.id), further, mask)


def _prepared(
    cohort: Cohort, patient: str, config: Preprocessing, outline: Outline, *, keep: bool
) -> PreparedStudy | DatasetError:
    """Prepare the patient, or return why that is refused: a reason to abstain comes before it."""
    try:
        return prepare_stored(cohort, patient, config, outline, keep=keep)
    except DatasetError as error:
        return error


def _looked_at(
    cohort: Cohort,
    patient: str,
    chosen: ChosenSeries[SeriesRecord],
    config: Preprocessing,
    outline: Outline,
) -> tuple[tuple[Objection, ...], Placement | None]:
    """Look at the person and at the outline's place."""
    series = cohort.series(patient)
    t2, t1 = chosen.t2, chosen.further.get("T1")
    found = unfit(series, chosen.used)
    if not person_recorded([one.info.tags for one in series]):
        found += (objection("person-unknown"),)
    if t2.id not in outline.masks:
        return found, None
    placed = measure_placement(
        cohort.volume(patient, t2.id),
        None if t1 is None else t1.grid,
        outline.masks[t2.id],
        config.fov_mm,
        [one.grid for one in series],
    )
    return found + (() if placed is None else placed.objections()), placed


def outline_of_patient(
    cohort: Cohort, patient: str, reader: str = ""
) -> tuple[Outline, OutlineKind, str, tuple[Text, ...]]:
    """Return the outline that a prediction rests on, where it comes from, its author, and notes.

    Args:
        reader: whose complete reading; "" for the frozen reference, else the first complete reading.

    Raises:
        PredictionError: the cohort has no such outline.
        CohortError: it must not be seen.
    """
    frozen = None if reader else frozen_outline(cohort, patient)
    if frozen is not None:
        version = frozen.key.split("/")[1]
        return frozen, OutlineKind.REFERENCE, f"v{version}", ()
    for name in [reader] if reader else sorted(cohort.readings.readers(patient)):
        reading = cohort.readings.get(patient, name)
        if reading is not None and reading.state is ReadingState.COMPLETE:
            digest = hashlib.sha256()
            for series, mask in sorted(reading.masks.items()):
                digest.update(series.encode() + np.ascontiguousarray(mask.array).tobytes())
            note = text("The outline is the reading of {reader}; it was not reviewed.", reader=name)
            outline = Outline(reading.masks, f"reading/{digest.hexdigest()}")
            return outline, OutlineKind.READING, name, (note,)
    if reader:
        raise PredictionError(
            "{reader} has no complete reading of patient {patient}.",
            remedy="Choose another outline.",
            reader=reader,
            patient=patient,
        )
    raise PredictionError(
        "Patient {patient} has no reference outline and no complete reading.",
        remedy="Outline the tumour on the axial T2 series and mark the reading complete.",
        patient=patient,
    )

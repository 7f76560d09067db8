"""Registration of the further series of a cohort's patients to T2: found once, then reused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.roles import ROLES
from cxstage_core.dataset.series_choice import ChosenSeries
from cxstage_core.errors import DatasetError, GeometryError
from cxstage_core.imaging import Volume
from cxstage_core.imaging.registration import ALGORITHM, REFUSALS, Registration, register
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def to_register(chosen: ChosenSeries[SeriesRecord], config: Preprocessing) -> tuple[str, ...]:
    """Names of the channels whose series is moved onto T2."""
    return tuple(name for name in chosen.further if name in config.register)


def registration_of(cohort: Cohort, fixed: SeriesRecord, moving: SeriesRecord) -> StoredRegistration:
    """Return the stored registration of two series, or find, store and log it.

    Raises:
        DatasetError: the images do not overlap, or have no contrast.
        CohortError: the cohort cannot give the series, or cannot be written.
    """
    known = cohort.registrations.find(fixed, moving)
    if known is not None:
        return known
    patient = fixed.patient
    found = registered(cohort.volume(patient, fixed.id), cohort.volume(patient, moving.id))
    made = StoredRegistration(
        patient,
        fixed.id,
        moving.id,
        fixed.sha256,
        moving.sha256,
        found,
        ALGORITHM,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    cohort.registrations.save(made)
    return made


def registered(fixed: Volume, moving: Volume) -> Registration:
    """Register one image to another.

    Raises:
        DatasetError: the images do not overlap, or have no contrast.
    """
    try:
        return register(fixed, moving)
    except GeometryError as error:
        raise DatasetError.restating(error) from error


def registration_note(channel: str, found: Registration) -> Text:
    """State by how much a series was moved, or why it was not."""
    series = ROLES[channel].series.template
    if found.refused:
        return text(
            "The {series} series is used where the scanner put it: {reason}.",
            series=series,
            reason=REFUSALS[found.refused],
        )
    return text(
        "The {series} series was moved onto T2 by {mm:.1f} mm and {degrees:.1f}°.",
        series=series,
        mm=found.shift_mm,
        degrees=found.moved.degrees,
    )

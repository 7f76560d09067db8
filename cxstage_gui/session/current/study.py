"""One patient's images and one reader's reading, as the Read page needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cxstage_core.cohort.double_reading.reading_rights import UNRESTRICTED, ReadingRights
from cxstage_core.errors import CohortError
from cxstage_core.reading import MaskEditor, Place
from cxstage_gui.session.current.open_drawings import Drawings, Drawn
from cxstage_gui.session.current.volume_cache import VolumeCache

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Reading, SeriesRecord
    from cxstage_core.imaging import Volume


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A patient opened for reading; nothing of any other reader is in it.

    Args:
        series: all series of the patient, T2 axial first.
        volumes: by series id; those asked for, else the first and its partner.
        reading: this reader's stored reading, None before the first.
        drawn: the reader's drawing, which may be newer than the reading.
        rights: what the current user may do with the reading, as of now.
    """

    patient: str
    series: tuple[SeriesRecord, ...]
    volumes: Mapping[str, Volume]
    reading: Reading | None
    drawn: Drawn
    rights: ReadingRights = UNRESTRICTED


@dataclass(frozen=True, slots=True)
class SeriesName:
    """A series to choose from: its id and size in words."""

    patient: str
    id: str
    size: str


def name_series(cohort: Cohort, patient: str) -> tuple[SeriesName, ...]:
    """The series of a patient, T2 axial first."""
    return tuple(
        SeriesName(patient, record.id, " × ".join(map(str, record.grid.size)))
        for record in sorted(cohort.series(patient), key=_order)
    )


def read_study(
    cohort: Cohort,
    patient: str,
    reader: str,
    wanted: Sequence[str] = (),
    drawings: Drawings | None = None,
    volume_cache: VolumeCache | None = None,
) -> Study:
    """Load a study from the store.

    Args:
        wanted: series ids to load; empty for those on screen when the last session was interrupted,
            else for the first pair.
        drawings: the open ones, to which the study's drawing is added.
        volume_cache: images in memory; series never change, so the cache is never out of date.
    """
    records = tuple(sorted(cohort.series(patient), key=_order))
    if not records:
        raise CohortError(
            "{patient} has no images.", remedy="Import this patient's study first.", patient=patient
        )
    reading = cohort.readings.get(patient, reader)
    if drawings is None:
        drawn = Drawn(MaskEditor({} if reading is None else reading.masks))
    else:
        grids = {record.id: record.grid for record in records}
        drawn = drawings.open_drawing(cohort, patient, reader, reading, grids)
    rights = cohort.readings.rights(patient, reader)
    if drawn.held and drawn.problem is not None:
        rights = ReadingRights.refused(drawn.problem)
    ids = tuple(wanted) or _shown_last(drawn.place, records) or _pair(records)
    read = cohort.volume if volume_cache is None else partial(volume_cache.volume, cohort)
    volumes = {series: read(patient, series) for series in ids}
    return Study(patient, records, volumes, reading, drawn, rights)


def fetch_study(cohort: Cohort, patient: str, volume_cache: VolumeCache) -> None:
    """Read the first pair of images into the cache before they are asked for."""
    records = tuple(sorted(cohort.series(patient), key=_order))
    if records:
        for series in _pair(records):
            volume_cache.volume(cohort, patient, series)


def _order(record: SeriesRecord) -> tuple[int, int, str]:
    sequences = ("T2", "T1", "PD", "DWI", "ADC")
    planes = ("axial", "sagittal", "coronal")
    sequence = record.info.sequence
    return (
        sequences.index(sequence) if sequence in sequences else len(sequences),
        planes.index(record.plane) if record.plane in planes else len(planes),
        record.id,
    )


def _shown_last(place: Place | None, records: Sequence[SeriesRecord]) -> tuple[str, ...]:
    """The series on screen when the last session was interrupted, if they are still there."""
    if place is None or place.first not in {record.id for record in records}:
        return ()
    return tuple(r for r in (place.first, place.second) if r in {record.id for record in records})


def _pair(records: Sequence[SeriesRecord]) -> tuple[str, ...]:
    """The first series and its partner: T1 in its plane, else itself in another plane."""
    first, others = records[0], records[1:]
    partners = [
        *(r for r in others if r.info.sequence == "T1" and r.plane == first.plane),
        *(r for r in others if r.info.sequence == first.info.sequence and r.plane != first.plane),
        *others,
    ]
    return (first.id, partners[0].id) if partners else (first.id,)

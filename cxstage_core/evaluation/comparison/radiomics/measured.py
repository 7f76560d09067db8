"""The features of a cohort's patients, measured in processes of their own and kept in its cache."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.dataset.prepared_set import frozen_outline
from cxstage_core.dataset.series_choice import choose_series
from cxstage_core.errors import CohortError, CxStageError, DatasetError
from cxstage_core.evaluation.comparison.radiomics.feature_set import FEATURES, FeatureSet
from cxstage_core.evaluation.comparison.radiomics.library import installed, measure, start_worker
from cxstage_core.evaluation.comparison.radiomics.region import Region, region_of
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage.atomic_write import make_folder
from cxstage_core.storage.checked_json import read_json, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

WORKERS = 4
_KIND = "features"
_STAGE = "Measuring features"
_LISTEN_S = 0.2

Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The features of some patients.

    Args:
        values: pseudonym to features by name.
        missing: pseudonym to the reason why there are none.
        digest: of the settings and of mirp's version.
        library: mirp's version.
    """

    values: Mapping[str, Values]
    missing: Mapping[str, Text]
    digest: str
    library: str


def missing_library() -> Text | None:
    """Return why nothing can be measured here, None where it can."""
    if installed():
        return None
    return text(
        "Radiomics (logistic regression) is not listed: the library mirp is not installed "
        "(the extra “radiomics” of CxStage brings it)."
    )


def measure_patients(
    cohort: Cohort,
    patients: Sequence[str],
    job: Job | None = None,
    *,
    settings: FeatureSet = FEATURES,
    workers: int | None = None,
) -> Measured:
    """Measure the frozen reference of each patient on the axial T2 series, or take it from the cache.

    Args:
        workers: processes; half of the processors, at most `WORKERS`, when None.

    Raises:
        DatasetError: mirp is not installed, or its process ended.
        Cancelled: a stop was asked for; what was measured so far stays in the cache.
    """
    job, lack = job or no_progress(), missing_library()
    if lack is not None:
        raise DatasetError(lack.template, remedy="Install it: pip install 'cxstage[radiomics]'.")
    library = installed()
    found: dict[str, Values] = {}
    missing: dict[str, Text] = {}
    names: dict[str, str] = {}
    folder = cohort.prepared_folder / "radiomics"
    make_folder(cohort.prepared_folder)
    make_folder(folder)
    for patient in patients:
        job.check()
        try:
            names[patient] = _key_of(cohort, patient, settings.digest(library))
        except CxStageError as error:
            missing[patient] = error.what
            continue
        known = _read(folder / f"{names[patient]}.json")
        if known is not None:
            found[patient] = known
    left = [patient for patient in names if patient not in found]
    done = len(patients) - len(left)
    job.step(Progress(done, len(patients), _STAGE))

    def regions() -> Iterator[tuple[str, Region]]:
        for patient in left:
            try:
                yield patient, _region(cohort, patient, settings)
            except CxStageError as error:
                missing[patient] = error.what

    for patient, answer in _in_processes(
        regions(), settings, workers or _workers(len(left)), job.check
    ):
        if isinstance(answer, Text):
            missing[patient] = answer
        else:
            found[patient] = answer
            write_json(folder / f"{names[patient]}.json", dict(answer), _KIND)
        done += 1
        job.step(Progress(done, len(patients), _STAGE, patient))
    return Measured(found, missing, settings.digest(library), library)


def _key_of(cohort: Cohort, patient: str, digest: str) -> str:
    """Name the features of a patient by series, outline and settings."""
    outline = frozen_outline(cohort, patient)
    if outline is None:
        raise DatasetError("No reference outline of this patient is frozen.")
    t2, _ = choose_series(cohort.series(patient), outline.masks)
    if t2.id not in outline.masks:
        raise DatasetError("The tumour outline is not drawn on an axial T2 series.")
    return hash_of([digest, t2.sha256, outline.key])


def _region(cohort: Cohort, patient: str, settings: FeatureSet) -> Region:
    outline = frozen_outline(cohort, patient)
    assert outline is not None
    t2, _ = choose_series(cohort.series(patient), outline.masks)
    return region_of(cohort.volume(patient, t2.id), outline.masks[t2.id], settings)


def _read(file: Path) -> Values | None:
    """Return kept features; None where there are none, or they are not as written."""
    if not file.is_file():
        return None
    try:
        stored = read_json(file, _KIND)
        return {str(name): None if value is None else float(value) for name, value in stored.items()}
    except (CohortError, AttributeError, TypeError, ValueError):
        return None  # they are measured again, and replaced


def _in_processes(
    regions: Iterator[tuple[str, Region]], settings: FeatureSet, workers: int, check: Callable[[], None]
) -> Iterator[tuple[str, Values | Text]]:
    """Yield each patient's features or the reason why there are none, as they are ready."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=start_worker) as pool:
        waiting: dict[Future[dict[str, float | None]], str] = {}
        more = True
        try:
            while more or waiting:
                while more and len(waiting) < 2 * workers:
                    patient, region = next(regions, ("", None))
                    if region is None:
                        more = False
                    else:
                        waiting[pool.submit(measure, region.image, region.outline, settings)] = patient
                ready, _ = wait(waiting, timeout=_LISTEN_S, return_when=FIRST_COMPLETED)
                check()
                for one in ready:
                    yield waiting.pop(one), _answer(one)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _answer(ready: Future[dict[str, float | None]]) -> Values | Text:
    try:
        return ready.result()
    except BrokenProcessPool as error:
        raise DatasetError(
            "The process that measures features ended unexpectedly, perhaps for lack of memory.",
            remedy="Close other programs, then start again; what was measured so far is kept.",
        ) from error
    except Exception as error:  # noqa: BLE001 - mirp raises a dozen kinds; the patient goes without
        return text("mirp could not measure the outline ({kind}).", kind=type(error).__name__)


def _workers(patients: int) -> int:
    return max(1, min(WORKERS, (os.cpu_count() or 2) // 2 or 1, patients))

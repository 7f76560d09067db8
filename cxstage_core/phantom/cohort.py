"""Write a whole phantom cohort: patients as DICOM, masks, and the clinical table."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import CxStageError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.phantom.patient import Patient, draw_patient
from cxstage_core.phantom.styles import STANDARD, style_of
from cxstage_core.staging import Facts

WORKERS = 2
SEEDS = 2**31
"""Seeds of cohorts lie below; the phantoms of the seeds above are never a patient of any cohort."""
_ALONE_BELOW = 4
"""With fewer patients, starting other processes takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class PhantomSeries:
    """One written series: its protocol's name ("t2_axial", …) and its files in slice order."""

    name: str
    description: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class PhantomPatient:
    """One written patient.

    Args:
        stage: computed from the facts, FIGO 2018.
        folder: holds the DICOM files.
        masks: mask files by name: "truth" and the readers of the style, such as "reader-a".
    """

    patient_id: str
    facts: Facts
    stage: str
    folder: Path
    masks: dict[str, Path]
    series: tuple[PhantomSeries, ...]


@dataclass(frozen=True, slots=True)
class PhantomCohort:
    """A written cohort."""

    folder: Path
    clinical: Path
    patients: tuple[PhantomPatient, ...]


def write_cohort(
    out: Path,
    *,
    patients: int,
    seed: int,
    style: str = STANDARD,
    job: Job | None = None,
    workers: int | None = None,
) -> PhantomCohort:
    """Write `out/dicom/<patient>/…`, `out/masks/<patient>/…nii.gz` and `out/clinical.csv`.

    The same seed gives the same bytes; a patient does not depend on how many there are. When the
    work is stopped, the patients written so far are whole, without a table.

    Args:
        patients: how many, at least 1.
        style: key of `STYLES`.
        workers: processes; by default two where the machine and the number of patients allow.

    Raises:
        CxStageError: no patients asked for, a negative seed, an unknown style, the folder already holds a cohort, or it cannot be written.
        Cancelled: a stop was asked for.
    """
    job = no_progress() if job is None else job
    if patients < 1:
        raise CxStageError(
            "A phantom cohort of {patients} patients cannot be made.",
            remedy="Ask for at least one.",
            patients=patients,
        )
    if not 0 <= seed < SEEDS:
        raise CxStageError(
            "A phantom cohort cannot be drawn from the seed {seed}.",
            remedy="Use a whole number from 0 to {highest}.",
            seed=seed,
            highest=SEEDS - 1,
        )
    style_of(style)
    for name in ("dicom", "masks", "clinical.csv"):
        if (out / name).exists():
            raise CxStageError(
                "The folder {file} already holds a cohort.",
                remedy="Choose another folder, or remove it first.",
                file=out,
            )
    try:
        (out / "dicom").mkdir(parents=True)
        (out / "masks").mkdir()
        written, drawn = _write_all(out, patients, seed, style, job, _usable_workers(patients, workers))
        clinical = out / "clinical.csv"
        _write_table(clinical, drawn)
    except OSError as error:
        raise CxStageError(
            "The phantom cohort could not be written to {file}: {reason}.",
            remedy="Check that the folder may be written to and that the disk has room "
            "(7 MB a patient).",
            file=out,
            reason=error.strerror or str(error),
        ) from error
    except BrokenProcessPool as error:
        raise CxStageError(
            "A worker process ended while it made a phantom patient for {file}.",
            remedy="Close other programs if memory is short, remove the folder and try again.",
            file=out,
        ) from error
    return PhantomCohort(out, clinical, tuple(written))


def write_patient(out: Path, seed: int, style: str, number: int) -> PhantomPatient:
    """Write one patient aside, then move her to her place in `out`: whole, or not at all."""
    from cxstage_core.phantom.dicom import write_series
    from cxstage_core.phantom.readers import readings
    from cxstage_core.phantom.rendering import render, truth

    patient = draw_patient(seed, number, style=style)
    name = patient.patient_id
    aside = out / f".{name}.{os.getpid()}"
    try:
        series = []
        for place, (protocol, volume) in enumerate(render(patient).items(), 1):
            files = write_series(aside / "dicom", patient, place, volume)
            description = patient.examination.scanner.protocols[place - 1].description
            series.append((protocol, description, files))
        true = truth(patient)
        masks = {"truth": true, **readings(true, patient.seed, number, style_of(style).readers)}
        (aside / "masks").mkdir()
        for key, mask in masks.items():
            _write_mask(aside / "masks" / f"{key}.nii.gz", mask)
        (aside / "masks").replace(out / "masks" / name)
        (aside / "dicom").replace(out / "dicom" / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    folder = out / "dicom" / name
    return PhantomPatient(
        name,
        patient.findings.facts,
        patient.findings.stage,
        folder,
        {key: out / "masks" / name / f"{key}.nii.gz" for key in masks},
        tuple(
            PhantomSeries(p, d, tuple(folder / f.relative_to(aside / "dicom") for f in files))
            for p, d, files in series
        ),
    )


def _write_all(
    out: Path, patients: int, seed: int, style: str, job: Job, workers: int
) -> tuple[list[PhantomPatient], list[Patient]]:
    """Write all patients; return them as written and, for the table, as drawn."""
    written: list[PhantomPatient] = []
    drawn: list[Patient] = []
    numbers = range(1, patients + 1)
    made = (
        (write_patient(out, seed, style, n) for n in numbers)
        if workers == 1
        else _in_processes(out, seed, style, numbers, workers)
    )
    job.step(Progress(0, patients, "Making phantom patients"))
    try:
        for patient in made:
            written.append(patient)
            drawn.append(draw_patient(seed, len(written), style=style))
            job.step(Progress(len(written), patients, "Making phantom patients"))
    finally:
        made.close()
    return written, drawn


def _in_processes(
    out: Path, seed: int, style: str, numbers: range, workers: int
) -> Generator[PhantomPatient]:
    """Patients in order; when the caller stops, those begun are finished and no other is begun."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_start_worker) as pool:
        waiting: list[Future[PhantomPatient]] = []
        try:
            for number in numbers:
                waiting.append(pool.submit(write_patient, out, seed, style, number))
                if len(waiting) > 2 * workers:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    os.environ["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1"


def _usable_workers(patients: int, wanted: int | None) -> int:
    """How many processes; one where another may not be started."""
    import __main__

    if multiprocessing.current_process().daemon or patients < _ALONE_BELOW:
        return 1
    script = getattr(__main__, "__file__", None)
    if script is not None and not Path(script).exists():
        return 1  # a program read from standard input cannot be started again in a worker
    return max(1, min(WORKERS, os.cpu_count() or 1) if wanted is None else wanted)


def _write_mask(file: Path, mask: object) -> None:
    import SimpleITK as sitk

    from cxstage_core.imaging import Mask
    from cxstage_core.imaging.resample import to_sitk

    assert isinstance(mask, Mask)
    sitk.WriteImage(to_sitk(mask), str(file), useCompression=True, compressionLevel=1)


def _write_table(file: Path, patients: list[Patient]) -> None:
    from cxstage_core.phantom.table import clinical_csv

    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_text(clinical_csv(patients), encoding="utf-8")
    aside.replace(file)

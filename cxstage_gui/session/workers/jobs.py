"""Work of the worker processes: each function opens the cohort itself and returns plain values.

Heavy libraries are imported by the core functions themselves, so that they load in the worker only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.jobs import Job
from cxstage_core.migrations.upgrade import migrate, version_of, versioned
from cxstage_gui.session.current.cohort_handle import Opening

if TYPE_CHECKING:
    from cxstage_core.cohort.clinical.choices import ImportChoices
    from cxstage_core.cohort.clinical.importer import ClinicalImport
    from cxstage_core.cohort.clinical.preview import ClinicalPreview
    from cxstage_core.cohort.clinical.row_matching import RowMatches
    from cxstage_core.cohort.values.identity import Decisions
    from cxstage_core.cohort.values.records import Experiment
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.dataset.missing import MissingSeries
    from cxstage_core.dataset.overlay import Overlay
    from cxstage_core.dataset.preview import Preview
    from cxstage_core.dataset.protocols import Protocol
    from cxstage_core.imaging import Grid, Label, Mask
    from cxstage_core.intake import ImportReport
    from cxstage_core.intake.exchange import BatchExport, Incoming
    from cxstage_core.text import Text
    from cxstage_core.training import Recipe
    from cxstage_core.training.execution.placement import Placement
    from cxstage_core.training.experiment.estimate import Estimate, Timing
    from cxstage_core.training.settings.origin import Origins


@dataclass(frozen=True, slots=True)
class OutlineRequest:
    """An outline file to import as a reader's reading; `meanings` as for `incoming_outline`."""

    patient: str
    series: str
    file: Path
    reader: str
    complete: bool
    meanings: Mapping[int | str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """A training to run: families by key, label scheme by name, the frozen settings, and where.

    Args:
        origins: the searches that chose some of the settings.
        reopened: what is done with reopened cases, "use" or "leave-out"; "" while there are none.
    """

    families: tuple[str, ...]
    scheme: str
    preprocessing: Preprocessing
    recipe: Recipe
    protocol: Protocol
    placement: Placement | None = None
    origins: Origins = ()
    reopened: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        values = {
            "families": list(self.families),
            "scheme": self.scheme,
            "preprocessing": self.preprocessing.to_dict(),
            "recipe": self.recipe.to_dict(),
            "protocol": asdict(self.protocol),
            "placement": self.placement.to_dict() if self.placement else {},
            "origins": [one.to_dict() for one in self.origins],
            "reopened": self.reopened,
        }
        return versioned("queue", values)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TrainingRequest:
        """Read what `to_dict` wrote, also of an older version.

        Raises:
            CxStageError: of a newer version, or with settings that this version does not know.
            KeyError, TypeError, ValueError: no such request.
        """
        from cxstage_core.dataset import Preprocessing
        from cxstage_core.dataset.protocols import Protocol
        from cxstage_core.training import Recipe
        from cxstage_core.training.execution.placement import Placement
        from cxstage_core.training.settings.origin import read_origins

        data = migrate("queue", dict(data), version_of("queue", data, "training/queue"))
        return cls(
            tuple(str(key) for key in data["families"]),
            str(data["scheme"]),
            Preprocessing.from_dict(data["preprocessing"]),
            Recipe.from_dict(data["recipe"]),
            Protocol.from_dict(data["protocol"]),
            Placement.from_dict(data.get("placement", {})),
            read_origins(data.get("origins")),
            str(data.get("reopened", "")),
        )

    @staticmethod
    def missing_settings(data: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the settings that an older version did not write and that take safe defaults."""
        from cxstage_core.dataset import Preprocessing
        from cxstage_core.dataset.protocols import Protocol
        from cxstage_core.settings import missing_settings
        from cxstage_core.training import Recipe

        return (
            *missing_settings(Preprocessing, data["preprocessing"]),
            *missing_settings(Recipe, data["recipe"]),
            *missing_settings(Protocol, data["protocol"]),
        )


def import_images(
    cohort: Opening, sources: Sequence[Path], decisions: Decisions | None = None, *, job: Job
) -> ImportReport:
    """Import every series under the sources."""
    from cxstage_core.intake import import_series

    return import_series(cohort.open(), sources, job=job, decisions=decisions)


def import_clinical_table(
    cohort: Opening,
    file: Path,
    matches: RowMatches | None = None,
    choices: ImportChoices | None = None,
) -> ClinicalImport:
    """Import the rows of a clinical table."""
    from cxstage_core.cohort.clinical.importer import import_clinical

    return import_clinical(cohort.open(), file, matches=matches, choices=choices)


def preview_clinical_table(cohort: Opening, file: Path) -> ClinicalPreview:
    """Look at a clinical table without storing anything."""
    from cxstage_core.cohort.clinical.preview import preview_clinical

    return preview_clinical(cohort.open(), file)


def import_outline(cohort: Opening, request: OutlineRequest) -> tuple[Text, ...]:
    """Import a reader's outline from a file; returns the notes."""
    from cxstage_core.cohort.values.records import ReadingState
    from cxstage_core.intake import import_roi

    store = cohort.open()
    found = import_roi(
        store, request.patient, request.series, request.file, request.reader, request.meanings
    )
    if request.complete:
        store.save_reading(replace(found.reading, state=ReadingState.COMPLETE))
    return found.notes


def train(cohort: Opening, request: TrainingRequest, *, job: Job) -> Experiment:
    """Train and compare networks; models and experiment are in the cohort afterwards."""
    from cxstage_core.training import run_experiment

    return run_experiment(
        cohort.open(),
        request.families,
        scheme=request.scheme,
        preprocessing=request.preprocessing,
        recipe=request.recipe,
        protocol=request.protocol,
        origins=request.origins,
        reopened=request.reopened,
        executor=request.placement.executor() if request.placement else None,
        job=job,
    )


def estimate(
    cohort: Opening, request: TrainingRequest, known: Mapping[str, Timing], *, job: Job
) -> Estimate:
    """Estimate how long a training will take, by a few steps of each network."""
    from cxstage_core.training.experiment.estimate import estimate_duration

    return estimate_duration(
        cohort.open(),
        request.families,
        scheme=request.scheme,
        preprocessing=request.preprocessing,
        recipe=request.recipe,
        protocol=request.protocol,
        known=known,
        job=job,
    )


def build_demo(folder: Path, *, job: Job) -> Path:
    """Make the demo cohort, or find the one made earlier; returns the cohort's folder.

    The user chose neither folder nor settings, so a demo of an earlier version of the program is opened too.
    """
    from cxstage_core.demo import build_demo as build
    from cxstage_core.demo import find_demo

    return (find_demo(folder) or build(folder, patients=16, epochs=4, job=job)).cohort


def count_parameters(channels: int, size_px: int, *, job: Job) -> dict[str, int]:
    """The true number of parameters of each family; families that cannot take the size are left out."""
    from cxstage_core.errors import ModelError
    from cxstage_core.models import FAMILIES
    from cxstage_core.models.build import build
    from cxstage_core.models.build import count_parameters as count

    counts = {}
    for key in FAMILIES:
        job.check()
        try:
            counts[key] = count(build(key, channels=channels, size_px=size_px))
        except ModelError:  # a network that cannot take this size has no count
            continue
    return counts


def library_versions() -> str:
    """Versions of the libraries that define the networks."""
    from importlib.metadata import version

    return "-".join(version(name) for name in ("timm", "torchvision"))


def preview_patient(cohort: Opening, patient: str, preprocessing: Preprocessing) -> Preview:
    """Prepare one patient with these settings, together with its slices as acquired."""
    from cxstage_core.dataset.preview import preview

    return preview(cohort.open(), patient, preprocessing)


def count_missing(
    cohort: Opening, patients: Sequence[str], preprocessing: Preprocessing
) -> tuple[MissingSeries, ...]:
    """Count the patients who lack the series of a channel."""
    from cxstage_core.dataset.missing import missing_series

    return missing_series(cohort.open(), patients, preprocessing)


def lay_over(cohort: Opening, patient: str, channel: str) -> Overlay:
    """Lay T2 and another series on each other, before and after registration."""
    from cxstage_core.dataset.overlay import overlay

    return overlay(cohort.open(), patient, channel)


def export_outline(mask: Mask, file: Path) -> tuple[Path, ...]:
    """Write an outline and what its labels mean, read back and compared."""
    from cxstage_core.intake.exchange import export_outline as write

    return write(mask, file)


def export_readings(
    cohort: Opening, reader: str, folder: Path, suffix: str, *, job: Job
) -> BatchExport:
    """Write every complete reading of a reader."""
    from cxstage_core.intake.exchange import export_readings as write

    return write(cohort.open(), reader, folder, suffix, job=job)


def strange_labels(file: Path) -> tuple[int | str, ...]:
    """Names or numbers of a file's segments that nothing explains."""
    from cxstage_core.intake.exchange import strange_labels as find

    return find(file)


def incoming_outline(file: Path, grid: Grid, meanings: Mapping[int | str, Label]) -> Incoming:
    """An outline from a file on the grid of a series."""
    from cxstage_core.intake.exchange import incoming_outline as read

    return read(file, grid, meanings=meanings)

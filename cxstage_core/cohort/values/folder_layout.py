"""Layout of a cohort's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.values.file_names import reader_file, safe_name

SUFFIX = ".cxcohort"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of a cohort, built from validated ids.

    Args:
        root: the folder NAME.cxcohort.
    """

    root: Path

    @property
    def settings(self) -> Path:
        """Cohort id, name and schema version."""
        return self.root / "settings.json"

    @property
    def secret(self) -> Path:
        """The key of pseudonyms and date shifts."""
        return self.root / "secret.key"

    @property
    def patients(self) -> Path:
        """Pseudonyms with the keyed hashes of hospital ids."""
        return self.root / "patients.json"

    @property
    def accounts(self) -> Path:
        """The accounts; missing in a cohort without accounts."""
        return self.root / "accounts.json"

    @property
    def assignments(self) -> Path:
        """The assignments."""
        return self.root / "assignments.json"

    @property
    def index(self) -> Path:
        """The index, a cache with links to all HDF5 files."""
        return self.root / "cohort.h5"

    @property
    def clinical(self) -> Path:
        """The clinical table."""
        return self.root / "clinical.h5"

    @property
    def split(self) -> Path:
        """The locked split."""
        return self.root / "split.h5"

    @property
    def audit(self) -> Path:
        """The audit log, a hash chain of events."""
        return self.root / "audit.log"

    @property
    def audit_head(self) -> Path:
        """Number and hash of the last line of the audit log."""
        return self.root / "audit.head"

    @property
    def series_root(self) -> Path:
        """One folder per patient."""
        return self.root / "series"

    @property
    def readings_root(self) -> Path:
        """One folder per patient."""
        return self.root / "readings"

    @property
    def identities_root(self) -> Path:
        """One file per patient, with keyed hashes of what headers contain about the person."""
        return self.root / "identities"

    def identity(self, patient: str) -> Path:
        """Return the file with the keyed hashes of one patient."""
        return self.identities_root / f"{safe_name(patient)}.json"

    @property
    def references_root(self) -> Path:
        """One file per patient."""
        return self.root / "references"

    @property
    def experiments_root(self) -> Path:
        """One file per experiment."""
        return self.root / "experiments"

    @property
    def models_root(self) -> Path:
        """One safetensors file per trained network."""
        return self.root / "models"

    @property
    def prepared(self) -> Path:
        """Prepared slices: a cache that may be deleted."""
        return self.root / "prepared"

    def lock(self, name: str) -> Path:
        """Return the lock file of one shared resource."""
        return self.root / "locks" / f"{safe_name(name)}.lock"

    def series(self, patient: str, series: str) -> Path:
        """Return the file of one series."""
        return self.series_root / safe_name(patient) / f"{safe_name(series)}.h5"

    def reading(self, patient: str, reader: str) -> Path:
        """Return the file of one reading."""
        return self.readings_root / safe_name(patient) / f"{reader_file(reader)}.h5"

    def journal(self, patient: str, reader: str) -> Path:
        """Return the journal of one reader and patient."""
        return self.root / "journal" / reader_file(reader) / f"{safe_name(patient)}.journal"

    def reference(self, patient: str) -> Path:
        """Return the file of all frozen references of a patient."""
        return self.references_root / f"{safe_name(patient)}.h5"

    def experiment(self, experiment: str) -> Path:
        """Return the file of one experiment."""
        return self.experiments_root / f"{safe_name(experiment)}.h5"

    def model(self, model: str) -> Path:
        """Return the file of one model."""
        return self.models_root / f"{safe_name(model)}.safetensors"

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that every cohort has."""
        return (
            self.series_root,
            self.readings_root,
            self.references_root,
            self.experiments_root,
            self.models_root,
            self.root / "locks",
        )

    def relative(self, path: Path) -> str:
        """Return a path relative to the cohort, with slashes, as used in problems and links."""
        return path.relative_to(self.root).as_posix()

"""Layout of a cohort's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cxstage_core.cohort.values.file_names import reader_file, safe_name
from cxstage_core.storage.own_path import own

SUFFIX = ".cxcohort"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of a cohort, built from validated ids; each is refused if it is or passes through a link.

    Args:
        root: the folder NAME.cxcohort.
    """

    root: Path

    @property
    def settings(self) -> Path:
        """Cohort id, name and schema version."""
        return self._own("settings.json")

    @property
    def secret(self) -> Path:
        """The key of pseudonyms and date shifts."""
        return self._own("secret.key")

    @property
    def patients(self) -> Path:
        """Pseudonyms with the keyed hashes of hospital ids."""
        return self._own("patients.json")

    @property
    def accounts(self) -> Path:
        """The accounts; missing in a cohort without accounts."""
        return self._own("accounts.json")

    @property
    def assignments(self) -> Path:
        """The assignments."""
        return self._own("assignments.json")

    @property
    def index(self) -> Path:
        """The index, a cache with links to all HDF5 files."""
        return self._own("cohort.h5")

    @property
    def clinical(self) -> Path:
        """The clinical table."""
        return self._own("clinical.h5")

    @property
    def split(self) -> Path:
        """The locked split."""
        return self._own("split.h5")

    @property
    def audit(self) -> Path:
        """The audit log, a hash chain of events."""
        return self._own("audit.log")

    @property
    def audit_head(self) -> Path:
        """Number and hash of the last line of the audit log."""
        return self._own("audit.head")

    @property
    def series_root(self) -> Path:
        """One folder per patient."""
        return self._own("series")

    @property
    def readings_root(self) -> Path:
        """One folder per patient."""
        return self._own("readings")

    def identity(self, patient: str) -> Path:
        """Return the file with the keyed hashes of one patient."""
        return self.folder("identities") / f"{safe_name(patient)}.json"

    @property
    def references_root(self) -> Path:
        """One file per patient."""
        return self._own("references")

    @property
    def experiments_root(self) -> Path:
        """One file per experiment."""
        return self._own("experiments")

    @property
    def models_root(self) -> Path:
        """One safetensors file per trained network."""
        return self._own("models")

    @property
    def prepared(self) -> Path:
        """Prepared slices: a cache that may be deleted."""
        return self._own("prepared")

    def folder(
        self, kind: Literal["reviews", "journal", "identities", "registrations", "predictions"]
    ) -> Path:
        """Return the folder of a kind of files: journals by reader, predictions by id, all others by patient."""
        return self._own(kind)

    def lock(self, name: str) -> Path:
        """Return the lock file of one shared resource."""
        return self._own("locks", f"{safe_name(name)}.lock")

    def series(self, patient: str, series: str) -> Path:
        """Return the file of one series."""
        return self._own("series", safe_name(patient), f"{safe_name(series)}.h5")

    def reading(self, patient: str, reader: str) -> Path:
        """Return the file of one reading."""
        return self._own("readings", safe_name(patient), f"{reader_file(reader)}.h5")

    def review(self, patient: str) -> Path:
        """Return the review file of a patient."""
        return self._own("reviews", f"{safe_name(patient)}.json")

    def registration(self, patient: str) -> Path:
        """Return the file of a patient's registrations."""
        return self._own("registrations", f"{safe_name(patient)}.json")

    def search(self, search: str) -> Path:
        """Return the file of a search's trials."""
        return self._own("searches", f"{safe_name(search)}.json")

    def journal(self, patient: str, reader: str) -> Path:
        """Return the journal of one reader and patient."""
        return self._own("journal", reader_file(reader), f"{safe_name(patient)}.journal")

    def reference(self, patient: str) -> Path:
        """Return the file of all frozen references of a patient."""
        return self._own("references", f"{safe_name(patient)}.h5")

    def experiment(self, experiment: str) -> Path:
        """Return the file of one experiment."""
        return self._own("experiments", f"{safe_name(experiment)}.h5")

    def model(self, model: str) -> Path:
        """Return the file of one model."""
        return self._own("models", f"{safe_name(model)}.safetensors")

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that every cohort has."""
        return (
            self.series_root,
            self.readings_root,
            self.references_root,
            self.experiments_root,
            self.models_root,
            self._own("locks"),
        )

    def relative(self, path: Path) -> str:
        """Return a path relative to the cohort, with slashes, as used in problems and links."""
        return path.relative_to(self.root).as_posix()

    def _own(self, *parts: str) -> Path:
        return own(self.root.joinpath(*parts), self.root)

"""Verification of a whole cohort; read-only.

Every file is compared with its own hashes, with the audit log and with the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cxstage_core.cohort.audit.events import Logged, logged
from cxstage_core.cohort.audit.log import Position
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.cohort_info import read_settings
from cxstage_core.cohort.files.index import read_index
from cxstage_core.cohort.files.references import record_hash
from cxstage_core.cohort.integrity.accounts_check import check_accounts, check_assignments
from cxstage_core.cohort.integrity.journals_check import check_journals
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import Problem
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.jobs import Job, Progress
from cxstage_core.storage.atomic_write import is_leftover
from cxstage_core.storage.content_hash import hash_of_file
from cxstage_core.storage.hdf5_guard import damaged
from cxstage_core.storage.own_path import links_below
from cxstage_core.text import Text, text

_CHANGED = text("The content differs from the audit log.")
_OLDER = text("The file has an older version than the audit log.")
_OTHER_SPLIT = text("The experiment used another split than the locked one.")
_MISSING = text("The file is missing, although the audit log lists it.")


def verify(context: CohortContext, job: Job) -> tuple[Problem, ...]:
    """Verify every file; return the problems found."""
    return _Check(context, context.layout, job).run()


def verify_log(context: CohortContext, job: Job) -> tuple[Problem, ...]:
    """Verify the audit log and frozen references, without the images."""
    return _Check(context, context.layout, job).run_log()


@dataclass(slots=True)
class _Check:
    context: CohortContext
    layout: Layout
    job: Job
    problems: list[Problem] = field(default_factory=list)
    images: dict[str, tuple[str, str]] = field(default_factory=dict)

    def run(self) -> tuple[Problem, ...]:
        # Read the log first: files are written before their entry, so they can only be newer.
        broken = self.context.log.first_broken()
        if broken is not None:
            self._report(self.layout.audit, text("Line {line}: {what}", line=broken[0], what=broken[1]))
        known = logged(self.context.log.readable())
        if self._links():
            return tuple(self.problems)  # what a link stands for is not looked at
        self._identity(known)
        reviews = self.context.stores.reviews
        checks: list[tuple[Path, Callable[[Path], None]]] = [
            *((path, self._series(known)) for path in _files(self.layout.series_root, "*/*.h5")),
            *((path, self._reading(known)) for path in _files(self.layout.readings_root, "*/*.h5")),
            *((path, self._reference(known)) for path in _files(self.layout.references_root, "*.h5")),
            *((path, self._review(known)) for path in _files(reviews.root, "*.json")),
            *(
                (path, self._registrations(known))
                for path in _files(self.layout.folder("registrations"), "*.json")
            ),
            *((path, self._experiment(known)) for path in _files(self.layout.experiments_root, "*.h5")),
            *((path, self._model(known)) for path in _files(self.layout.models_root, "*.safetensors")),
            *(
                (path, self._prediction(known))
                for path in _files(self.context.stores.predictions.root, "*.json")
            ),
            *(
                (path, self._person(known))
                for path in _files(self.layout.folder("identities"), "*.json")
            ),
            (self.layout.clinical, self._clinical(known)),
            (self.layout.split, self._split(known)),
        ]
        for done, (path, check) in enumerate(checks):
            self.job.step(Progress(done, len(checks), "Checking files", path.parent.name))
            self._try(path, check)
        self._missing(known)
        self._check_accounts()
        self._try(self.layout.index, lambda _: self._index(known))
        return tuple(self.problems)

    def _check_accounts(self) -> None:
        entries = self.context.log.readable()
        for path, check in (
            (self.layout.accounts, check_accounts),
            (self.layout.assignments, check_assignments),
        ):
            self._try_all(path, partial(check, self.layout, entries))
        try:
            for path, what in check_journals(self.layout, entries):
                self._report(path, what)
        except CohortError as error:
            self._report(self.layout.folder("journal"), error.what)

    def _try_all(self, path: Path, check: Callable[[], tuple[Text, ...]]) -> None:
        try:
            for what in check():
                self._report(path, what)
        except CohortError as error:
            self._report(path, error.what)

    def run_log(self) -> tuple[Problem, ...]:
        """Verify the log, the position recorded in the index, and the references."""
        broken = self.context.log.first_broken()
        if broken is not None:
            self._report(self.layout.audit, text("Line {line}: {what}", line=broken[0], what=broken[1]))
        known = logged(self.context.log.readable())
        files = list(_files(self.layout.references_root, "*.h5"))
        for done, path in enumerate(files):
            self.job.step(Progress(done, len(files), "Checking files", path.stem))
            self._try(path, self._reference(known))
        for path in (self.layout.reference(patient) for patient in known.references):
            if not path.exists():
                self._report(path, _MISSING)
        self._try(self.layout.split, self._split(known))
        if known.split and not self.layout.split.exists():
            self._report(self.layout.split, _MISSING)
        self._try(self.layout.index, lambda _: self._log_in_index(read_index(self.layout)[1].position))
        return tuple(self.problems)

    def _log_in_index(self, known: Position) -> None:
        reported = any(
            problem.file == self.layout.relative(self.layout.audit) for problem in self.problems
        )
        if not reported and not self.context.log.fits(known):
            what = text(
                "The log lacks line {line}, which the index recorded: it was truncated or rewritten.",
                line=known.number,
            )
            self._report(self.layout.audit, what)

    def _report(self, path: Path, what: Text) -> None:
        self.problems.append(Problem(self.layout.relative(path), str(what)))

    def _try(self, path: Path, check: Callable[[Path], None]) -> None:
        try:
            check(path)
        except CohortError as error:
            named = {**dict(error.what.params), "file": self.layout.relative(error.file or path)}
            self._report(path, Text(error.what.template, tuple(named.items())))
        except OSError as error:
            self._report(path, text("The file cannot be read ({reason}).", reason=error.strerror))

    def _identity(self, known: Logged) -> None:
        self._try(self.layout.settings, lambda _: self._settings())
        self._try(self.layout.secret, lambda _: self.context.identity.check_secret())

        def table(path: Path) -> None:
            for patient, key in known.patients.items():
                if self.context.identity.keys().get(patient) != key:
                    self._report(path, text("Patient {patient} is missing.", patient=patient))

        self._try(self.layout.patients, table)

    def _settings(self) -> None:
        if read_settings(self.layout) != self.context.settings:
            raise damaged(self.layout.settings)

    def _links(self) -> bool:
        found = tuple(links_below(self.layout.root))
        for path, what in found:
            self._report(path, what)
        return bool(found)

    def _series(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.series

        def check(path: Path) -> None:
            place = (path.parent.name, path.stem)
            record = store.record(*place)
            store.volume(*place, check_pixels=True)
            if known.series.get(place, record.sha256) != record.sha256:
                self._report(path, _CHANGED)
            other = self.images.setdefault(record.sha256, place)
            if other[0] != place[0]:
                what = text("The same image belongs to patient {patient} too.", patient=other[0])
                self._report(path, what)

        return check

    def _reading(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.readings

        def check(path: Path) -> None:
            found = store.check(path)
            if found.patient != path.parent.name:
                raise damaged(path)
            self._compare(
                path, (found.version, found.sha256), known.readings.get((found.patient, path.stem))
            )

        return check

    def _reference(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.references

        def check(path: Path) -> None:
            frozen = {reference.version: reference for reference in store.versions(path.stem)}
            for version, (masks, record) in sorted(known.references.get(path.stem, {}).items()):
                found = frozen.get(version)
                if found is None:
                    what = text(
                        "Version {version} is missing, although the audit log lists it.",
                        version=version,
                    )
                    self._report(path, what)
                elif found.sha256 != masks or record not in ("", record_hash(found)):
                    what = text(
                        "Version {version} differs from the frozen one in the audit log.",
                        version=version,
                    )
                    self._report(path, what)

        return check

    def _review(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.reviews

        def check(path: Path) -> None:
            found, last = store.check(path), known.reviews.get(path.stem)
            self._compare(path, found, last)
            # Every change is logged; only the last entry may be missing, if its writer was killed.
            if found[0] > (0 if last is None else last[0]) + 1:
                self._report(path, _CHANGED)

        return check

    def _registrations(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.registrations

        def check(path: Path) -> None:
            version, _, content = store.read(path.stem)
            self._compare(path, (version, content), known.registrations.get(path.stem))

        return check

    def _person(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.identities

        def check(path: Path) -> None:
            record = store.read(path.stem)
            same_as = set(record.same_as)
            logged = {
                other
                for pair, same in known.same_person.items()
                if same and path.stem in pair
                for other in pair - {path.stem}
            }
            despite = known.despite.get(path.stem, "")
            if not logged <= same_as or record.despite not in ("", despite):
                self._report(path, _CHANGED)

        return check

    def _experiment(self, known: Logged) -> Callable[[Path], None]:
        store = self.context.stores.experiments

        def check(path: Path) -> None:
            content = store.check(path.stem)
            if known.experiments.get(path.stem, content) != content:
                self._report(path, _CHANGED)
            used = store.read(path.stem).config.protocol.split_sha256
            if used and known.split not in (None, used):
                self._report(path, _OTHER_SPLIT)

        return check

    def _model(self, known: Logged) -> Callable[[Path], None]:
        def check(path: Path) -> None:
            expected = known.models.get(path.stem)
            if expected is not None and hash_of_file(path) != expected:
                self._report(path, _CHANGED)

        return check

    def _prediction(self, known: Logged) -> Callable[[Path], None]:
        def check(path: Path) -> None:
            sha256 = self.context.stores.predictions.check(path.stem)
            if known.predictions.get(path.stem, sha256) != sha256:
                self._report(path, _CHANGED)

        return check

    def _clinical(self, known: Logged) -> Callable[[Path], None]:
        def check(path: Path) -> None:
            if path.exists():
                self._compare(path, self.context.stores.clinical.check(), known.clinical)

        return check

    def _split(self, known: Logged) -> Callable[[Path], None]:
        def check(path: Path) -> None:
            content = self.context.stores.split.check()
            if content is not None and known.split not in (None, content):
                self._report(path, _CHANGED)
            if len(known.splits) > 1:
                self._report(path, text("A split was locked before this one and has been removed."))

        return check

    def _compare(self, path: Path, found: tuple[int, str], expected: tuple[int, str] | None) -> None:
        if expected is None or found[0] > expected[0]:
            return
        if found[0] < expected[0]:
            self._report(path, _OLDER)
        elif found[1] != expected[1]:
            self._report(path, _CHANGED)

    def _missing(self, known: Logged) -> None:
        layout = self.layout
        wanted = [
            *(layout.series(*place) for place in known.series),
            *(layout.readings_root / patient / f"{file}.h5" for patient, file in known.readings),
            *(layout.reference(patient) for patient in known.references),
            *(self.context.stores.reviews.path(patient) for patient in known.reviews),
            *(layout.registration(patient) for patient in known.registrations),
            *(layout.experiment(name) for name in known.experiments),
            *(layout.model(name) for name in known.models),
            *(self.context.stores.predictions.path(name) for name in known.predictions),
            *([layout.clinical] if known.clinical else []),
            *([layout.split] if known.split else []),
        ]
        for path in wanted:
            if not path.exists():
                self._report(path, _MISSING)

    def _index(self, known: Logged) -> None:
        """Verify the index: it may be out of date, but its entries must exist and be correct."""
        settings, content = read_index(self.layout)
        self._log_in_index(content.position)
        if settings != self.context.settings:
            raise IntegrityError("The index belongs to another cohort.", file=self.layout.index)
        stored = {place: sha256 for sha256, place in self.images.items()}
        for sha256, place in content.hashes.items():
            expected = known.series.get(place) or stored.get(place) or self._just_added(place)
            if expected != sha256:
                patient, series = place
                what = text(
                    "The index lists another image as {series} of {patient}.",
                    series=series,
                    patient=patient,
                )
                self._report(self.layout.index, what)

    def _just_added(self, place: tuple[str, str]) -> str | None:
        """Return the hash of a series that another process added during verification; None if unknown."""
        try:
            return self.context.stores.series.record(*place).sha256
        except CohortError:
            return None


def _files(root: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted(root.glob(pattern)) if not is_leftover(path))

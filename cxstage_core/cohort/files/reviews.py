"""Reviews on disk: one small file per patient with every decision and every comment, and their authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.file_names import safe_name
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.review import Answer, AppliedRule, Comment, Decision, Review
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import ReviewState
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import read_as, read_stored, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import damaged


@dataclass(frozen=True, slots=True)
class ReviewsStore:
    """Reads and writes review files."""

    layout: Layout

    @property
    def root(self) -> Path:
        """One file per patient."""
        return self.layout.root / "reviews"

    def path(self, patient: str) -> Path:
        """The review of a patient."""
        return self.root / f"{safe_name(patient)}.json"

    def read(self, patient: str) -> Review | None:
        """The review as last saved, None before the first.

        Raises:
            IntegrityError: the file is damaged, or another patient's.
        """
        path = self.path(patient)
        if not path.exists():
            return None
        try:
            found = read_as(path, "review", _review)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(path) from error
        if found.patient != patient:
            raise damaged(path)
        return found

    def write(self, review: Review) -> str:
        """Replace the file; the caller holds the lock. Returns the hash of its content."""
        atomic_write.make_folder(self.root)
        content = asdict(review)
        write_json(self.path(review.patient), content, "review")
        return hash_of(content)

    def check(self, path: Path) -> tuple[int, str]:
        """Version and hash of a file; both are compared with the audit log."""
        found = self.read(path.stem)
        if found is None:
            raise damaged(path)
        return found.version, hash_of(read_stored(path, "review").content)

    def patients(self) -> tuple[str, ...]:
        """Patients with a review file."""
        return tuple(sorted(path.stem for path in self.root.glob("P*.json")))


def _review(content: Mapping[str, Any]) -> Review:
    return Review(
        patient=str(content["patient"]),
        state=None if content["state"] is None else ReviewState(content["state"]),
        reviewer=str(content["reviewer"]),
        readings={str(name): int(version) for name, version in content["readings"].items()},
        decisions={
            str(series): {str(key): _read_decision(plain) for key, plain in decided.items()}
            for series, decided in content["decisions"].items()
        },
        comments=tuple(_comment(plain) for plain in content["comments"]),
        rules=tuple(AppliedRule(**plain) for plain in content["rules"]),
        reference_version=int(content["reference_version"]),
        note=str(content["note"]),
        returned={str(name): str(reason) for name, reason in content["returned"].items()},
        version=int(content["version"]),
    )


def _read_decision(plain: Mapping[str, Any]) -> Decision:
    return Decision(Take(plain["take"]), str(plain["by"]), str(plain["at"]), str(plain["rule"]))


def _comment(plain: Mapping[str, Any]) -> Comment:
    x, y, z = (float(value) for value in plain["point_mm"])
    return Comment(
        id=int(plain["id"]),
        series=str(plain["series"]),
        point_mm=(x, y, z),
        text=str(plain["text"]),
        by=str(plain["by"]),
        at=str(plain["at"]),
        answers=tuple(Answer(**answer) for answer in plain["answers"]),
        resolved_by=str(plain["resolved_by"]),
        resolved_at=str(plain["resolved_at"]),
    )

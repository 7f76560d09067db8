"""Review files: decisions and comments of one patient, with their authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.review import Answer, AppliedRule, Comment, ComponentDecision, Review
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
        """Folder of the review files."""
        return self.layout.folder("reviews")

    def path(self, patient: str) -> Path:
        """Return the path of a patient's review file."""
        return self.layout.review(patient)

    def read(self, patient: str) -> Review | None:
        """Return the review as last saved, None before the first save.

        Raises:
            IntegrityError: the file is damaged, or belongs to another patient.
        """
        path = self.path(patient)
        if not path.exists():
            return None
        try:
            found = read_as(path, "review", _review)
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise damaged(path) from error
        if found.patient != patient:
            raise damaged(path)
        return found

    def write(self, review: Review) -> str:
        """Replace the file and return the hash of its content; the caller holds the lock."""
        atomic_write.make_folder(self.root)
        content = asdict(review)
        write_json(self.path(review.patient), content, "review")
        return hash_of(content)

    def check(self, path: Path) -> tuple[int, str]:
        """Return version and hash of a file, to be compared with the audit log."""
        found = self.read(path.stem)
        if found is None:
            raise damaged(path)
        return found.version, hash_of(read_stored(path, "review").content)

    def patients(self) -> tuple[str, ...]:
        """Return the patients with a review file."""
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


def _read_decision(plain: Mapping[str, Any]) -> ComponentDecision:
    return ComponentDecision(
        Take(plain["take"]), str(plain["by"]), str(plain["at"]), str(plain["rule"])
    )


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

"""Model files: safetensors, copied durably into the cohort and never changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.errors import CohortError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of_file


@dataclass(frozen=True, slots=True)
class ModelsStore:
    """Copies model files into the cohort and finds them."""

    layout: Layout

    def add(self, model: str, file: Path) -> tuple[Path, str]:
        """Copy a model file; the caller holds the lock.

        Returns:
            Its path in the cohort, and its hash.

        Raises:
            CohortError: the id is taken by another file, or the file cannot be copied.
        """
        target = self.layout.model(model)
        if not file.is_file():
            raise CohortError("The model file {file} was not found.", file=file)
        wanted = hash_of_file(file)
        if target.exists():
            if hash_of_file(target) == wanted:
                return target, wanted
            raise CohortError(
                "Model {model} already exists with other content and cannot be changed.",
                remedy="Save it under another id.",
                model=model,
            )

        def check(path: Path) -> None:
            if hash_of_file(path) != wanted:
                raise CohortError(
                    "The copy of {file} differs from the original.",
                    remedy="Check the disk, then try again.",
                    file=file,
                )

        atomic_write.replace_file(target, lambda path: _copy(file, path), check)
        return target, wanted

    def path(self, model: str) -> Path:
        """Return the path of a model file.

        Raises:
            CohortError: the cohort has no such model.
        """
        path = self.layout.model(model)
        if not path.is_file():
            raise CohortError(
                "This cohort has no model {model}.",
                remedy="Train one, or choose one that `cxstage cohort info` lists.",
                model=model,
            )
        return path

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all models."""
        return tuple(sorted(path.stem for path in self.layout.models_root.glob("*.safetensors")))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)

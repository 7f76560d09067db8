"""The trust tests of a model's maps as a small file next to the model file."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.errors import CohortError, ModelError, NewerVersionError
from cxstage_core.models.card_file import read_card
from cxstage_core.prediction.explanation.trust import Trust
from cxstage_core.storage.checked_json import read_as, write_json

_KIND = "maps"
_AGAIN = "Run `cxstage test-maps` for this model again."


def trust_file(model_file: Path) -> Path:
    """Return where the tests of a model are: MODEL.maps.json next to MODEL.safetensors."""
    return model_file.with_suffix(".maps.json")


def write_trust(model_file: Path, trust: Trust) -> Path:
    """Store the tests of a model next to its file, with a checksum of their own; return the file.

    Raises:
        ModelError: they are those of another model.
        CohortError: the folder may not be written, or is full.
    """
    _check_own(model_file, trust)
    file = trust_file(model_file)
    write_json(file, trust.to_json(), _KIND)
    return file


def read_trust(model_file: Path) -> Trust | None:
    """Read the tests of a model; None where there are none.

    Raises:
        ModelError: they were changed, belong to another model, or a newer version wrote them.
    """
    file = trust_file(model_file)
    if not file.is_file():
        return None
    try:
        trust = read_as(file, _KIND, Trust.from_json)
    except NewerVersionError:
        raise
    except (CohortError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            "The trust tests in {file} are not what was written.", remedy=_AGAIN, file=file
        ) from error
    _check_own(model_file, trust)
    return trust


def _check_own(model_file: Path, trust: Trust) -> None:
    if trust.tensors_sha256 != read_card(model_file).tensors_sha256:
        raise ModelError(
            "The trust tests in {file} belong to another model than the file next to them.",
            remedy=_AGAIN,
            file=trust_file(model_file),
        )

"""Every kind of file that CxStage writes, with the version in which it is written today."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file.

    Args:
        title: what a user calls it.
        place: where such files are, such as "series/PATIENT/SERIES.h5".
        written: where the version stands in the file.
        version: of the files that are written today; it grows whenever an older program could misread them.
        key: the entry of the JSON content that holds the version; "" for the entry `version` next to the
            content, which a file of version 1 does not have.
        cache: a file of another version is made again instead of migrated.
    """

    title: Text
    place: str
    written: str
    version: int = 1
    key: str = ""
    cache: bool = False


_SCHEMA = "root attribute `schema`"
_NEXT = "`version` next to `content` (missing: 1)"

KINDS: dict[str, FileKind] = {
    "cohort": FileKind(
        text("cohort settings"), "settings.json", "`schema` in the content", key="schema"
    ),
    "patients": FileKind(text("table of pseudonyms"), "patients.json", _NEXT),
    "identity": FileKind(text("record of a person"), "identities/PATIENT.json", _NEXT),
    "accounts": FileKind(text("accounts"), "accounts.json", _NEXT, version=2),
    "assignments": FileKind(text("assignments"), "assignments.json", _NEXT),
    "index": FileKind(text("index"), "cohort.h5", _SCHEMA, cache=True),
    "series": FileKind(text("series"), "series/PATIENT/SERIES.h5", _SCHEMA),
    "reading": FileKind(text("reading"), "readings/PATIENT/READER.h5", _SCHEMA),
    "journal": FileKind(text("journal"), "journal/READER/PATIENT.journal", "8th byte", version=2),
    "reference": FileKind(text("references"), "references/PATIENT.h5", _SCHEMA),
    "review": FileKind(text("review"), "reviews/PATIENT.json", _NEXT),
    "registration": FileKind(text("registrations"), "registrations/PATIENT.json", _NEXT),
    "clinical": FileKind(text("clinical table"), "clinical.h5", _SCHEMA, version=2),
    "split": FileKind(text("split"), "split.h5", _SCHEMA),
    "experiment": FileKind(text("experiment"), "experiments/EXPERIMENT.h5", _SCHEMA, version=2),
    "model": FileKind(
        text("model card"), "models/MODEL.safetensors", "`version` in the card", 3, key="version"
    ),
    "maps": FileKind(text("trust tests of the maps"), "models/MODEL.maps.json", _NEXT),
    "weights": FileKind(
        text("card of pre-trained weights"), "NAME.safetensors", "`version` in the card", key="version"
    ),
    "prediction": FileKind(text("record of a prediction"), "predictions/ID.json, NAME.json", _NEXT),
    "search": FileKind(text("trials of a search"), "searches/ID.json", _NEXT),
    "prepared": FileKind(text("prepared slices"), "prepared/KEY.h5", _SCHEMA, version=2, cache=True),
    "features": FileKind(text("radiomic features"), "prepared/radiomics/KEY.json", _NEXT, cache=True),
    "radiomics": FileKind(
        text("radiomics baseline"), "prepared/radiomics/result-KEY.json", _NEXT, cache=True
    ),
    "checkpoint": FileKind(
        text("checkpoint of a training"),
        "prepared/training-ID/FAMILY.checkpoint",
        "`version` in the state (missing: 1)",
        version=2,
        key="version",
        cache=True,
    ),
    "kit": FileKind(
        text("reading kit"), "NAME.cxkit: kit.json", "`format` in the content", key="format"
    ),
    "many": FileKind(
        text("journal of predictions"), "TABLE.journal", "`version` in the first line", key="version"
    ),
    "recipe": FileKind(
        text("settings of a training"), "NAME.toml, NAME.json", "`version` in the file", key="version"
    ),
    "queue": FileKind(
        text("waiting training"),
        "window settings, `training/queue`",
        "`version` in each entry (missing: 1)",
        key="version",
    ),
    "window": FileKind(
        text("window settings"), "settings.ini or the registry", "`version` (missing: 1)", key="version"
    ),
}
"""By kind; the HDF5 files carry the same name in their root attribute `kind`."""

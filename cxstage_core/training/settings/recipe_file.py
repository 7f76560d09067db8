"""Settings of a training as one file, TOML or JSON: window, command line and experiment write and read it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxstage_core.dataset.labels import find_scheme
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import CxStageError, NewerVersionError, TrainingError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import migrate, version_of
from cxstage_core.settings import SettingsGroup, rows, write_settings
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.storage.content_hash import canonical
from cxstage_core.text import Text, text
from cxstage_core.training.settings import groups
from cxstage_core.training.settings.named_recipes import NAMED
from cxstage_core.training.settings.origin import Origins, read_origins, write_origins
from cxstage_core.training.settings.recipe import Recipe

KIND = "CxStage settings"
SUFFIXES = (".toml", ".json")
_LARGEST = 4 << 20


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Every setting of a training, and the searches that chose some of them.

    Args:
        scheme: key of the label scheme.
    """

    scheme: str = "paper"
    protocol: Protocol = field(default_factory=Protocol)
    preprocessing: Preprocessing = field(default_factory=Preprocessing)
    recipe: Recipe = field(default_factory=Recipe)
    origins: Origins = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, with nothing left out."""
        return {
            "scheme": self.scheme,
            "protocol": write_settings(self.protocol),
            "preprocessing": self.preprocessing.to_dict(),
            "recipe": self.recipe.to_dict(),
            "searches": write_origins(self.origins),
        }

    def digest(self) -> str:
        """Return the sha256 of all settings but device and threads, which belong to a computer."""
        values = self.to_dict()
        values["recipe"] = {**values["recipe"], "device": "", "threads": 0}
        return hashlib.sha256(canonical(values).encode()).hexdigest()


def _groups() -> dict[str, type[SettingsGroup]]:
    """Return the groups of a file; that of the augmentation lies within the recipe."""
    return {name: group for name, group in groups.GROUPS if name != "augmentation"}


def write_settings_file(settings: TrainingSettings, file: Path) -> None:
    """Write settings; the file's suffix (.toml, .json) selects the format.

    Raises:
        TrainingError: another suffix.
        CohortError: a full disk, or the file was not read back as written.
    """
    content = {"kind": KIND, "version": KINDS["recipe"].version, **settings.to_dict()}
    if _suffix(file) == ".json":
        written = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    else:
        written = _toml(content)
    write_bytes(file, written.encode())


def read_settings_file(file: Path) -> TrainingSettings:
    """Read settings; one that the file does not name has its default, or the value of its named recipe.

    Raises:
        TrainingError: no such file, another suffix, or a value that is unknown, of the wrong type or
            outside its limits, by its name.
        NewerVersionError: a newer version wrote it.
    """
    content = _content(file)
    try:
        content = migrate("recipe", content, version_of("recipe", content, file))
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise _refused(file, text("its version cannot be read.")) from error
    known = {"kind", "version", "scheme", "searches", *_groups()}
    unknown = sorted(str(name) for name in content.keys() - known)
    for name, group in _groups().items():
        unknown += _unknown(name, group, content.get(name, {}))
    if unknown:
        raise _refused(file, text("it holds unknown settings: {names}.", names=", ".join(unknown)))
    try:
        scheme = content.get("scheme", "paper")
        searches = content.get("searches", [])
        if not isinstance(scheme, str) or not isinstance(searches, list):
            raise _refused(file, text("scheme is not a text, or searches is not a list."))
        find_scheme(scheme)
        read = {
            name: group.from_dict(
                _filled(name, _usual(group, content.get(name), file), content.get(name, {}), file)
            )
            for name, group in _groups().items()
        }
        return TrainingSettings(scheme, **read, origins=read_origins(searches))  # type: ignore[arg-type]
    except NewerVersionError:
        raise
    except _RefusedFileError:
        raise
    except CxStageError as error:
        raise _refused(file, error.what) from error
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _refused(file, text("a value has the wrong type.")) from error


class _RefusedFileError(TrainingError):
    """A settings file that cannot be used, with its name."""


def _refused(file: Path, reason: Text) -> TrainingError:
    return _RefusedFileError(
        "The settings in {file} cannot be used: {reason}",
        remedy="Correct the file, or export the settings again.",
        file=file,
        reason=reason,
    )


def _suffix(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise TrainingError(
            "{file} is not a file of settings.",
            remedy="Choose a name that ends in .toml or .json.",
            file=file,
        )
    return suffix


def _content(file: Path) -> dict[str, Any]:
    suffix = _suffix(file)
    try:
        with file.open("rb") as stream:
            written = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _refused(file, text("it cannot be read.")) from error
    if len(written) > _LARGEST:
        raise _refused(file, text("it is too large."))
    try:
        words = written.decode("utf-8-sig")
        found = (
            json.loads(words, object_pairs_hook=_each_once)
            if suffix == ".json"
            else tomllib.loads(words)
        )
    except (ValueError, RecursionError) as error:
        raise _refused(
            file, text("it cannot be read as {suffix}.", suffix=suffix[1:].upper())
        ) from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise _refused(file, text('its first entry is not kind = "{kind}".', kind=KIND))
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("two entries of one name")
    return found


def _unknown(name: str, group: type[SettingsGroup], given: Any) -> list[str]:
    """Return the names within a group that it does not have."""
    if not isinstance(given, dict):
        return []
    own = {row.key: row for row in rows(group)}
    extra = {"algorithm"} if issubclass(group, Preprocessing) else set()
    found = [f"{name}.{key}" for key in given.keys() - own.keys() - extra]
    for key, row in own.items():
        if row.kind == "group" and key in given:
            found += _unknown(f"{name}.{key}", type(row.default), given[key])
    return sorted(found)


def _usual(group: type[SettingsGroup], given: Any, file: Path) -> SettingsGroup:
    """Return the values of what the file does not name: of the recipe that it begins with, or the defaults."""
    base = given.get("base") if isinstance(given, dict) else None
    if group is not groups.GROUPS.recipe or base is None:
        return group()
    if not isinstance(base, str) or base not in NAMED:
        raise _refused(
            file,
            text(
                "it begins with the recipe {base}, which is none of {names}.",
                base=base,
                names=", ".join(NAMED),
            ),
        )
    return NAMED[base].recipe


def _filled(name: str, usual: SettingsGroup, given: Any, file: Path) -> dict[str, Any]:
    """Return the values of a group with the usual ones of those that the file does not name."""
    if not isinstance(given, dict):
        raise _refused(file, text("{name} is not a table.", name=name))
    values: dict[str, Any] = {**usual.to_dict(), **given}
    for row in rows(type(usual)):
        if row.kind == "group" and row.key in given:
            values[row.key] = _filled(
                f"{name}.{row.key}", getattr(usual, row.name), given[row.key], file
            )
    return values


def _toml(content: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in content.items() if not _is_table(value)]
    for key, value in content.items():
        if isinstance(value, Mapping):
            lines += _table(key, value, f"[{key}]")
        elif _is_table(value):
            for one in value:
                lines += _table(key, one, f"[[{key}]]")
    return "\n".join(lines) + "\n"


def _table(name: str, values: Mapping[str, Any], head: str) -> list[str]:
    lines = ["", head]
    lines += [f"{key} = {_value(v)}" for key, v in values.items() if not isinstance(v, Mapping)]
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += _table(f"{name}.{key}", value, f"[{name}.{key}]")
    return lines


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value)

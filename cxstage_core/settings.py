"""SettingsGroup as rows: title, help, limits, choices and default of each, in one place.

A group of settings is a frozen dataclass, and each of its fields is declared by `setting`. Validation, the
form of the Train page, the command line, the search and the tables of the documentation read the same rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, ClassVar, Literal, NoReturn, Self, TypeVar, cast

from cxstage_core import __version__
from cxstage_core.errors import CxStageError
from cxstage_core.text import Text

T = TypeVar("T")
Value = float | int | str
Kind = Literal["whole", "number", "yes or no", "choice", "several", "pair", "text", "group"]
_ROW = "row"
UNSAFE = object()
"""Stands for a setting without which older settings cannot be read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a setting, and its title."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a pair, with its own limits."""

    name: str
    title: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Searched:
    """How a search varies a setting.

    Args:
        order: place among the settings of a search; proposals depend on it.
        values: values of a grid; also all values to draw from, unless a range is given.
        low, high: range that random and TPE search draw from, on a logarithmic scale.
        name: name in searches, if not that of the field.
        presets: the setting's value for each named value.
    """

    order: int
    values: tuple[Value, ...]
    low: float | None = None
    high: float | None = None
    name: str = ""
    presets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """The row of one setting.

    Args:
        title: short name in front of the field of a form.
        help: what it does, in one or two sentences.
        low, high: limits, both inclusive.
        choices: titles of the values of a choice.
        parts: the two numbers of a pair.
        unit: unit of the number, with its space.
        percent: shown in per cent, stored as a share.
        decimals, step: of the field in the form.
        offered: values that the form offers instead of a free number.
        words: words of the check box, where the title stands in front of it.
        section: part of the form that has a field for it; "" if none is generated.
        search: how a search varies it; None if it cannot be searched.
        required: value that a setting of several values always holds; "" if it may be empty.
        paper: value of Dai et al. 2025; that of the field's default if not given.
        named: a named recipe decides it; False where it belongs to one run or one computer.
        alone: it can be given for itself; False where it follows from another choice.
        key: key in files, if not the name of the field.
        since: version of CxStage that introduced it.
        safe_default: value that settings of an older version had in effect; `UNSAFE` if there is none.
        name, default, kind: filled in from the field.
    """

    title: str
    help: str
    low: float = 0
    high: float = 0
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    unit: str = ""
    percent: bool = False
    decimals: int = 2
    step: float = 0.1
    offered: tuple[int, ...] = ()
    words: str = ""
    section: Literal["main", "input", ""] = "main"
    search: Searched | None = None
    required: str = ""
    paper: Any = None
    named: bool = True
    alone: bool = True
    key: str = ""
    since: str = "0.1.0"
    safe_default: Any = UNSAFE
    name: str = ""
    default: Any = None
    kind: Kind = "text"


def setting(default: T, title: str, help: str, **row: Any) -> T:
    """Declare a setting as a field of a dataclass.

    Args:
        default: value of a training that does not choose another one.
        title, help: sentences of the row; literals, so that they can be translated.
        row: further arguments of `Setting`.
    """
    metadata = {_ROW: Setting(title, help, **row)}
    return field(default=default, metadata=metadata)


class SettingsGroup:
    """Base of the groups of settings; each is a frozen dataclass.

    Args:
        TITLE: name of the group in sentences.
        ERROR: error of a refused value.
    """

    __slots__ = ()
    TITLE: ClassVar[Text]
    ERROR: ClassVar[type[CxStageError]]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a group of settings; see `read_settings`."""
        return read_settings(cls, data)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; see `write_settings`."""
        return write_settings(self)


Group = TypeVar("Group", bound=SettingsGroup)


_ROWS: dict[type[SettingsGroup], tuple[Setting, ...]] = {}


def rows(group: type[SettingsGroup]) -> tuple[Setting, ...]:
    """The rows of a group, in the order of its fields.

    Raises:
        TypeError: a field was not declared by `setting`.
    """
    if group not in _ROWS:
        _ROWS[group] = tuple(_bound(group, one) for one in fields(group))
    return _ROWS[group]


def _bound(group: type[SettingsGroup], one: Field[Any]) -> Setting:
    row = one.metadata.get(_ROW)
    if not isinstance(row, Setting):
        raise TypeError(f"{group.__name__}.{one.name} has no row; declare it with setting(…).")
    return replace(
        row,
        name=one.name,
        key=row.key or one.name,
        default=one.default,
        paper=one.default if row.paper is None else row.paper,
        kind=_kind(row, one.default),
    )


def _kind(row: Setting, default: Any) -> Kind:
    if row.parts:
        return "pair"
    if row.choices:
        return "several" if isinstance(default, tuple) else "choice"
    by_type: tuple[tuple[type, Kind], ...] = (
        (SettingsGroup, "group"),
        (bool, "yes or no"),
        (int, "whole"),
        (float, "number"),
    )
    return next((kind for one, kind in by_type if isinstance(default, one)), "text")


def check_settings(settings: SettingsGroup) -> None:
    """Check every value against its row.

    Raises:
        CxStageError: (the group's own) a value outside its limits, or of the wrong type.
    """
    for row in rows(type(settings)):
        value = getattr(settings, row.name)
        match row.kind:
            case "whole" | "number":
                check_limits(settings, row.name, value, row.low, row.high, whole=row.kind == "whole")
            case "yes or no":
                _check_choice(settings, row.name, value, (True, False))
            case "choice":
                _check_choice(settings, row.name, value, tuple(one.value for one in row.choices))
            case "pair":
                if not isinstance(value, tuple) or len(value) != len(row.parts):
                    refuse(
                        type(settings),
                        "The setting {name} = {value} is not a pair of numbers.",
                        name=row.name,
                        value=value,
                    )
                for part, number in zip(row.parts, value, strict=True):
                    check_limits(settings, f"{row.name} ({part.name})", number, part.low, part.high)
            case "several":
                _check_several(settings, row, value)
            case "group":
                if not isinstance(value, SettingsGroup):
                    refuse(
                        type(settings), "The setting {name} is not a group of settings.", name=row.name
                    )
            case _:
                if not isinstance(value, str):
                    refuse(type(settings), "The setting {name} is not a text.", name=row.name)


def check_limits(
    settings: SettingsGroup, name: str, value: object, low: float, high: float, *, whole: bool = False
) -> None:
    """Refuse a number outside its limits, or a value that is not a number.

    Raises:
        CxStageError: (the group's own) naming the setting and its limits.
    """
    fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not fits or not (math.isfinite(cast("float", value)) and low <= cast("float", value) <= high):
        refuse(
            type(settings),
            "The setting {name} = {value} is outside {low:g} to {high:g}.",
            name=name,
            value=value,
            low=low,
            high=high,
        )


def _check_choice(
    settings: SettingsGroup, name: str, value: object, allowed: tuple[object, ...]
) -> None:
    if not isinstance(value, type(allowed[0])) or value not in allowed:
        refuse(
            type(settings),
            "The setting {name} = {value} is not one of {allowed}.",
            name=name,
            value=value,
            allowed=", ".join(str(one) for one in allowed),
        )


def _check_several(settings: SettingsGroup, row: Setting, value: Any) -> None:
    allowed = tuple(one.value for one in row.choices)
    if not isinstance(value, tuple) or (
        value != tuple(name for name in allowed if name in value)
        or (row.required and row.required not in value)
    ):
        found = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if not row.required:
            refuse(
                type(settings),
                "The setting {name} = {value} is not usable.",
                remedy="Choose from {allowed}, in this order and each once, or none.",
                name=row.name,
                value=found,
                allowed=", ".join(allowed),
            )
        refuse(
            type(settings),
            "The {name} {value} are not usable.",
            remedy="Choose from {allowed}, in this order and each once; {required} is always in.",
            name=row.name,
            value=found,
            allowed=", ".join(allowed),
            required=row.required,
        )


def refuse(group: type[SettingsGroup], what: str, /, *, remedy: str = "", **params: Any) -> NoReturn:
    """Raise the error of a group.

    Args:
        what, remedy: templates as of `CxStageError`; literals, so that they can be translated.
    """
    raise group.ERROR(what, remedy=remedy, **params)


def write_settings(settings: SettingsGroup) -> dict[str, Any]:
    """Plain JSON values of a group, under the keys of its rows."""
    return {row.key: _plain(getattr(settings, row.name)) for row in rows(type(settings))}


def _plain(value: Any) -> Any:
    if isinstance(value, SettingsGroup):
        return value.to_dict()
    return list(value) if isinstance(value, tuple) else value


def read_settings(group: type[Group], data: Mapping[str, Any]) -> Group:
    """Read a group from plain JSON values, also of an older version.

    A missing setting takes its `safe_default`; `missing_settings` lists those.

    Raises:
        CxStageError: (the group's own) a setting is unknown, unusable, or missing without a safe default.
    """
    by_key = {row.key: row for row in rows(group)}
    unknown = sorted(data.keys() - by_key.keys())
    if unknown:
        refuse(
            group,
            "The {group} holds settings of a newer version of CxStage: {names}. This is version {version}.",
            remedy="Update CxStage.",
            group=group.TITLE,
            names=", ".join(unknown),
            version=__version__,
        )
    absent = [row for row in by_key.values() if row.key not in data]
    unsafe = [row for row in absent if row.safe_default is UNSAFE]
    if unsafe:
        refuse(
            group,
            "The {group} lacks {names}, which CxStage needs since version {version}.",
            remedy="Use the version of CxStage that wrote it, or train again.",
            group=group.TITLE,
            names=", ".join(row.key for row in unsafe),
            version=max(row.since for row in unsafe),
        )
    values = {row.name: row.safe_default for row in absent}
    values |= {by_key[key].name: typed(by_key[key], value) for key, value in data.items()}
    return group(**values)


def missing_settings(group: type[SettingsGroup], data: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the settings that an older version did not write and that take their safe default.

    SettingsGroup of a group within the group are named with a dot.
    """
    found: list[str] = []
    for row in rows(group):
        if row.key not in data:
            found.append(row.key)
        elif row.kind == "group" and isinstance(data[row.key], Mapping):
            inner = missing_settings(type(row.default), data[row.key])
            found += [f"{row.key}.{name}" for name in inner]
    return tuple(found)


def typed(row: Setting, value: Any) -> Any:
    """A plain JSON value as the type of the setting; one that does not fit is left for the check."""
    match row.kind, value:
        case "number", int() if not isinstance(value, bool):
            return float(value)
        case "whole", float() if value.is_integer():
            return int(value)
        case "pair", list() | tuple():
            return tuple(float(v) if isinstance(v, int) else v for v in value)
        case "several", list() | tuple():
            return tuple(value)
        case "group", Mapping():
            return type(row.default).from_dict(value)
    return value


def plain_value(value: Any) -> str:
    """A value of a setting in words, as on the command line and in tables."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(plain_value(one) for one in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def limits_of(row: Setting) -> str:
    """Limits or choices of a setting in words; "" where any text is possible."""
    if row.kind == "yes or no":
        return "yes or no"
    if row.parts:
        return ", ".join(f"{part.low:g} to {part.high:g}" for part in row.parts)
    if row.choices:
        return ", ".join(one.value for one in row.choices)
    if row.kind in ("text", "group"):
        return ""
    return f"{row.low:.10g} to {row.high:.10g}{row.unit}"

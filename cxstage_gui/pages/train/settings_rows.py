"""A form's rows of settings, made from the rows of the core."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

from PySide6.QtCore import QCoreApplication

from cxstage_core.settings import Setting, SettingsGroup, rows
from cxstage_core.staging import SCHEMES
from cxstage_gui.pages.train.fields import Field, check, choice, number, whole
from cxstage_gui.strings import localized

_TINY = 1e-6


def fields_of(group: type[SettingsGroup], section: str = "main") -> list[Field]:
    """One field per setting of a section; one per number of a pair."""
    return [field for row in rows(group) if row.section == section for field in _fields(row)]


def paper_of(group: type[SettingsGroup]) -> dict[str, Any]:
    """The paper's values by the names of the fields."""
    return to_fields(group, {row.name: row.paper for row in rows(group)})


def to_fields(group: type[SettingsGroup], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of settings as values of fields: each number of a pair has one of its own."""
    found = dict(values)
    for row in rows(group):
        if row.parts and row.name in found:
            numbers = found.pop(row.name)
            found |= {part.name: number for part, number in zip(row.parts, numbers, strict=True)}
    return found


def from_fields(group: type[SettingsGroup], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of fields as values of settings: the inverse of `to_fields`."""
    found = dict(values)
    for row in rows(group):
        if row.parts:
            found[row.name] = tuple(found.pop(part.name) for part in row.parts)
    return found


def shown(settings: SettingsGroup) -> dict[str, Any]:
    """The values of a group as values of fields."""
    group = type(settings)
    return to_fields(group, {row.name: getattr(settings, row.name) for row in rows(group)})


def scheme_field() -> Field:
    """The choice of the label scheme; it belongs to the labels, not to the preprocessing."""
    translate = QCoreApplication.translate
    schemes = [(localized(scheme.title), scheme.name) for scheme in SCHEMES.values()]
    return choice(
        "scheme",
        translate("SettingsRows", "Labels"),
        schemes,
        translate("SettingsRows", "Rule that gives the group of a patient."),
    )


def _fields(row: Setting) -> list[Field]:
    title, help_ = localized(row.title), localized(row.help)
    if row.kind == "pair":
        return [
            number(
                part.name,
                localized(part.title),
                part.low,
                part.high,
                row.decimals,
                row.step,
                row.unit,
                help_,
            )
            for part in row.parts
        ]
    if row.kind == "yes or no":
        return [check(row.name, title, localized(row.words), help_)]
    if row.kind == "choice":
        options = [(localized(one.title), one.value) for one in row.choices]
        return [choice(row.name, title, options, help_)]
    if row.offered:
        return [choice(row.name, title, [(f"{n}{row.unit}", n) for n in row.offered], help_)]
    return [_number(row, title, help_)]


def _number(row: Setting, title: str, help_: str) -> Field:
    """A number whose limits are rounded inwards to the decimals that the field shows."""
    if row.percent:
        low, high = round(100 * row.low), round(100 * row.high)
        return whole(row.name, title, low, high, " %", scale=100, help_=help_)
    if row.kind == "whole":
        return whole(row.name, title, round(row.low), round(row.high), row.unit, help_=help_)
    if row.kind != "number":
        raise TypeError(f"The form has no field for {row.name}, a setting of the kind {row.kind}.")
    shown = 10.0**row.decimals
    lowest, highest = ceil(row.low * shown - _TINY) / shown, floor(row.high * shown + _TINY) / shown
    return number(row.name, title, lowest, highest, row.decimals, row.step, row.unit, help_)

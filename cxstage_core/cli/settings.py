"""Settings of a training on the command line: `--set NAME=VALUE`, and short options for the usual ones.

Help, default and limits of a setting come from its row. The rows are read when a command runs or shows its
help, because the modules that hold them take half a second to load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from cxstage_core.settings import Setting
    from cxstage_core.training.settings.recipe_file import TrainingSettings

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Any setting of the table below; repeatable."),
]
RecipeChoice = Annotated[
    str | None,
    typer.Option(
        "--recipe",
        metavar="NAME|FILE",
        help="A named recipe (paper, small-cohort), or settings from a .toml or .json file of the window or "
        "of `cxstage recipe`; options given here come before it.",
    ),
]
Reopened = Annotated[
    str,
    typer.Option(
        "--reopened",
        metavar="use|leave-out",
        help="Cases reopened after their reference was frozen: use its version, or leave them out.",
    ),
]
Whole = Annotated[int | None, typer.Option(show_default=False)]
Word = Annotated[str | None, typer.Option(show_default=False)]
Deterministic = Annotated[bool | None, typer.Option("--deterministic", show_default=False)]
Compiled = Annotated[bool | None, typer.Option("--compile", show_default=False)]

SHORT: Mapping[str, str] = {
    "epochs": "recipe.epochs",
    "batch": "recipe.batch",
    "weights": "recipe.weights",
    "aggregation": "recipe.aggregation",
    "device": "recipe.device",
    "precision": "recipe.precision",
    "deterministic": "recipe.deterministic",
    "compiled": "recipe.compile",
    "size": "preprocessing.size_px",
    "channels": "preprocessing.channels",
    "register": "preprocessing.register",
    "protocol": "protocol.kind",
    "folds": "protocol.folds",
    "repeats": "protocol.repeats",
    "members": "protocol.members",
}
"""Parameters of commands that are settings under a name of their own."""

SHORT_OF_PRETRAINING: Mapping[str, str] = {
    **{
        name: f"pretraining.{name}"
        for name in ("source", "phantoms", "epochs", "batch", "seed", "weights", "device")
    },
    "size": "preprocessing.size_px",
}
"""The same for `cxstage pretrain`."""

OF_A_SEARCH = ("preprocessing", "recipe", "augmentation")
OF_A_COMPARISON = ("protocol", *OF_A_SEARCH)
_YES, _NO = ("yes", "on", "true", "1"), ("no", "off", "false", "0")


class SearchCommand(TyperCommand):
    """A command whose help lists every setting that `--set` takes."""

    groups: tuple[str, ...] = OF_A_SEARCH
    short: Mapping[str, str] = SHORT

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the table of the settings."""
        from cxstage_core.training.settings.space import PARAMETERS

        known = settable(self.groups)
        for option in self.params:
            if option.name == "over":
                option.help = f"Settings to vary: {', '.join(PARAMETERS)}."  # type: ignore[attr-defined]
            row = known.get(self.short.get(option.name or "", ""))
            if row is not None:
                option.help = _help(row)  # type: ignore[attr-defined]
        super().format_options(ctx, formatter)
        with formatter.section(
            "Settings of --set; the group may be left out where that is unambiguous"
        ):
            formatter.write_dl([(name, _help(row)) for name, row in known.items()])


class ComparisonCommand(SearchCommand):
    """A command whose help also lists the settings of the protocol."""

    groups = OF_A_COMPARISON


class PretrainingCommand(SearchCommand):
    """A command whose help lists the settings of a pre-training."""

    groups = ("pretraining", "preprocessing")
    short = SHORT_OF_PRETRAINING


def settable(names: Sequence[str]) -> dict[str, Setting]:
    """Return every setting of these groups as GROUP.NAME; nested groups are listed under their own name."""
    from cxstage_core.settings import rows
    from cxstage_core.training.pretraining.settings import Pretraining
    from cxstage_core.training.settings import groups

    return {
        f"{name}.{row.name}": row
        for name, group in (*groups.GROUPS, ("pretraining", Pretraining))
        if name in names
        for row in rows(group)
        if row.kind != "group" and row.alone
    }


def given_settings(
    wanted: Sequence[str] | None,
    short: Mapping[str, Any],
    names: Sequence[str],
    full_names: Mapping[str, str] = SHORT,
) -> dict[str, Any]:
    """Return the given settings, as GROUP.NAME.

    Args:
        wanted: values of `--set`.
        short: values of the short options by their names in `full_names`; None where not given.
        names: groups of the command.
        full_names: settings that short options stand for.

    Raises:
        typer.BadParameter: an unknown setting, or a number that is none or outside its limits.
    """
    known = settable(names)
    found = {
        full_names[name]: _value(known[full_names[name]], value)
        if known[full_names[name]].kind == "several"
        else value
        for name, value in short.items()
        if value is not None
    }
    for one in wanted or ():
        name, equals, words = one.partition("=")
        full = _full_name(name.strip(), known)
        if not equals:
            raise typer.BadParameter(f"{one} has no value; write {full}=VALUE.", param_hint="--set")
        found[full] = _value(known[full], words.strip())
    for name, value in found.items():
        row = known[name]
        if row.kind in ("whole", "number") and not row.low <= value <= row.high:
            raise typer.BadParameter(
                f"{value} is not in the range {row.low:g} to {row.high:g}.", param_hint=name
            )
    return found


def built_settings(
    given: Mapping[str, Any], base: str | TrainingSettings | None, seed: int | None, scheme: str | None
) -> TrainingSettings:
    """Return the settings of a recipe or a file, or the defaults, with the given ones in their place.

    Args:
        base: named recipe, path of a file, or settings that were read already; the defaults when None.
        seed: of recipe and protocol; None leaves those of the file.
        scheme: label scheme; None leaves that of the file.

    Raises:
        CxStageError: a value is not permitted, or the file cannot be used.
    """
    from dataclasses import replace

    from cxstage_core.training.settings.recipe_file import TrainingSettings

    found = _base(base)
    seeds = {} if seed is None else {"seed": seed}
    augmentation = replace(found.recipe.augmentation, **_of("augmentation", given))
    return TrainingSettings(
        found.scheme if scheme is None else scheme,
        replace(found.protocol, **{**seeds, **_of("protocol", given)}),
        replace(found.preprocessing, **_of("preprocessing", given)),
        replace(found.recipe, **{**seeds, **_of("recipe", given), "augmentation": augmentation}),
        found.origins,
    )


def _base(base: str | TrainingSettings | None) -> TrainingSettings:
    """Return the settings that the given ones are put into."""
    from dataclasses import replace

    from cxstage_core.training.settings import groups
    from cxstage_core.training.settings.named_recipes import NAMED
    from cxstage_core.training.settings.recipe_file import TrainingSettings, read_settings_file

    settings = groups.GROUPS
    usual = TrainingSettings(
        protocol=settings.protocol(),
        preprocessing=settings.preprocessing(),
        recipe=settings.recipe(augmentation=settings.augmentation()),
    )
    if base is None:
        return usual
    if not isinstance(base, str):
        return base
    if base in NAMED:
        return replace(usual, recipe=NAMED[base].applied_to(usual.recipe))
    if Path(base).suffix:
        return read_settings_file(Path(base))
    raise typer.BadParameter(
        f"{base} is neither a named recipe ({', '.join(NAMED)}) nor a .toml or .json file.",
        param_hint="--recipe",
    )


def _of(group: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name.partition(".")[2]: value
        for name, value in given.items()
        if name.partition(".")[0] == group
    }


def _full_name(name: str, known: Mapping[str, Setting]) -> str:
    if name in known:
        return name
    found = [full for full in known if full.partition(".")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise typer.BadParameter(f"{name} is ambiguous: {', '.join(found)}.", param_hint="--set")
    raise typer.BadParameter(f"Unknown setting {name}; --help lists them.", param_hint="--set")


def _value(row: Setting, words: str) -> Any:
    try:
        match row.kind:
            case "whole":
                return int(words)
            case "number":
                return float(words)
            case "pair":
                return tuple(float(word) for word in words.split(","))
            case "several":
                return _several(row, words)
            case "yes or no":
                return (*_NO, *_YES).index(words.lower()) >= len(_NO)
    except ValueError as error:
        raise typer.BadParameter(f"{words} is not a {row.kind}.", param_hint=row.name) from error
    return words


def _several(row: Setting, words: str) -> tuple[str, ...]:
    """Several values separated by commas, in any case of letters; "none" for no value."""
    by_word = {one.value.lower(): one.value for one in row.choices}
    named = [word.strip() for word in words.split(",") if word.strip()]
    if [word.lower() for word in named] == ["none"]:
        return ()
    return tuple(by_word.get(word.lower(), word) for word in named)


def _help(row: Setting) -> str:
    """Describe a setting: purpose, limits or choices, and default."""
    from cxstage_core.settings import limits_of, plain_value

    default = f"default: {plain_value(row.default)}"
    limits = limits_of(row)
    return f"{row.help} [{limits}; {default}]" if limits else f"{row.help} [{default}]"

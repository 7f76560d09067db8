"""Settings files of a training, TOML and JSON."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path
from typing import Any

from cxstage_core.errors import CxStageError
from cxstage_core.training.settings.recipe_file import (
    TrainingSettings,
    read_settings_file,
    write_settings_file,
)
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, REFUSED, FaultError, fresh


class RecipeFile:
    """One changed file; each value that it states must be the one in effect."""

    def __init__(self, suffix: str, folder: Path) -> None:
        self.suffix, self.folder = suffix, fresh(folder)
        self.file, self.good = folder / f"mutant{suffix}", folder / f"good{suffix}"
        write_settings_file(TrainingSettings(), self.good)
        self.content = self.good.read_bytes()

    def judge(self, draw: random.Random) -> str:
        """Change values, names, depth, or bytes."""
        self.file.write_bytes(self._changed(draw))
        try:
            found = read_settings_file(self.file)
        except CxStageError:
            return REFUSED
        finally:
            if read_settings_file(self.good) != TrainingSettings():
                raise FaultError("neighbour", "the good file is read otherwise now")
        words = self.file.read_bytes().decode("utf-8-sig")
        stated = tomllib.loads(words) if self.suffix == ".toml" else json.loads(words)
        _compare(
            "", stated, {**found.to_dict(), "kind": stated["kind"], "version": stated.get("version")}
        )
        return EQUAL

    def _changed(self, draw: random.Random) -> bytes:
        if draw.random() > 0.65:
            return mutate.of_bytes(draw, self.content)
        if self.suffix == ".toml":
            return mutate.of_lines(draw, self.content)
        if draw.random() < 0.3:
            return mutate.of_lines(draw, self.content)
        return json.dumps(mutate.of_json(draw, json.loads(self.content)), indent=1).encode()


def _compare(name: str, stated: Any, used: Any) -> None:
    if isinstance(stated, dict) and isinstance(used, dict):
        for key, value in stated.items():
            if key in used:
                _compare(f"{name}.{key}", value, used[key])
            elif key != "algorithm":
                raise FaultError("silent", f"{name}.{key} = {value!r} is not used")
        return
    if isinstance(stated, list) and isinstance(used, list | tuple):
        if len(stated) != len(used):
            raise FaultError("silent", f"{name} = {stated!r} became {used!r}")
        for number, (one, other) in enumerate(zip(stated, used, strict=True)):
            _compare(f"{name}[{number}]", one, other)
        return
    if isinstance(stated, bool) is not isinstance(used, bool) or stated != used:
        raise FaultError("silent", f"{name} = {stated!r} became {used!r}")

"""The cohort's own files: HDF5, JSON, journal, audit log."""

from __future__ import annotations

import json
import random
import shutil
import struct
from pathlib import Path
from typing import Any

import h5py

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CxStageError
from cxstage_core.reading import recover
from cxstage_core.storage.checksum import sealed
from cxstage_core.storage.content_hash import canonical, hash_of
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh, seen
from tests.core.fuzz.kinds import department

FILES = {
    "series": ("plain", "series/P0001/*.h5"),
    "reading": ("plain", "readings/P0001/a-*.h5"),
    "reference": ("plain", "references/P0001.h5"),
    "clinical": ("plain", "clinical.h5"),
    "split": ("plain", "split.h5"),
    "experiment": ("plain", "experiments/E0001.h5"),
    "index": ("plain", "cohort.h5"),
    "settings": ("plain", "settings.json"),
    "patients": ("plain", "patients.json"),
    "identity": ("plain", "identities/P0001.json"),
    "audit log": ("plain", "audit.log"),
    "audit head": ("plain", "audit.head"),
    "secret": ("plain", "secret.key"),
    "journal": ("plain", "journal/a-*/P0003.journal"),
    "accounts": ("department", "accounts.json"),
    "assignments": ("department", "assignments.json"),
    "review": ("department", "reviews/P0001.json"),
}
ABOUT: dict[str, tuple[str, ...]] = {
    "series": ("series of", "volume of"),
    "reading": ("reading of", "readers of"),
    "reference": ("reference of",),
    "clinical": ("clinical",),
    "split": ("split",),
    "experiment": ("experiments",),
    "patients": ("patients", "found", "people"),
    "identity": ("people", "same person", "found"),
    "audit head": ("audit", "patients"),
    "audit log": ("audit", "patients", "influenced", "of P0001"),
    "journal": ("reading of",),
    "assignments": ("assignments", "states"),
    "review": ("review of", "states"),
}
"""What is read after each mutant; after each tenth everything is."""


class CohortFile:
    """One changed file of a cohort; what still opens must be as it was, or `verify` names it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, fresh(folder)
        which, pattern = FILES[name]
        made = folder / "made"
        made.mkdir()
        self.token = None
        if which == "plain":
            path = department.plain_cohort(made)
        else:
            path, self.token = department.department(made)
        self.path = folder / f"{which}.cxcohort"
        shutil.copytree(path, self.path)
        (self.file,) = self.path.glob(pattern)
        self.relative = self.file.relative_to(self.path).as_posix()
        self.whole = {f: f.read_bytes() for f in sorted(self.path.rglob("*")) if f.is_file()}
        cohort = Cohort.open(self.path, self.token)
        if problems := cohort.verify():
            raise RuntimeError(f"the original has problems: {problems}")
        self.content = department.content(cohort)
        self.drawing = self._drawn(cohort) if name == "journal" else ("", "")
        self._restore()
        self.state = seen([self.path])

    def judge(self, draw: random.Random) -> str:
        """Change the file, open the cohort, verify it, read everything, put it back."""
        original = self.whole[self.file]
        try:
            changed = self._changed(draw, original)
        except (RuntimeError, ValueError, TypeError, OSError, KeyError):
            changed = mutate.of_bytes(draw, original)  # HDF5 itself does not write this
        self.file.write_bytes(changed)
        about = () if draw.random() < 0.1 else ABOUT.get(self.name, ())
        try:
            return self._judged(about, changed == original)
        finally:
            self._restore()

    def _judged(self, about: tuple[str, ...], unchanged: bool) -> str:
        try:
            cohort = Cohort.open(self.path, self.token)
            problems = cohort.verify()
        except CxStageError:
            return REFUSED
        named = any(self._concerns(problem) for problem in problems)
        loss, drawn = self._drawn(cohort) if self.name == "journal" else ("", "")
        found = department.content(cohort, about)
        if self.name == "journal":
            if (loss, drawn) == self.drawing and not unchanged:
                return EQUAL
            if drawn != self.drawing[1] and not loss:
                raise FaultError("silent", "other outlines, and no loss is shown")
            return NOTED if loss else EQUAL
        differing = [name for name in found if found[name] != self.content[name]]
        lost = [name for name in differing if self._is_neighbour(name)]
        if lost and self.name in ("series", "reading", "reference", "experiment", "review"):
            raise FaultError("neighbour", f"{lost[0]}: {found[lost[0]][:300]}")
        if not differing:
            return NOTED if named else EQUAL
        if named:
            return NOTED
        if all(found[name].startswith("refused") for name in differing):
            return REFUSED
        name = next(name for name in differing if not found[name].startswith("refused"))
        was, now = self.content[name], found[name]
        at = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
        near = slice(max(0, at - 40), at + 80)
        raise FaultError(
            "silent", f"{name}: {was[near]!r} became {now[near]!r}, and verify names {problems}"
        )

    def _concerns(self, problem: Any) -> bool:
        if self.name in ("audit head", "secret", "patients", "settings"):
            return True
        return problem.file == self.relative or self.relative in str(problem.what)

    def _is_neighbour(self, name: str) -> bool:
        return "P0002" in name and self.name != "experiment"

    def _drawn(self, cohort: Cohort) -> tuple[str, str]:
        """What a drawing shows when it is taken up again: the sentence of a loss, and the masks."""
        try:
            log = cohort.readings.journal("P0003", "A")
        except CxStageError as error:
            return str(error), ""
        try:
            kept = cohort.readings.get("P0003", "A")
            grids = {record.id: record.grid for record in cohort.series("P0003")}
            assert kept is not None
            found = recover(log, kept.masks, kept.version, grids)
            loss = "" if found.loss is None else str(found.loss)
            done, undone = len(found.editor.history), found.editor.history.total
            return loss, f"{found.editor.labels(department.SERIES).tobytes().hex()} {done} {undone}"
        except CxStageError as error:
            return str(error), ""
        finally:
            log.close()

    def _changed(self, draw: random.Random, content: bytes) -> bytes:
        structure = draw.random() < 0.6
        if self.file.suffix == ".h5":
            if structure:
                return self._of_hdf5(draw)
            return mutate.of_bytes(draw, content)
        if self.file.suffix == ".json" and structure:
            return _of_own_json(draw, content)
        if self.name == "audit log" and structure:
            return _of_log(draw, content)
        if self.name == "journal" and structure:
            return _of_journal(draw, content)
        if self.name in ("audit head", "secret") and structure:
            return mutate.of_lines(draw, content)
        return mutate.of_bytes(draw, content)

    def _of_hdf5(self, draw: random.Random) -> bytes:
        scratch = self.folder / "scratch.h5"
        shutil.copyfile(self.file, scratch)
        with h5py.File(scratch, "r+") as file:
            mutate.of_hdf5(draw, file)
        return sealed(scratch.read_bytes())

    def _restore(self) -> None:
        there = {f for f in self.path.rglob("*") if f.is_file()}
        for extra in there - self.whole.keys():
            extra.unlink()
        for file, content in self.whole.items():
            if file not in there or file.stat().st_size != len(content) or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)


def _of_own_json(draw: random.Random, content: bytes) -> bytes:
    """Change the content, mostly with its hash made right again."""
    whole = json.loads(content)
    if draw.random() < 0.15:
        return json.dumps(mutate.of_json(draw, whole)).encode()
    inner = {key: value for key, value in whole.items() if key != "sha256"}
    changed = mutate.of_json(draw, inner["content"])
    if draw.random() < 0.1:
        inner["version"] = draw.choice(mutate.NUMBERS[:14])
    inner["content"] = changed
    try:
        digest = hash_of(inner if "version" in inner else changed)
        return canonical({**inner, "sha256": digest}).encode() + b"\n"
    except (ValueError, RecursionError):
        return json.dumps({**inner, "sha256": "0"}).encode()


def _of_log(draw: random.Random, content: bytes) -> bytes:
    """Change lines, or values in a line with its own hash made right again."""
    if draw.random() < 0.5:
        return mutate.of_lines(draw, content)
    lines = content.split(b"\n")
    at = draw.randrange(len(lines) - 1)
    value = json.loads(lines[at])
    value.pop("sha256")
    value = mutate.of_json(draw, value)
    if isinstance(value, dict):
        try:
            value["sha256"] = hash_of(value)
            lines[at] = canonical(value).encode()
        except (ValueError, RecursionError):
            lines[at] = json.dumps(value).encode()
    return b"\n".join(lines)


def _of_journal(draw: random.Random, content: bytes) -> bytes:
    """Change numbers and lengths in the frames, double, exchange and remove frames."""
    mark = b"\xc5\xf1\x4a\xe3"
    starts = [i for i in range(len(content)) if content.startswith(mark, i)]
    if len(starts) < 3 or draw.random() < 0.3:
        fields = [(0, "I"), (7, "b"), (8, "I"), (12, "I"), (16, "I")] + [
            (s + 4 * n, "I") for s in starts for n in range(5)
        ]
        return mutate.of_fields(draw, content, [f for f in fields if f[0] + 4 <= len(content)])
    ends = [*starts[1:], len(content)]
    frames = [content[s:e] for s, e in zip(starts, ends, strict=True)]
    at, other = draw.randrange(len(frames)), draw.randrange(len(frames))
    change = draw.randrange(5)
    if change == 0:
        del frames[at]
    elif change == 1:
        frames.insert(other, frames[at])
    elif change == 2:
        frames[at], frames[other] = frames[other], frames[at]
    elif change == 3:
        frames[at] = frames[at][: draw.randrange(len(frames[at]))]
    else:
        frames[at] = (
            frames[at][:12] + struct.pack("<I", draw.choice((0, 1, 2**31, 2**32 - 1))) + frames[at][16:]
        )
    return content[: starts[0]] + b"".join(frames)

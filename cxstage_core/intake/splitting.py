"""Split images of one geometry into regular volumes by a field of their header.

A split is made only where the images as a whole are not a regular volume and each part is one; the
fields are tried in a fixed order. What no field explains is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.intake.header import Frame
from cxstage_core.intake.repeats import without_same_content
from cxstage_core.intake.slice_lattice import SAME_PLACE_MM, Lattice, lattice, normal_of
from cxstage_core.intake.volume_fields import (
    FIELDS,
    FIRST_FIELDS,
    ORDERED,
    declared_distances,
    kind_of,
    mixture,
    number_of,
    value_of,
)

_DEEPEST = 4
_TRIALS = 4000
"""Sets of images that are examined before a series is given up."""
_OWN_DISTANCE = 0.05
"""Share by which a slice distance may differ from the declared one."""
_OVERLAP = 0.4
"""Share of a part's gaps that may hold slices of another part, where two slabs overlap."""
_NEAR = 0.2
"""Slice distances within which the slices of two volumes lie at the same place."""


@dataclass(frozen=True, slots=True)
class Part:
    """The frames of one volume and the DICOM name of the field that separated it, "" for none."""

    frames: tuple[Frame, ...]
    by: str = ""


Parts = tuple[tuple[frozenset[int], str], ...]


def regular(frames: Sequence[Frame]) -> Lattice:
    """The lattice of frames that form one volume.

    Raises:
        IntakeError: they do not, or they show different things.
    """
    mixed = mixture(kind_of(frame.header) for frame in frames)
    if mixed is not None:
        raise IntakeError(
            "The series mixes different images ({what}) that cannot be separated into whole volumes.",
            remedy="Export them as separate series.",
            what=mixed,
        )
    return lattice(frames)


def volumes_of(frames: Sequence[Frame]) -> list[Part]:
    """Split frames of one geometry into volumes; a volume that is not regular may be among them.

    Raises:
        IntakeError: several images lie at one place, and nothing in the header separates them.
    """
    everything = _Search(frames)
    if (found := everything.split(FIRST_FIELDS)) is not None:
        return everything.as_parts(found)
    if everything.one_each(everything.all):
        found = everything.split(tuple(FIELDS))
        return [Part(tuple(frames))] if found is None else everything.as_parts(found)
    distinct = without_same_content(frames, everything.heights, SAME_PLACE_MM)
    single = _Search(distinct) if len(distinct) < len(frames) else everything
    for search in dict.fromkeys((single, everything)):
        if (found := search.split(tuple(FIELDS))) is not None:
            return search.as_parts(found)
    if single.one_each(single.all):
        return [Part(tuple(distinct))]
    if (found := single.split_partly()) is not None:
        return single.as_parts(found)
    raise _unseparated(distinct)


def _unseparated(frames: Sequence[Frame]) -> IntakeError:
    differing = [
        name
        for keyword, name in FIELDS.items()
        if len({value_of(f.header, keyword) for f in frames}) > 1
    ]
    if not differing:
        return IntakeError(
            "Several images of this series lie at the same place, and no setting or time in their headers "
            "distinguishes them.",
            remedy="Export the volumes as separate series.",
        )
    return IntakeError(
        "Several images of this series lie at the same place; they differ in {fields}, but splitting "
        "them by it does not give whole volumes.",
        remedy="Export the volumes as separate series.",
        fields=", ".join(differing[:3]),
    )


class _Search:
    """The splits of one set of frames; sets of frames are sets of their numbers."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = list(frames)
        self.all = frozenset(range(len(self.frames)))
        normal = normal_of(self.frames[0].orientation)
        self.heights = np.asarray([f.position for f in self.frames]) @ normal
        order = np.argsort(self.heights, kind="stable")
        steps = np.diff(self.heights[order]) > SAME_PLACE_MM
        self._place = np.zeros(len(self.frames), dtype=int)
        self._place[order] = np.concatenate([[0], np.cumsum(steps)])
        self._kinds = [kind_of(frame.header) for frame in self.frames]
        self._failed: dict[frozenset[int], int] = {}
        self._values: dict[str, list[str]] = {}
        self._regular: dict[frozenset[int], Lattice | None] = {}
        self._trials = _TRIALS

    def as_parts(self, found: Parts) -> list[Part]:
        """The frames of a split."""
        return [Part(tuple(self.frames[i] for i in sorted(part)), by) for part, by in found]

    def one_each(self, some: frozenset[int]) -> bool:
        """Whether no two frames lie at one place."""
        return len({int(self._place[i]) for i in some}) == len(some)

    def split(self, fields: Sequence[str]) -> Parts | None:
        """The first split into regular volumes only, None if there is none."""
        self._failed.clear()
        return self._split(self.all, fields, "", _DEEPEST)

    def split_partly(self) -> Parts | None:
        """A split that leaves no two images at one place, though not each part is regular.

        One that gives a whole volume is preferred; without any, each part's own flaw is worth more than
        the sentence that nothing was found.
        """
        self._failed.clear()
        whole = self._partly(self.all, tuple(FIELDS), "", _DEEPEST)
        if whole is not None and any(self._lattice(part) is not None for part, _ in whole):
            return whole
        for fields in (FIRST_FIELDS, tuple(FIELDS)):
            self._failed.clear()
            named = self._partly(self.all, fields, "", _DEEPEST, flawed=True)
            if named is not None and min(len(part) for part, _ in named) > 2:
                return named
        return None

    def _partly(
        self, some: frozenset[int], fields: Sequence[str], by: str, depth: int, *, flawed: bool = False
    ) -> Parts | None:
        if (solved := self._split(some, fields, by, depth)) is not None:
            return solved
        if self.one_each(some):
            return ((some, by),)
        if depth == 0:
            return None
        for keyword in fields:
            groups = self._groups(some, keyword)
            found: list[tuple[frozenset[int], str]] = []
            for group in groups if len(groups) > 1 else []:
                part = self._partly(group, fields, _joined(by, keyword), depth - 1, flawed=flawed)
                if part is None:
                    found = []
                    break
                found += part
            if found and (flawed or any(self._covers(part, some, keyword) for part, _ in found)):
                return tuple(found)
        return None

    def _covers(self, part: frozenset[int], of: frozenset[int], keyword: str) -> bool:
        """Whether a part is a volume in its own right, not a few images that a field happens to single out."""
        if self._lattice(part) is None:
            return False
        if keyword in FIRST_FIELDS and keyword not in ORDERED:
            return True
        places = len({int(self._place[i]) for i in of})
        return 2 * len(part) >= places and self._plausible(part, of)

    def _split(self, some: frozenset[int], fields: Sequence[str], by: str, depth: int) -> Parts | None:
        if self._lattice(some) is not None:
            return ((some, by),)
        if depth <= self._failed.get(some, 0):
            return None
        several = not self.one_each(some)
        for keyword, groups in self._candidates(some, fields):
            if min(len(group) for group in groups) < 2:
                continue
            found: list[tuple[frozenset[int], str]] = []
            for group in groups:
                solved = self._split(group, fields, _joined(by, keyword), depth - 1)
                if solved is None:
                    break
                found += solved
            else:
                trusted = several and keyword in FIRST_FIELDS and keyword not in ORDERED
                if trusted or all(self._plausible(part, some) for part, _ in found):
                    return tuple(found)
        self._failed[some] = depth
        return None

    def _candidates(
        self, some: frozenset[int], fields: Sequence[str]
    ) -> Iterator[tuple[str, list[frozenset[int]]]]:
        """The divisions of a set by each field: by equal values, then by rank at each place."""
        for keyword in fields:
            groups = self._groups(some, keyword)
            if len(groups) > 1:
                yield keyword, groups
                if keyword in ORDERED and (ranked := self._by_rank(some, keyword)):
                    yield keyword, ranked

    def _groups(self, some: frozenset[int], keyword: str) -> list[frozenset[int]]:
        if keyword not in self._values:
            self._values[keyword] = [value_of(frame.header, keyword) for frame in self.frames]
        values = self._values[keyword]
        groups: dict[str, set[int]] = defaultdict(set)
        for i in some:
            groups[values[i]].add(i)
        return [frozenset(group) for _, group in sorted(groups.items(), key=_by_number)]

    def _by_rank(self, some: frozenset[int], keyword: str) -> list[frozenset[int]]:
        """The k-th image of each place together, if all places have equally many images in a clear order."""
        at: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for i in some:
            number = number_of(self.frames[i].header, keyword)
            if number is None:
                return []
            at[int(self._place[i])].append((number, i))
        counts = {len(images) for images in at.values()}
        if len(counts) != 1 or counts == {1}:
            return []
        ranks = list(zip(*(sorted(images) for images in at.values()), strict=True))
        if any(a[0] == b[0] for images in at.values() for a, b in pairwise(sorted(images))):
            return []
        if ORDERED[keyword] and any(
            max(n for n, _ in a) >= min(n for n, _ in b) for a, b in pairwise(ranks)
        ):
            return []
        return [frozenset(i for _, i in rank) for rank in ranks]

    def _lattice(self, some: frozenset[int]) -> Lattice | None:
        if some not in self._regular:
            self._trials -= 1
            found = None
            if self._trials > 0 and len(some) > 1 and self.one_each(some):
                try:
                    found = regular([self.frames[i] for i in sorted(some)])
                except IntakeError:
                    found = None
            self._regular[some] = found
        return self._regular[some]

    def _plausible(self, part: frozenset[int], of: frozenset[int]) -> bool:
        """Whether a part has the distance that the scanner declares, or else few other slices inside it.

        Slices that one field happens to pair up are equally spaced too; they are no volume.
        """
        found = self._lattice(part)
        if found is None:
            return False
        distance, header = found.grid.spacing[0], self.frames[min(part)].header
        if any(abs(distance - one) <= _OWN_DISTANCE * distance for one in declared_distances(header)):
            return True
        alike = [i for i in of if mixture((self._kinds[min(part)], self._kinds[i])) is None]
        own = np.sort(self.heights[list(part)])
        others = self.heights[alike]
        nearest = np.min(np.abs(others[:, None] - own[None, :]), axis=1)
        apart = others[nearest > _NEAR * distance]
        if len(part) == 2:
            return bool(apart.size == 0)
        within = np.searchsorted(own, apart)
        invaded = np.unique(within[(within > 0) & (within < len(own))])
        return bool(len(invaded) <= _OVERLAP * (len(own) - 1))


def _joined(by: str, keyword: str) -> str:
    return f"{by}, {FIELDS[keyword]}" if by else FIELDS[keyword]


def _by_number(item: tuple[str, Any]) -> tuple[float, str]:
    digits = "".join(c for c in item[0] if c.isdigit() or c == ".")
    try:
        return (float(digits), item[0])
    except ValueError:
        return (0.0, item[0])

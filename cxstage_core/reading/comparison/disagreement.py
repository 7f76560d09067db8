"""Connected components in which two readings differ, and what can be decided about each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Label
from cxstage_core.reading.delta import Delta, Labels

_CLAIM = np.zeros(256, dtype=np.uint8)
_CLAIM[Label.INFILTRATION] = 1
_CLAIM[Label.TUMOUR] = 2


class Kind(StrEnum):
    """Kind of difference between two readings at a voxel."""

    FIRST_ONLY = "first only"
    SECOND_ONLY = "second only"
    LABEL = "label"


_CODES = {Kind.FIRST_ONLY: 1, Kind.SECOND_ONLY: 2, Kind.LABEL: 3}


class Take(StrEnum):
    """Decision of the reviewer about a component."""

    FIRST = "first"
    SECOND = "second"
    UNION = "union"
    INTERSECTION = "intersection"
    REDRAWN = "redrawn"


@dataclass(frozen=True, slots=True)
class Component:
    """One region of disagreement: voxels of one kind connected by faces in 3D.

    Args:
        key: short hash of its voxels and of both readers' labels there; the same wherever and whenever
            the same two outlines are compared.
        number: its value in the map of the disagreement, from 1, the largest first.
        voxels: how many.
        volume_cm3: their volume.
        first_slice, last_slice: indices of the slices it spans.
        centre: the voxel of the component (slice, row, column) nearest to its centre of mass.
        box: first slice, row, column, and slice, row, column after the last.
    """

    key: str
    kind: Kind
    number: int
    voxels: int
    volume_cm3: float
    first_slice: int
    last_slice: int
    centre: tuple[int, int, int]
    box: tuple[int, int, int, int, int, int]

    @property
    def inside(self) -> tuple[slice, slice, slice]:
        """The part of an array (slice, row, column) that holds it."""
        return _inside(self.box)


@dataclass(frozen=True, eq=False)
class Disagreement:
    """All components of two readings of a series.

    Args:
        items: by volume, the largest first.
        map: int32 (slice, row, column), the number of the component, 0 where both agree.
    """

    items: tuple[Component, ...]
    map: npt.NDArray[np.int32]

    @cached_property
    def by_key(self) -> Mapping[str, Component]:
        """The components by their keys."""
        return {item.key: item for item in self.items}

    @property
    def volume_cm3(self) -> float:
        """Volume of all components."""
        return sum(item.volume_cm3 for item in self.items)

    def component(self, key: str) -> Component:
        """The component of a key.

        Raises:
            ReadingError: there is none.
        """
        found = self.by_key.get(key)
        if found is None:
            raise ReadingError(
                "The two readings do not differ there any more.",
                remedy="Open the case again: a reading was changed since.",
            )
        return found

    def at(self, place: tuple[int, int, int]) -> Component | None:
        """The component at a voxel (slice, row, column), None where both agree or outside."""
        if any(not 0 <= i < n for i, n in zip(place, self.map.shape, strict=True)):
            return None
        number = int(self.map[place])
        return self.items[number - 1] if number else None


def components(first: Labels, second: Labels, spacing: tuple[float, float, float]) -> Disagreement:
    """Find where two outlines differ, in components connected by faces within one kind.

    Args:
        first, second: labels (slice, row, column) on one grid.
        spacing: mm, slice, row, column.

    Raises:
        ReadingError: the outlines lie on different grids.
    """
    from scipy import ndimage

    _same_shape((first, second))
    voxel_cm3 = float(np.prod(spacing)) / 1000.0
    numbers = np.zeros(first.shape, dtype=np.int32)
    box = _box_of(first != second)
    if box is None:
        return Disagreement((), numbers)
    inside = _inside(box)
    one, two = first[inside], second[inside]
    kinds = _kinds(one, two)
    found: list[tuple[int, int, Component, npt.NDArray[np.bool_]]] = []
    for kind, code in _CODES.items():
        regions, _ = ndimage.label(kinds == code)
        for number, part in enumerate(ndimage.find_objects(regions), start=1):
            voxels = regions[part] == number
            offset = [start.start + outer.start for start, outer in zip(part, inside, strict=True)]
            item, head = _component(kind, voxels, one[part], two[part], offset, first.shape, spacing)
            found.append((-item.voxels, head, item, voxels))
    found.sort(key=lambda entry: entry[:2])
    items = []
    for number, (_, _, item, voxels) in enumerate(found, start=1):
        numbers[item.inside][voxels] = number
        items.append(replace(item, number=number, volume_cm3=item.voxels * voxel_cm3))
    return Disagreement(tuple(items), numbers)


def agreed(first: Labels, second: Labels) -> Labels:
    """Return what both readings share; background where they differ, uint8 (slice, row, column)."""
    _same_shape((first, second))
    return np.where(first == second, first, np.uint8(0)).astype(np.uint8)


def chosen(first: Labels, second: Labels, take: Take) -> Labels:
    """The labels that a decision stands for, uint8.

    A union keeps tumour over possible infiltration, an intersection the weaker claim.

    Raises:
        ReadingError: what was redrawn is in neither reading.
    """
    if take is Take.FIRST:
        return first
    if take is Take.SECOND:
        return second
    if take is Take.REDRAWN:
        raise ReadingError("What was redrawn stands in the reviewer's draft alone.")
    return union((first, second)) if take is Take.UNION else intersection((first, second))


def union(outlines: Iterable[Labels]) -> Labels:
    """Everything that any reader marked; the stronger claim where their labels differ, uint8."""
    one, *others = outlines
    for other in others:
        one = np.where(_CLAIM[one] >= _CLAIM[other], one, other)
    return one


def intersection(outlines: Iterable[Labels]) -> Labels:
    """Return what all readers marked; the weaker claim where their labels differ, uint8."""
    one, *others = outlines
    for other in others:
        one = np.where(_CLAIM[one] <= _CLAIM[other], one, other)
    return one


def settled(
    draft: Labels,
    first: Labels,
    second: Labels,
    disagreement: Disagreement,
    decisions: Mapping[str, Take | None],
) -> Delta:
    """Return the change of the reviewer's draft that applies decisions.

    Args:
        draft: the draft's labels (slice, row, column); not changed.
        decisions: by component key; None takes a decision back, so that nothing is marked there.
            A redrawn component stays as the draft has it.

    Raises:
        ReadingError: a key belongs to no component, or the outlines lie on different grids.
    """
    _same_shape((draft, first, second))
    after = draft.copy()
    for key, take in decisions.items():
        item = disagreement.component(key)
        if take is Take.REDRAWN:
            continue
        piece = disagreement.map[item.inside] == item.number
        wanted = (
            np.zeros(piece.shape, dtype=np.uint8)
            if take is None
            else chosen(first[item.inside], second[item.inside], take)
        )
        after[item.inside][piece] = wanted[piece]
    return Delta.of_volume(draft, after)


def departed(
    draft: Labels,
    first: Labels,
    second: Labels,
    disagreement: Disagreement,
    decisions: Mapping[str, Take],
) -> tuple[str, ...]:
    """Keys of the decided components where the draft is no longer what was decided: drawn over since."""
    found = []
    for key, take in decisions.items():
        if take is Take.REDRAWN:
            continue
        item = disagreement.component(key)
        piece = disagreement.map[item.inside] == item.number
        wanted = chosen(first[item.inside], second[item.inside], take)
        if not np.array_equal(draft[item.inside][piece], wanted[piece]):
            found.append(key)
    return tuple(found)


def _component(
    kind: Kind,
    piece: npt.NDArray[np.bool_],
    first: Labels,
    second: Labels,
    offset: list[int],
    shape: tuple[int, ...],
    spacing: tuple[float, float, float],
) -> tuple[Component, int]:
    """A component that has no number yet, and the flat position of its first voxel."""
    places = np.argwhere(piece)
    whole = places + offset
    flat = np.ravel_multi_index(tuple(whole.T), shape).astype("<i8")
    digest = hashlib.sha256(f"{kind.value}{shape}".encode())
    digest.update(flat.tobytes())
    digest.update(first[piece].tobytes() + second[piece].tobytes())
    away = (places - places.mean(axis=0)) * spacing
    nearest = whole[int(np.argmin((away**2).sum(axis=1)))]
    low, high = whole.min(axis=0), whole.max(axis=0)
    item = Component(
        digest.hexdigest()[:16],
        kind,
        0,
        len(places),
        0.0,
        int(low[0]),
        int(high[0]),
        (int(nearest[0]), int(nearest[1]), int(nearest[2])),
        (int(low[0]), int(low[1]), int(low[2]), int(high[0]) + 1, int(high[1]) + 1, int(high[2]) + 1),
    )
    return item, int(flat[0])


def _kinds(first: Labels, second: Labels) -> npt.NDArray[np.uint8]:
    kinds = np.zeros(first.shape, dtype=np.uint8)
    kinds[(first > 0) & (second == 0)] = _CODES[Kind.FIRST_ONLY]
    kinds[(first == 0) & (second > 0)] = _CODES[Kind.SECOND_ONLY]
    kinds[(first > 0) & (second > 0) & (first != second)] = _CODES[Kind.LABEL]
    return kinds


def _inside(box: tuple[int, int, int, int, int, int]) -> tuple[slice, slice, slice]:
    return slice(box[0], box[3]), slice(box[1], box[4]), slice(box[2], box[5])


def _box_of(marked: npt.NDArray[np.bool_]) -> tuple[int, int, int, int, int, int] | None:
    slices = np.flatnonzero(np.any(marked, axis=(1, 2)))
    if slices.size == 0:
        return None
    flat = np.any(marked[slices[0] : slices[-1] + 1], axis=0)
    rows, columns = np.flatnonzero(np.any(flat, axis=1)), np.flatnonzero(np.any(flat, axis=0))
    ends = (slices[-1] + 1, rows[-1] + 1, columns[-1] + 1)
    return (
        int(slices[0]), int(rows[0]), int(columns[0]), int(ends[0]), int(ends[1]), int(ends[2]),
    )  # fmt: skip


def _same_shape(outlines: Iterable[Labels]) -> None:
    if len({outline.shape for outline in outlines}) != 1:
        raise ReadingError(
            "Outlines on different grids cannot be compared.",
            remedy="Resample them onto the grid of the series.",
        )

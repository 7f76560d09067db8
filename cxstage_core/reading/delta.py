"""Differences between two states of a mask, run-length coded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""


@dataclass(frozen=True, slots=True, eq=False)
class SliceDelta:
    """The change of one slice: runs of pixels, in row-major order, with one old and one new label.

    Args:
        index: the slice.
        shape: rows and columns.
        starts, lengths: flat position and length of each run, int32.
        before, after: label of each run, uint8.
    """

    index: int
    shape: tuple[int, int]
    starts: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    before: Labels
    after: Labels

    @classmethod
    def between(cls, index: int, before: Labels, after: Labels) -> SliceDelta | None:
        """The difference of two states (row, column) of a slice, None when there is none."""
        return cls.within(index, before, (0, 0), after)

    @classmethod
    def within(
        cls, index: int, labels: Labels, corner: tuple[int, int], after: Labels
    ) -> SliceDelta | None:
        """The difference when a part of a slice changes; the rest is not looked at.

        Args:
            labels: the whole slice (row, column) as it is.
            corner: first row and column of the part.
            after: the part (row, column) as it will be.
        """
        top, left = corner
        part = labels[top : top + after.shape[0], left : left + after.shape[1]]
        changed = np.flatnonzero(part != after)
        if changed.size == 0:
            return None
        rows, columns = np.divmod(changed, after.shape[1])
        was, now = part[rows, columns], after[rows, columns]
        places = (rows + top) * labels.shape[1] + columns + left
        breaks = (np.diff(places) != 1) | (was[1:] != was[:-1]) | (now[1:] != now[:-1])
        heads = np.concatenate(([0], np.flatnonzero(breaks) + 1))
        lengths = np.diff(np.append(heads, places.size))
        shape = (labels.shape[0], labels.shape[1])
        return cls(
            index,
            shape,
            places[heads].astype(np.int32),
            lengths.astype(np.int32),
            was[heads],
            now[heads],
        )

    @property
    def nbytes(self) -> int:
        """Memory held, bytes."""
        return self.starts.nbytes + self.lengths.nbytes + self.before.nbytes + self.after.nbytes

    @property
    def places(self) -> npt.NDArray[np.int64]:
        """Flat positions of all changed pixels."""
        lengths = self.lengths.astype(np.int64)
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return np.asarray(np.repeat(self.starts, lengths) + offsets, dtype=np.int64)

    @property
    def box(self) -> Box:
        """The smallest rectangle around the change."""
        rows, columns = np.divmod(self.places, self.shape[1])
        return int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1

    def write(self, labels: Labels, *, undo: bool = False) -> None:
        """Put the new labels, or with `undo` the old ones, into a slice (row, column) in place."""
        values = self.before if undo else self.after
        np.put(labels, self.places, np.repeat(values, self.lengths))


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """The change of a mask, slice by slice; each slice occurs once."""

    parts: tuple[SliceDelta, ...] = ()

    @classmethod
    def of_slice(cls, index: int, before: Labels, after: Labels) -> Delta:
        """The difference of two states (row, column) of one slice."""
        part = SliceDelta.between(index, before, after)
        return cls(() if part is None else (part,))

    @classmethod
    def of_volume(cls, before: Labels, after: Labels) -> Delta:
        """The difference of two states (slice, row, column)."""
        changed = np.flatnonzero((before != after).any(axis=(1, 2)))
        parts = (SliceDelta.between(int(i), before[i], after[i]) for i in changed)
        return cls(tuple(part for part in parts if part is not None))

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def slices(self) -> tuple[int, ...]:
        """Indices of the changed slices."""
        return tuple(part.index for part in self.parts)

    @property
    def nbytes(self) -> int:
        """Memory held, bytes."""
        return sum(part.nbytes for part in self.parts)

    def write(self, labels: Labels, *, undo: bool = False) -> None:
        """Put the new labels, or with `undo` the old ones, into an array (slice, row, column)."""
        for part in self.parts:
            part.write(labels[part.index], undo=undo)

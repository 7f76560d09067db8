"""The live wire: the cheapest way along edges from an anchor to wherever the mouse is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.tools.edges import STEPS, Edges

REACH_PX = 80
START = -1
UNKNOWN = -2
Pixel = tuple[int, int]


class Wire:
    """Cheapest ways from one anchor, known in windows that are searched when the mouse gets there.

    A search in a window starts from all pixels in it whose cost is known (or from the anchor), so that
    the ways go on over its sides; the costs that are found never rise, and every way leads to the anchor.
    One search takes some milliseconds, following the way back is a walk over stored steps.

    Args:
        edges: of the slice.
        anchor: row and column.
    """

    def __init__(self, edges: Edges, anchor: Pixel) -> None:
        self._edges = edges
        self.anchor = _inside(anchor, edges.shape)
        self._cost = np.full(edges.shape, np.inf)
        self._before = np.full(edges.shape, UNKNOWN, dtype=np.int32)
        self._cost[self.anchor] = 0.0
        self._before[self.anchor] = START
        self._search(self.anchor)

    def way_to(self, to: Pixel) -> npt.NDArray[np.int64]:
        """Rows and columns (n, 2) of the way from the anchor to a pixel, both included."""
        goal = _inside(to, self._edges.shape)
        while not np.isfinite(self._cost[goal]):
            self._search(self._towards(goal))
        columns = self._edges.shape[1]
        flat, way = goal[0] * columns + goal[1], []
        before = self._before.ravel()
        while flat != START:
            way.append(flat)
            flat = int(before[flat])
        return np.stack(np.divmod(np.array(way[::-1], dtype=np.int64), columns), axis=1)

    def _towards(self, goal: Pixel) -> Pixel:
        """The middle of the next window to search on the way to a pixel beyond those searched."""
        known = np.argwhere(np.isfinite(self._cost))
        nearest = known[np.abs(known - goal).max(axis=1).argmin()]
        step = np.array(goal) - nearest
        far = int(np.abs(step).max())
        if far < REACH_PX:
            return goal
        row, column = np.rint(nearest + step * (REACH_PX - 1) / far).astype(int)
        return int(row), int(column)

    def _search(self, middle: Pixel) -> None:
        """Find the cheapest ways within a window."""
        from scipy.sparse import csgraph, csr_matrix

        rows, columns = (
            slice(max(0, at - REACH_PX), min(count, at + REACH_PX + 1))
            for at, count in zip(middle, self._edges.shape, strict=True)
        )
        steps = self._edges.steps(rows, columns)
        tall, wide = steps.shape[:2]
        count = tall * wide
        known = self._cost[rows, columns].ravel()
        starts = np.flatnonzero(np.isfinite(known))
        offsets = np.array([down * wide + right for down, right in STEPS], dtype=np.int32)
        ends = np.arange(count, dtype=np.int32)[:, None] + offsets
        weights = steps.reshape(count, -1)
        possible = np.isfinite(weights)
        # One more node stands for the anchor: it is as far from the known pixels as they cost.
        heads = np.concatenate(([0], np.cumsum(possible.sum(axis=1))))
        graph = csr_matrix(
            (
                np.concatenate((weights[possible].astype(float), known[starts])),
                np.concatenate((ends[possible], starts)).astype(np.int32),
                np.append(heads, heads[-1] + starts.size).astype(np.int32),
            ),
            shape=(count + 1, count + 1),
        )
        cost, before = csgraph.dijkstra(graph, indices=count, return_predecessors=True)
        better = cost[:count] < known
        flat = (
            (np.arange(tall)[:, None] + rows.start) * self._edges.shape[1]
            + np.arange(wide)
            + columns.start
        ).ravel()
        places = flat[better]
        self._cost.ravel()[places] = cost[:count][better]
        self._before.ravel()[places] = flat[before[:count][better]]


def _inside(pixel: Pixel, shape: tuple[int, int]) -> Pixel:
    row, column = (min(max(round(at), 0), count - 1) for at, count in zip(pixel, shape, strict=True))
    return row, column

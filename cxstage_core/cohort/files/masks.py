"""Masks in an HDF5 group: one subgroup per series, labels chunked by slice, with their grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np

from cxstage_core.cohort.values.file_names import safe_name
from cxstage_core.imaging import Grid, Mask
from cxstage_core.storage.content_hash import hash_of_mask
from cxstage_core.storage.hdf5_stack import read_stack, write_stack


def write_grid(attributes: Any, grid: Grid) -> None:
    """Store a grid as three attributes; its size is the shape of the array."""
    attributes["spacing_mm"] = np.asarray(grid.spacing, dtype="<f8")
    attributes["origin_mm_lps"] = np.asarray(grid.origin, dtype="<f8")
    attributes["direction_lps"] = np.asarray(grid.direction, dtype="<f8")


def read_grid(attributes: Any, size: tuple[int, ...]) -> Grid:
    """Invert `write_grid`.

    Raises:
        KeyError, GeometryError: the attributes do not describe a grid.
    """
    return Grid.from_dict(
        {
            "size": size,
            "spacing": attributes["spacing_mm"].tolist(),
            "origin": attributes["origin_mm_lps"].tolist(),
            "direction": attributes["direction_lps"].tolist(),
        }
    )


def write_masks(parent: h5py.Group, masks: Mapping[str, Mask]) -> dict[str, str]:
    """Store masks by series id; return the hash of each."""
    group = parent.create_group("masks")
    hashes = {}
    for series, mask in sorted(masks.items()):
        stack = write_stack(group, safe_name(series), mask.array, sparse=True)
        write_grid(stack.attrs, mask.grid)
        hashes[series] = hash_of_mask(mask)
        stack.attrs["sha256"] = hashes[series]
    return hashes


def read_masks(parent: h5py.Group) -> tuple[dict[str, Mask], dict[str, str]]:
    """Read masks by series id, and compute the hash of each.

    Raises:
        ValueError: labels do not match their own hash.
    """
    masks, hashes = {}, {}
    for series, stack in parent["masks"].items():
        array = read_stack(stack)
        mask = Mask(array, read_grid(stack.attrs, stack.shape))
        hashes[series] = hash_of_mask(mask)
        if hashes[series] != stack.attrs["sha256"]:
            raise ValueError("labels were changed")
        masks[series] = mask
    return masks, hashes

"""Prepared patients that do not fit into memory lie in a file; nothing else changes."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file

from cxstage_core.dataset import PreparedSet, Preprocessing, prepare_cohort, spill
from cxstage_core.dataset.spill import ArrayStore
from cxstage_core.errors import CohortError
from cxstage_core.training import compare
from cxstage_core.training.loop.pool import make_pool
from tests.core.dataset.cohorts import fill
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays


def _spilled(data: PreparedSet, folder: Path) -> PreparedSet:
    store = ArrayStore(folder, budget=0)
    for array in data.arrays:
        store.add(array)
    return with_arrays(data, store.arrays())


@given(counts=st.lists(st.integers(1, 4), min_size=1, max_size=8), budget=st.integers(0, 3000))
def test_every_array_comes_back_whatever_the_budget(
    counts: list[int], budget: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = np.random.default_rng(sum(counts))
    given_arrays = [rng.normal(size=(n, 2, 5, 5)).astype(np.float32) for n in counts]
    folder = tmp_path_factory.mktemp("kept")
    store = ArrayStore(folder, budget)
    for array in given_arrays:
        store.add(array)
    assert store.spilled == (sum(a.nbytes for a in given_arrays) > budget)
    for one, two in zip(store.arrays(), given_arrays, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the name until the arrays are gone")
def test_the_file_has_no_name_so_that_a_kill_leaves_nothing(tmp_path: Path) -> None:
    whole = toy_set(4)
    store = ArrayStore(tmp_path, budget=0)
    for array in whole.arrays:
        store.add(array)
    assert store.spilled
    assert list(tmp_path.iterdir()) == []
    kept = store.arrays()
    assert all(not array.flags.writeable for array in kept)
    np.testing.assert_array_equal(kept[3], whole.arrays[3])


def test_a_batch_from_the_file_is_the_batch_from_memory(tmp_path: Path) -> None:
    data = toy_set(6, slices=3)
    pools = [
        make_pool(one.arrays, one.labels.tolist(), one.config.channels, torch.device("cpu"))
        for one in (data, _spilled(data, tmp_path))
    ]
    assert pools[0].images is not None
    assert pools[1].images is None
    part = np.array([17, 0, 4, 4, 9])
    assert torch.equal(pools[0].take(part), pools[1].take(part))


def test_training_from_the_file_gives_the_same_weights_bit_for_bit(tmp_path: Path) -> None:
    data = toy_set()
    one, two = (
        compare(d, toy_split(data), ["ShuffleNet"], quick_recipe(epochs=1), work=tmp_path / name)[0]
        for name, d in (("memory", data), ("file", _spilled(data, tmp_path)))
    )
    first, second = load_file(one.file), load_file(two.file)
    assert all(torch.equal(first[key], second[key]) for key in first)
    assert one.run.predictions == two.run.predictions


def test_a_cohort_larger_than_memory_is_prepared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 4)
    config = Preprocessing(size_px=32)
    whole = prepare_cohort(cohort, None, "paper", config)
    monkeypatch.setattr(spill, "memory_budget", lambda: 1)
    streamed = prepare_cohort(cohort, None, "paper", config)
    assert all(isinstance(array, np.memmap) for array in streamed.arrays)
    for one, two in zip(whole.arrays, streamed.arrays, strict=True):
        np.testing.assert_array_equal(one, two)
    assert cohort.verify() == ()


def test_a_folder_that_is_gone_is_refused_in_one_sentence(tmp_path: Path) -> None:
    store = ArrayStore(tmp_path / "gone", budget=0)
    with pytest.raises(CohortError, match="could not be written"):
        store.add(np.zeros((1, 1, 2, 2), np.float32))

"""No byte of a model file can be changed unseen, and no header of a foreign one does harm."""

from __future__ import annotations

import json
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.errors import ModelError
from cxstage_core.models import load_model, read_card, save_model, verify_model
from cxstage_core.models.build import build
from cxstage_core.models.card import NOT_COVERED
from cxstage_core.models.file import CARD_KEY
from cxstage_core.models.header import SEAL_KEY
from tests.core.models.cards import card_of, reference_of


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("model") / "m.safetensors"
    card = card_of("ShuffleNet", reference=reference_of())
    save_model(file, build("ShuffleNet", channels=3, size_px=64, seed=1), card)
    return file


def parts(file: Path) -> tuple[dict[str, Any], bytes]:
    """Header and tensors' bytes."""
    content = file.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header: dict[str, Any] = json.loads(content[8 : 8 + length])
    return header, content[8 + length :]


def written(path: Path, header: dict[str, Any] | bytes, data: bytes) -> Path:
    """A file with this header."""
    words = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(words)) + words + data)
    return path


def with_card(header: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The header with some values of the card changed; None removes a value."""
    card = {**json.loads(header["__metadata__"][CARD_KEY]), **changes}
    card = {name: value for name, value in card.items() if value is not None}
    return {**header, "__metadata__": {**header["__metadata__"], CARD_KEY: json.dumps(card)}}


def of_version_1(header: dict[str, Any]) -> dict[str, Any]:
    """The header as the first version wrote it."""
    old = with_card(header, version=1)
    texts = {key: value for key, value in old["__metadata__"].items() if key != SEAL_KEY}
    return {**old, "__metadata__": texts}


@given(place=st.integers(0), bit=st.integers(0, 7), in_header=st.booleans())
@settings(max_examples=60, deadline=None)
def test_one_flipped_bit_anywhere_is_refused(
    saved: Path, tmp_path_factory: pytest.TempPathFactory, place: int, bit: int, in_header: bool
) -> None:
    content = bytearray(saved.read_bytes())
    length = 8 + struct.unpack("<Q", content[:8])[0]
    content[place % length if in_header else place % len(content)] ^= 1 << bit
    file = tmp_path_factory.mktemp("flipped") / "m.safetensors"
    file.write_bytes(content)
    with pytest.raises(ModelError) as refused:
        verify_model(file)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "changes", [{"threshold": 0.01}, {"version": 1}, {"name": "Shuffle"}, {"preprocessing": {}}]
)
def test_a_changed_card_is_refused(saved: Path, tmp_path: Path, changes: dict[str, Any]) -> None:
    header, data = parts(saved)
    file = written(tmp_path / "m.safetensors", with_card(header, **changes), data)
    for opened in (read_card, load_model, verify_model):
        with pytest.raises(ModelError, match="not the one that was saved"):
            opened(file)


def test_a_card_without_its_checksum_is_refused(saved: Path, tmp_path: Path) -> None:
    header, data = parts(saved)
    del header["__metadata__"][SEAL_KEY]
    with pytest.raises(ModelError, match="checksum of the model card"):
        read_card(written(tmp_path / "m.safetensors", header, data))


def test_a_file_of_version_1_opens_with_a_note(saved: Path, tmp_path: Path) -> None:
    header, data = parts(saved)
    file = written(tmp_path / "m.safetensors", of_version_1(header), data)
    _, card = load_model(file)
    assert card.notes == (NOT_COVERED,)
    assert "written by an earlier version" in str(card.notes[0])
    assert read_card(saved).notes == ()


def _header(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], bytes]:
    def made(header: dict[str, Any]) -> bytes:
        change(header)
        return json.dumps(header).encode()

    return made


def _first(header: dict[str, Any]) -> dict[str, Any]:
    tensors = (value for key, value in header.items() if key != "__metadata__")
    found: dict[str, Any] = next(value for value in tensors if value["dtype"] == "F32")
    return found


HOSTILE: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "deep": lambda _: b"[" * 200_000 + b"]" * 200_000,
    "deep card": _header(lambda h: h["__metadata__"].update({CARD_KEY: "[" * 100_000 + "]" * 100_000})),
    "infinity": lambda h: json.dumps(h).replace("[0,", "[Infinity,", 1).encode(),
    "not a number": lambda h: json.dumps({**h, "x": float("nan")}).encode(),
    "huge exponent": lambda h: json.dumps(h)[:-1].encode() + b',"x":1e999}',
    "long number": lambda h: json.dumps(h)[:-1].encode() + b',"x":' + b"9" * 10_000 + b"}",
    "two of one name": lambda h: json.dumps(h)[:-1].encode() + b',"__metadata__":{}}',
    "no object": lambda _: b"[1]",
    "not UTF-8": lambda _: b"\xff\xfe{}",
    "another type": _header(lambda h: _first(h).update(dtype="BF16")),
    "type of another length": _header(lambda h: _first(h).update(dtype="F64")),
    "another shape": _header(lambda h: _first(h).update(shape=[3])),
    "huge shape": _header(lambda h: _first(h).update(shape=[2**62, 2**62])),
    "negative shape": _header(lambda h: _first(h).update(shape=[-1])),
    "many dimensions": _header(lambda h: _first(h).update(shape=[1] * 5000)),
    "overlap": _header(lambda h: _first(h).update(data_offsets=[0, 4])),
    "out of bounds": _header(lambda h: _first(h).update(data_offsets=[2**50, 2**51])),
    "offsets as text": _header(lambda h: _first(h).update(data_offsets=["0", "4"])),
    "one more entry": _header(lambda h: _first(h).update(more=1)),
    "metadata no texts": _header(lambda h: h.update(__metadata__={CARD_KEY: 1})),
    "card infinite": _header(
        lambda h: h.update(
            __metadata__={CARD_KEY: h["__metadata__"][CARD_KEY].replace("1.3", "Infinity")}
        )
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_header_is_refused_in_one_sentence(saved: Path, tmp_path: Path, name: str) -> None:
    header, data = parts(saved)
    file = written(tmp_path / "m.safetensors", HOSTILE[name](of_version_1(header)), data)
    for opened in (read_card, verify_model, load_model):
        with pytest.raises(ModelError) as refused:
            opened(file)
        assert len(str(refused.value)) < 400


@pytest.mark.parametrize("length", [2**63, 2**40, 5 << 20])
def test_a_huge_header_is_not_read(saved: Path, tmp_path: Path, length: int) -> None:
    file = tmp_path / "m.safetensors"
    file.write_bytes(struct.pack("<Q", length) + b"[" * (6 << 20) + saved.read_bytes())
    tracemalloc.start()
    with pytest.raises(ModelError):
        read_card(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20


@pytest.mark.parametrize(
    "changes",
    [
        {"threshold": "0.5"},
        {"threshold": True},
        {"size_px": 10**9},
        {"size_px": 64.5},
        {"channels": []},
        {"channels": "T2"},
        {"preprocessing": []},
        {"lineage": 1},
        {"input_range": {"x": [0]}},
        {"attention": ["a"]},
        {"family": 3},
        {"temperature": 10**400},
        {"reference": []},
        {"reference": {**reference_of().to_dict(), "limit": 0}},
        {"reference": {**reference_of().to_dict(), "limit": "3"}},
        {"reference": {**reference_of().to_dict(), "checks": {"noise": {"names": ["a"]}}}},
        {"reference": {"patients": 12}},
        {"reference": "none"},
    ],
)
def test_a_card_of_wrong_types_is_refused(saved: Path, tmp_path: Path, changes: dict[str, Any]) -> None:
    header, data = parts(saved)
    file = written(tmp_path / "m.safetensors", with_card(of_version_1(header), **changes), data)
    with pytest.raises(ModelError):
        load_model(file)

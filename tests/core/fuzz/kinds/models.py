"""Model files: safetensors with a card."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path
from typing import Any

from safetensors import safe_open

from cxstage_core.errors import CxStageError
from cxstage_core.models import load_model, read_card, save_model, verify_model
from cxstage_core.models.build import build
from cxstage_core.models.file import CARD_KEY
from cxstage_core.models.header import SEAL_KEY
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh
from tests.core.models.cards import card_of, reference_of


class ModelFile:
    """One changed model file; whatever opens must be what was saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = fresh(folder)
        self.file, self.good = folder / "mutant.safetensors", folder / "good.safetensors"
        card = card_of("ShuffleNet", reference=reference_of())
        save_model(self.good, build("ShuffleNet", channels=3, size_px=64, seed=1), card)
        self.content = self.good.read_bytes()
        (length,) = struct.unpack("<Q", self.content[:8])
        self.header: dict[str, Any] = json.loads(self.content[8 : 8 + length])
        self.data = self.content[8 + length :]
        self.card = read_card(self.good)
        self.tensors = _tensors(self.good)

    def judge(self, draw: random.Random) -> str:
        """Change the header, its length, the card, or bytes."""
        self.file.write_bytes(self._changed(draw))
        try:
            card = read_card(self.file)
            verify_model(self.file)
            load_model(self.file)
        except CxStageError:
            return REFUSED
        finally:
            if read_card(self.good) != self.card:
                raise FaultError("neighbour", "the good model has another card now")
        notes = bool(getattr(card, "notes", ())) and card.notes != self.card.notes
        if card == self.card and _tensors(self.file) == self.tensors:
            return EQUAL
        if notes:
            return NOTED
        raise FaultError("silent", "another card or other tensors")

    def _changed(self, draw: random.Random) -> bytes:
        if draw.random() > 0.7:
            start = len(self.content) - len(self.data)
            within = start if draw.random() < 0.6 else None
            return mutate.of_bytes(draw, self.content, within=within)
        header = json.loads(json.dumps(self.header))
        texts = header["__metadata__"]
        change = draw.randrange(5)
        if change == 0:
            header = mutate.of_json(draw, header)
        elif change == 1:
            texts[CARD_KEY] = json.dumps(mutate.of_json(draw, json.loads(texts[CARD_KEY])))
        elif change == 2:
            card = {**mutate.of_json(draw, json.loads(texts[CARD_KEY])), "version": 1}
            texts[CARD_KEY] = json.dumps(card)
            texts.pop(SEAL_KEY)
        elif change == 3:
            names = sorted(set(header) - {"__metadata__"})
            one, other = draw.sample(names, 2)
            header[one], header[other] = header[other], header[one]
        else:
            texts[draw.choice(mutate.WORDS)] = draw.choice(mutate.WORDS)
        try:
            words = json.dumps(header, separators=(",", ":")).encode("utf-8", "surrogatepass")
        except RecursionError:
            words = b"[" * 5000
        length = draw.choice((len(words),) * 8 + (0, 2**63, 2**64 - 1, len(words) - 1, len(words) + 1))
        return struct.pack("<Q", length) + words + self.data


def _tensors(file: Path) -> dict[str, bytes]:
    with safe_open(file, "numpy") as opened:
        return {name: opened.get_tensor(name).tobytes() for name in opened.keys()}  # noqa: SIM118

"""Cases of model files: a card that was changed."""

from __future__ import annotations

import json
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from tests.core.cases.running import Case
from tests.core.models.cards import card_of


def changed_threshold(case: Case) -> None:
    """A threshold changed in the header is refused, from a file and in a cohort."""
    file = case.work / "m.safetensors"
    save_model(
        file, build("ShuffleNet", channels=3, size_px=64, seed=1), card_of("ShuffleNet", threshold=0.5)
    )
    cohort = Cohort.create(case.cohort)
    patient = cohort.pseudonym("one")
    stored = cohort.models.add("E0001-shufflenet_v2_x1_0", file)
    for path in (file, stored):
        _change(path, rb"\"threshold\": 0.5", rb"\"threshold\": 0.01")
    said = case.run(
        "predict", "--study", case.work, "--roi", case.work / "roi.nii", "--model", file, expect=1
    )["error"]
    assert "not the one that was saved" in said, said
    said = case.run("predict", cohort.path, patient, "--model", stored.stem, expect=1)["error"]
    assert "not the one that was stored as" in said


def _change(path: Path, before: bytes, after: bytes) -> None:
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length]
    assert header.count(before) == 1
    header = header.replace(before, after)
    json.loads(header)
    path.write_bytes(len(header).to_bytes(8, "little") + header + content[8 + length :])


CASES = {"58": changed_threshold}

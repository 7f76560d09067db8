"""200 studies in a row into one table: is memory flat, and does a damaged study cost only itself?

Four phantom patients are written as files; every study is one of them with other noise. The network is tiny, so that
what grows is the program.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cxstage_core.dataset import Preprocessing
from cxstage_core.imaging import Mask, Volume
from cxstage_core.intake import write_mask, write_volume
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import draw_patient, render, truth
from cxstage_core.prediction.many import State, predict_many
from cxstage_core.prediction.many.batch import StudyDone
from tests.benchmarks.journal import rss_mb
from tests.core.models.cards import card_of

PATIENTS, DAMAGED = 4, 77
FAMILY = "shufflenet_v2_x1_0"
CONFIG = Preprocessing(size_px=64, channels=("T2", "T1", "mask"))
WARM = 20
"""Studies before memory is compared: libraries load, buffers find their size."""


@dataclass
class Watch:
    """Memory after each study."""

    rss: list[float] = field(default_factory=list)

    def __call__(self, news: Progress | Event) -> None:
        if isinstance(news, StudyDone):
            self.rss.append(rss_mb())


def write_studies(folder: Path, count: int) -> None:
    """Write the studies, one folder each, one of them cut in the middle."""
    made: list[tuple[dict[str, Volume], Mask]] = []
    for number in range(1, PATIENTS + 1):
        patient = draw_patient(5, number)
        made.append((render(patient), truth(patient)))
    rng = np.random.default_rng(0)
    for number in range(count):
        images, mask = made[number % PATIENTS]
        study = folder / f"{number:04d}"
        study.mkdir()
        for name in ("t2_axial", "t1_axial"):
            volume = images[name]
            noise = rng.normal(0, 3, volume.array.shape)
            noisy = np.clip(volume.array + noise, 0, None).astype(volume.array.dtype)
            write_volume(Volume(noisy, volume.grid), study / f"{name.replace('_', ' ')}.nii")
        write_mask(mask, study / "outline.nii.gz")
    broken = folder / f"{DAMAGED % count:04d}" / "t2 axial.nii"
    broken.write_bytes(broken.read_bytes()[:5000])


def main() -> None:
    """Predict all of them; print growth, speed and what became of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--studies", type=int, default=200)
    count = parser.parse_args().studies
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as place:
        folder, table, model = Path(place, "in"), Path(place, "out.csv"), Path(place, "m.safetensors")
        folder.mkdir()
        write_studies(folder, count)
        card = card_of(FAMILY, preprocessing=CONFIG.to_dict(), size_px=64, input_range={})
        save_model(model, build(FAMILY, channels=3, size_px=64, seed=5), card)
        watch = Watch()
        job, _ = start_job(watch)
        began = time.perf_counter()
        found = predict_many([folder], model, table, job)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        again = predict_many([folder], model, table)
        resumed = time.perf_counter() - began
    rss = np.array(watch.rss[WARM:])
    slope = float(np.polyfit(np.arange(len(rss)), rss, 1)[0]) * 100
    figures = {
        "studies": count,
        "predicted": found.count(State.PREDICTED),
        "lost": count - 1 - found.count(State.PREDICTED),
        "failed": found.count(State.FAILED),
        "slope_mb_per_100": slope,
        "first_mb": float(rss[:10].mean()),
        "last_mb": float(rss[-10:].mean()),
        "studies_per_s": count / seconds,
        "taken_over": again.taken_over,
        "resumed_s": resumed,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

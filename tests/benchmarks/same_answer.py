"""Whether both libraries give one answer: `python -m tests.benchmarks.same_answer`.

An ensemble of two networks of each family answers studies in PyTorch and in ONNX Runtime; compared are logits, group
and conformal set. For each study one threshold lies far from its probability, one on it, and some within the
difference that the libraries may have.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from cxstage_core.dataset import Preprocessing
from cxstage_core.models import FAMILIES, probability
from cxstage_core.models.runtime import choice
from cxstage_core.models.runtime.choice import choose_runtime, difference, torch_runtime
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.group_set import held_groups
from cxstage_core.prediction.predictor import predict_prepared
from cxstage_core.prediction.result import Prediction
from cxstage_core.storage.cache_folder import CACHE_VARIABLE
from tests.core.prediction.ensembles import case, ensemble

STUDIES, MEMBERS, SIZE = 6, 2, 128
SPREAD = 1.0
"""Standard deviation of the logits. First weights, so scaled, give differences of large numbers: where the libraries
differ by more than the tolerance, PyTorch computes the family, which is counted. `heat_location` compares trained ones."""
FROM_THRESHOLD = (0.0, 3e-5, -3e-5, 9e-5, -9e-5, 0.2)


def answer(model: LoadedModel, found: Prediction) -> tuple[str, Any]:
    """Group and set of a prediction."""
    assert model.card.calibration is not None
    logits = [member.logit for member in found.members]
    return found.group, held_groups(model.card.calibration, logits, 0.9)


def measured(family: str) -> dict[str, Any]:
    """Differences of one family."""
    config = Preprocessing(size_px=SIZE)
    model = ensemble(family, MEMBERS, config=config, spread=SPREAD)
    exact, fast = torch_runtime(model.network), choose_runtime(model.network, model.card)
    prepared, rng = case(config=config).prepared, np.random.default_rng(0)
    largest, others, again, answers = 0.0, 0, 0, 0
    for _ in range(STUDIES):
        noise = rng.normal(0, 0.5, prepared.array.shape).astype(np.float32)
        study = replace(prepared, array=prepared.array + noise)
        sure = predict_prepared(model.network, model.card, study, runtime=exact)
        for way, own in zip(fast.members, sure.members, strict=False):
            bare = np.array([way(study.array).mean()])
            largest = max(largest, difference(np.array([own.logit]), bare))
        p = probability(sure.logit, model.card.temperature)
        for off in FROM_THRESHOLD:
            card = replace(model.card, threshold=min(1.0, max(0.0, p + off)))
            one = predict_prepared(model.network, card, study, runtime=exact)
            two = predict_prepared(model.network, card, study, runtime=fast)
            others += answer(model, one) != answer(model, two)
            again += two.runtime.startswith("torch")
            answers += 1
    return {
        "family": family,
        "runtime": fast.title,
        "why": None if fast.why is None else str(fast.why),
        "difference": largest,
        "answers": answers,
        "other_answers": others,
        "computed_again": again,
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--family", action="append")
    asked = parser.parse_args()
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    except ImportError:
        print(json.dumps({"not_measured": "not installed"}))
        return
    torch.set_num_threads(1)
    choice.CLEARLY_FASTER = float("inf")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CACHE_VARIABLE] = folder
        for family in asked.family or list(FAMILIES):
            rows.append(measured(family))
            print(rows[-1], file=sys.stderr, flush=True)
    print(
        json.dumps(
            {
                "families_in_onnxruntime": sum(r["runtime"].startswith("onnx") for r in rows),
                "largest_difference": max(row["difference"] for row in rows),
                "other_answers": sum(row["other_answers"] for row in rows),
                "rows": rows,
            }
        )
    )


if __name__ == "__main__":
    main()

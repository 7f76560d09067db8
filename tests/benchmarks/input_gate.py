"""The input gate: which studies that do not fit it catches, and how many fitting ones raise an alarm.

A small network is trained on phantom patients. Then held-out patients of the same style, whom neither training nor
limits have seen, are checked (an alarm is any warning or stop, of all checks together, that of the network's features
among them), and each way of `ALTERATIONS` to spoil a study is tried on some of them, as is the volume of a brain.
"Caught" is a stop: the program abstains. Patients of the held-out style (another scanner) are counted without a bar.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from cxstage_core.dataset import PreparedCase, PreparedSet, Preprocessing, make_split
from cxstage_core.errors import CxStageError
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.intake.image_files import read_volume
from cxstage_core.models.file import load_model
from cxstage_core.phantom import STANDARD, draw_patient
from cxstage_core.phantom.styles import HELD_OUT
from cxstage_core.prediction.case import Case, LoadedModel, OutlineKind, OutlineSource, StudyImages
from cxstage_core.prediction.input_checks import Check, feature_check
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.training import Recipe, compare
from tests.conftest import REAL_DATA
from tests.core.prediction.altered_studies import (
    ALTERATIONS,
    Study,
    assessed,
    phantom_study,
    prepared_case,
)

CONFIG = Preprocessing(size_px=64)
RECIPE = Recipe(epochs=4, device="cpu", threads=1, weights="from scratch")
SEED, TRAINED, FITTING, ALTERED, FOREIGN = 31, 90, 100, 20, 30


def training_set(patients: int) -> PreparedSet:
    """Prepared patients of the standard style with their labels."""
    cases: list[PreparedCase] = []
    number = 0
    while len(cases) < patients:
        number += 1
        facts = draw_patient(SEED, number).findings.facts
        label = SCHEMES["paper"].label(stage(facts)).label
        if label is not None:
            case = prepared_case(phantom_study(SEED, number), CONFIG, f"P{number:04d}", label)
            cases.append(case)
    return PreparedSet(tuple(cases), (), CONFIG, "paper")


def judge(study: Study, loaded: LoadedModel) -> tuple[list[Check], str]:
    """All checks of a study; or none, and why it cannot be prepared."""
    found = assessed(study, loaded.card, CONFIG)
    if isinstance(found, CxStageError):
        return [], str(found)
    assessment, made = found
    case = Case(
        "study",
        "t2-axial",
        CONFIG,
        made,
        OutlineSource(OutlineKind.DRAWN, "", ""),
        assessment.objections,
        "",
        (),
        lambda: StudyImages(study.t2, {}, study.outline),
    )
    return [*assessment.checks, feature_check(loaded, case)], ""


def counted(studies: list[Study], loaded: LoadedModel) -> dict[str, Any]:
    """How many studies are stopped or raise any alarm, with Wilson intervals, and by which checks."""
    stopped = alarmed = 0
    stops: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for study in studies:
        checks, refused = judge(study, loaded)
        stopped += bool(refused) or any(c.verdict == "stop" for c in checks)
        alarmed += bool(refused) or any(c.verdict in ("stop", "warning") for c in checks)
        stops.update(["refused"] if refused else [c.key for c in checks if c.verdict == "stop"])
        alarms.update(c.key for c in checks if c.verdict == "warning")
    n = len(studies)
    return {
        "n": n,
        "stopped": stopped / n,
        "stopped_interval": _interval(stopped, n),
        "alarms": alarmed / n,
        "alarms_interval": _interval(alarmed, n),
        "stops_by": dict(stops.most_common()),
        "warnings_by": dict(alarms.most_common()),
    }


def brain(study: Study) -> Study | None:
    """The volume of a brain with its outline in place of a pelvis; None where it is not at hand."""
    folder = REAL_DATA / "volumes"
    if not folder.is_dir():
        return None
    from cxstage_core.intake import read_mask

    volume = read_volume(folder / "brain1_image.nrrd")
    outline = read_mask(folder / "brain1_label.nrrd")
    return replace(study, t2=volume, t1=volume, outline=outline)


def _interval(k: int, n: int) -> list[float]:
    found = wilson(k, n)
    return [found.low, found.high]


def main(arguments: list[str]) -> None:
    """Train, check and print one line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=TRAINED)
    parser.add_argument("--fitting", type=int, default=FITTING)
    parser.add_argument("--altered", type=int, default=ALTERED)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    began = time.perf_counter()
    data = training_set(chosen.patients)
    split = make_split(data.label_of(), test=0.2, seed=SEED, scheme="paper")
    with tempfile.TemporaryDirectory() as work:
        (made,) = compare(data, split, ["ShuffleNet"], RECIPE, work=Path(work))
        network, card = load_model(made.file)
        loaded = LoadedModel("gate", network, card)
        assert card.reference is not None
        fitting = [phantom_study(SEED + 1, number) for number in range(1, chosen.fitting + 1)]
        clean = counted(fitting, loaded)
        print(f"fitting: {clean}", file=sys.stderr, flush=True)
        caught: dict[str, dict[str, Any]] = {}
        for name, alter in ALTERATIONS.items():
            caught[name] = counted([alter(one) for one in fitting[: chosen.altered]], loaded)
            print(f"{name}: {caught[name]}", file=sys.stderr, flush=True)
        head = brain(fitting[0])
        if head is not None:
            caught["brain"] = counted([head], loaded)
            print(f"brain: {caught['brain']}", file=sys.stderr, flush=True)
        foreign = counted(
            [phantom_study(SEED, number, HELD_OUT) for number in range(1, FOREIGN + 1)], loaded
        )
        print(f"held-out style: {foreign}", file=sys.stderr, flush=True)
    print(
        json.dumps(
            {
                "training_patients": card.reference.patients,
                "limit": card.reference.limit,
                "most_alarms": card.reference.most_alarms,
                "alarms": clean["alarms"],
                "alarms_interval": clean["alarms_interval"],
                "fitting": clean,
                "caught_least": least(caught),
                "caught": caught,
                "held_out_style": foreign,
                "style": STANDARD,
                "seconds": time.perf_counter() - began,
            }
        )
    )


def least(caught: Mapping[str, Mapping[str, Any]]) -> float:
    """The smallest share stopped over all ways to spoil a study."""
    return min(float(one["stopped"]) for one in caught.values())


if __name__ == "__main__":
    main(sys.argv[1:])

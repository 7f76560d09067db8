"""Run every benchmark in its own process, print one table, write `build/bench.json`.

Each benchmark module prints one JSON object on stdout as its last line; the list below says which
of its figures carry a bar. A benchmark that fails is reported as such and does not stop the others.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = dict[str, Any]
VERDICT = {True: "holds", False: "MISSED", None: "open"}


@dataclass(frozen=True)
class Bar:
    """One figure of a benchmark: its name, unit, bar in words, and whether it holds."""

    name: str
    pick: Callable[[Values], float | None]
    unit: str
    bar: str
    holds: Callable[[float, Values], bool]


@dataclass(frozen=True)
class Benchmark:
    """One module under tests/benchmarks with its arguments and figures."""

    module: str
    figures: tuple[Bar, ...]
    arguments: tuple[str, ...] = ()


def at_least(name: str, key: str, unit: str, bar: float) -> Bar:
    """A figure that must reach its bar."""
    return Bar(name, lambda v: v[key], unit, f"≥ {bar:g}", lambda x, _: x >= bar)


def at_most(name: str, key: str, unit: str, bar: float) -> Bar:
    """A figure that must stay below its bar."""
    return Bar(name, lambda v: v[key], unit, f"≤ {bar:g}", lambda x, _: x <= bar)


def gain(values: Values, kind: str) -> float:
    """How many times faster our step is on one kind of processor."""
    return float(values["kinds"][kind]["gain"])


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        "predict_click",
        (
            at_most("click to number and strip ÷ bare passes", "click_to_passes", "×", 1.15),
            at_most("Predict page, cold, to the answer", "cold_start_s", "s", 6),
            at_most("longest block of the window meanwhile", "longest_block_ms", "ms", 50),
        ),
    ),
    Benchmark("phantom", (at_least("phantom, written as DICOM", "patients_per_s", "patients/s", 10),)),
    Benchmark(
        "phantom_labels",
        (
            Bar(
                "phantom, 112 patients: AUC of the diameter alone, mean of 20 seeds",
                lambda v: v["diameter_auc"],
                "",
                ".77 to .83",
                lambda x, _: 0.77 <= x <= 0.83,
            ),
            at_least("the same: AUC of the local extent alone", "extent_auc", "", 0.93),
        ),
    ),
    Benchmark(
        "window",
        (
            at_most("process start to first image", "first_image_s", "s", 1.2),
            at_most("longest event-loop block in training", "longest_block_ms", "ms", 50),
        ),
    ),
    Benchmark(
        "canvas",
        (
            at_most("scroll 25×512×512, three overlays, p99", "scroll_p99_ms", "ms", 12),
            at_most("brush 40 px on 512×512, p99", "brush_p99_ms", "ms", 8),
        ),
    ),
    Benchmark(
        "strokes",
        (
            at_most("brush 40 px on 1024×1024, p99", "brush_1024_p99_ms", "ms", 16),
            at_most("brush through the slices (3D), p99", "solid_brush_p99_ms", "ms", 16),
            at_most("live wire follows the mouse, p99", "live_wire_p99_ms", "ms", 16),
            at_most("preview of region growing, p99", "growing_p99_ms", "ms", 100),
            at_most("interpolation of 20 slices, p99", "interpolation_p99_ms", "ms", 500),
        ),
    ),
    Benchmark(
        "next_patient",
        (at_most("next patient on screen (2 × 25×512×512), p99", "next_p99_ms", "ms", 150),),
    ),
    Benchmark(
        "layouts",
        (
            at_most("one wheel step repaints 1+3 linked panes, p99", "wheel_p99_ms", "ms", 33),
            at_most(
                "scroll with drawing, other reader, reference, p99", "others_scroll_p99_ms", "ms", 12
            ),
            at_most("scroll during training, p99", "training_scroll_p99_ms", "ms", 20),
        ),
    ),
    Benchmark(
        "store",
        (at_most("open a study (2 × 25×512×512), median", "open_study_ms", "ms", 100),),
    ),
    Benchmark(
        "journal",
        (
            at_most("memory for 10,000 strokes", "memory_mb", "MB", 200),
            at_most("a stroke into the journal, p99", "append_p99_ms", "ms", 4),
            at_most("a row of the history list, p99", "history_row_p99_ms", "ms", 1),
        ),
    ),
    Benchmark(
        "kill_drawing",
        (at_most("drawings not as they were after 200 kills", "lost", "drawings", 0),),
        ("--kills", "200"),
    ),
    Benchmark(
        "soak",
        (
            at_most("memory growth over 50,000 events, after 10,000", "growth_percent", "%", 5),
            at_most("errors in the log of 50,000 events", "errors", "errors", 0),
        ),
    ),
    Benchmark(
        "predict_again",
        (
            at_most(
                "prediction against the stored number, largest difference",
                "largest_difference",
                "",
                1e-5,
            ),
        ),
    ),
    Benchmark(
        "many_studies",
        (
            at_most("memory grown over 100 of 200 studies in a row", "slope_mb_per_100", "MB", 5),
            at_most("studies lost beside the damaged one", "lost", "studies", 0),
        ),
    ),
    Benchmark(
        "kill_store",
        (
            at_most("acknowledged saves lost in 200 kills", "lost", "saves", 0),
            at_most("cohorts unreadable after 200 kills", "unreadable", "cohorts", 0),
            at_most("problems found by verify after 200 kills", "problems", "problems", 0),
        ),
        ("--kills", "200"),
    ),
    Benchmark(
        "learning",
        (
            at_least(
                "ShuffleNet 64 px, 60 patients: median test AUC of 5 seeds", "median_auc", "", 0.75
            ),
            Bar(
                "the same with shuffled labels, median test AUC of 5 seeds",
                lambda v: v["shuffled_median_auc"],
                "",
                "inside the 95 % null band",
                lambda x, v: v["null_band"][0] <= x <= v["null_band"][1],
            ),
        ),
    ),
    Benchmark(
        "engine",
        (
            at_most("ShuffleNet 64 px: epoch ÷ bare steps, median", "shufflenet_overhead", "", 1.05),
            at_most("ResNet-50 64 px: epoch ÷ bare steps, median", "resnet_overhead", "", 1.05),
            at_least("HRNet-W32 128 px: contiguous eager ÷ our epoch, median", "hrnet_gain", "", 1.2),
        ),
    ),
    Benchmark(
        "cpu_step",
        (
            Bar(
                "HRNet-W32 128 px: contiguous eager ÷ our step, bfloat16 instructions",
                lambda v: gain(v, "all instructions") if v["bfloat16_instructions"] else None,
                "",
                "≥ 1.9",
                lambda x, _: x >= 1.9,
            ),
            Bar(
                "the same with AVX-512 alone",
                lambda v: gain(v, "AVX-512 alone"),
                "",
                "≥ 1.2",
                lambda x, _: x >= 1.2,
            ),
            Bar(
                "the same with AVX2",
                lambda v: gain(v, "AVX2"),
                "",
                "the best found",
                lambda x, _: x >= 1,
            ),
        ),
    ),
    Benchmark(
        "precision_auc",
        (
            Bar(
                "AUC in bfloat16 − in float32, 10 seeds, mean difference",
                lambda v: v["difference"],
                "",
                "0 inside its 95 % interval",
                lambda _, v: v["interval"][0] <= 0 <= v["interval"][1],
            ),
        ),
    ),
    Benchmark(
        "inference",
        (
            Bar(
                "prediction's images/s ÷ a bare session.run, the worst network",
                lambda v: v["least_ratio"],
                "",
                "≥ 0.97",
                lambda x, _: x >= 0.97,
            ),
            Bar(
                "logits of onnxruntime and torch, largest difference",
                lambda v: v["largest_difference"],
                "",
                "≤ 1e-4",
                lambda x, _: x <= 1e-4,
            ),
        ),
    ),
    Benchmark(
        "gpu",
        (
            at_most("GPU, 224 px: epoch ÷ bare steps, the worst of seven", "overhead", "", 1.15),
            at_least(
                "GPU: images/s ÷ DataLoader with torchvision, worst of three",
                "beside_torchvision",
                "",
                3,
            ),
            at_least("GPU: images/s ÷ MONAI CacheDataset, worst of three", "beside_monai", "", 3),
            at_most("GPU: the paper's whole comparison, 7 × 100 epochs", "whole_minutes", "min", 10),
        ),
    ),
    Benchmark(
        "kill_training",
        (at_most("tensors that differ after 20 kills in training", "different_tensors", "tensors", 0),),
    ),
    Benchmark(
        "hundred",
        (
            at_least("HRNet on 112 patients: lower end of the AUC's interval", "auc_low", "", 0.5),
            Bar(
                "the same: accuracy above the larger group's",
                lambda v: v["above_baseline"],
                "",
                "> 0",
                lambda x, _: x > 0,
            ),
        ),
    ),
    Benchmark(
        "scale",
        (
            at_most(
                "private memory grown from 1,000 to 10,000 prepared patients", "grown_mb", "MB", 50
            ),
            at_most("the same over five epochs of sampling", "grown_over_epochs_mb", "MB", 50),
            at_most("start of an epoch over 10,000 patients, median", "epoch_start_s", "s", 1),
        ),
    ),
    Benchmark(
        "two_readers",
        (
            at_most("two readers, five minutes, kills: acknowledged saves lost", "lost", "saves", 0),
            at_most("the same: problems found by verify", "problems", "problems", 0),
            at_most("the same: problems found in the audit log", "audit_problems", "problems", 0),
        ),
        ("--seconds", "300"),
    ),
    Benchmark(
        "agreement",
        (at_most("agreement of 112 patients, 25×512×512, two readers", "agreement_s", "s", 60),),
    ),
    Benchmark(
        "coverage",
        (
            at_least("coverage of 95 % intervals, lowest mean over a grid", "least_mean", "", 0.94),
            at_most("the same, highest mean", "most_mean", "", 0.975),
        ),
    ),
    Benchmark(
        "conformal",
        (
            at_least(
                "conformal sets, n 9 to 77: least mean coverage − level", "least_above_nominal", "", 0
            ),
            at_most("the same: mean coverage off ⌈(n+1)·.9⌉/(n+1)", "largest_off_expected", "", 0.005),
            at_most("the same: printed band off the simulated one", "largest_off_band", "", 0.01),
            at_least(
                "90 % sets from out-of-fold scores, least coverage", "out_of_fold_coverage", "", 0.89
            ),
            at_least(
                "90 % interval of an ensemble holds the mean answer",
                "interval_holds_mean_answer",
                "",
                0.87,
            ),
        ),
    ),
    Benchmark(
        "heat_location",
        (
            at_least("heat on a painted place of 40 mm, least of 7 families", "lowest_share", "", 0.5),
            at_most("the same with random weights, most", "highest_random_share", "", 0.5),
            at_least("the same: AUC of the trained networks, least", "lowest_auc", "", 0.9),
            at_most(
                "7 trained families: ONNX Runtime's logits off PyTorch's",
                "largest_onnx_difference",
                "",
                1e-4,
            ),
        ),
    ),
    Benchmark(
        "same_answer",
        (
            at_most("the same: logits off PyTorch's", "largest_difference", "", 1e-4),
            at_most("the same: other group or set than PyTorch", "other_answers", "answers", 0),
        ),
    ),
    Benchmark(
        "mutants",
        (
            at_least("mutants of all kinds of files", "mutants", "mutants", 20_000),
            at_least("mutants of the kind with the fewest", "least_of_a_kind", "mutants", 1000),
            at_most("mutants that end the program", "crashes", "mutants", 0),
            at_most("mutants with a traceback", "tracebacks", "mutants", 0),
            at_most("mutants that take longer than 5 s", "hangs", "mutants", 0),
            at_most("mutants by which something outside changed", "outside", "mutants", 0),
            at_most("mutants that cost a good neighbour", "neighbours", "mutants", 0),
            at_most("mutants accepted, different and without a note", "silent", "mutants", 0),
        ),
    ),
    Benchmark(
        "input_gate",
        (
            at_least(
                "input gate: studies that do not fit, stopped, least of all ways",
                "caught_least",
                "",
                1.0,
            ),
            at_most("input gate: alarms of 100 held-out phantom patients", "alarms", "", 0.05),
        ),
    ),
    Benchmark(
        "demo",
        (
            at_most("make demo, after set-up, longest of the seeds", "minutes", "min", 6),
            at_least("seeds 1–5 whose interval of HRNet's AUC is above .5", "above_chance", "seeds", 4),
        ),
    ),
)


def main(target: Path, only: set[str]) -> int:
    """Run the benchmarks (all, or those named), write the file, return 1 if a bar does not hold."""
    found: dict[str, dict[str, Any]] = {}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for benchmark in BENCHMARKS:
        if only and benchmark.module not in only:
            continue
        command = [sys.executable, "-m", f"tests.benchmarks.{benchmark.module}", *benchmark.arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        values: Values | None = json.loads(lines[-1]) if done.returncode == 0 and lines else None
        for bar in benchmark.figures:
            found[bar.name] = row = judged(bar, values)
            print(
                f"{VERDICT[row['holds']]:7} {bar.name:68} {shown(row, values):>18}   bar {bar.bar}",
                flush=True,
            )
        if values is not None:
            found[f"details of {benchmark.module}"] = {
                "value": values,
                "unit": "",
                "bar": "",
                "holds": True,
            }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    return 1 if any(entry["holds"] is False for entry in found.values()) else 0


def judged(bar: Bar, values: Values | None) -> dict[str, Any]:
    """Value, unit, bar and whether it holds; None for a bar that this machine cannot measure."""
    row: dict[str, Any] = {"value": None, "unit": bar.unit, "bar": bar.bar, "holds": False}
    if values is None:
        return row
    if "not_measured" in values:
        return {**row, "holds": None}
    value = bar.pick(values)
    if value is None:  # the other side of the comparison is not installed
        return {**row, "holds": None}
    return {**row, "value": value, "holds": bar.holds(value, values)}


def shown(row: dict[str, Any], values: Values | None) -> str:
    """A row's value as the table prints it."""
    if row["value"] is not None:
        return f"{row['value']:.4g} {row['unit']}".strip()
    if row["holds"] is None:
        return str((values or {}).get("not_measured", "not installed"))
    return "failed"


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), set(sys.argv[2:])))

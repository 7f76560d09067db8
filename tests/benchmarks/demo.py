"""What a new user sees first: how long the demo takes once everything is installed, and what HRNet reaches in it.

    python -m tests.benchmarks.demo [--seeds 1 2 3 4 5] [--patients N] [--epochs E]

Every seed draws another cohort. Each figure is printed as soon as it is there; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

NETWORK, DIAMETER, EXTENT = "HRNet", "Diameter only", "Local extent"


def one_seed(seed: int, further: list[str]) -> dict[str, Any]:
    """Run `cxstage demo` in an empty folder, with its defaults but for the seed and what is given."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("cxstage")),
                *("demo", "--out", f"{folder}/demo", "--no-window", "--json", "--seed", str(seed)),
                *further,
            ],
            stdout=subprocess.PIPE,
            check=True,
        )
        minutes = (time.perf_counter() - began) / 60
    shown = json.loads(done.stdout)["comparison"]
    rows = {row["name"]: row for row in (*shown["models"], *shown["baselines"])}
    found = rows[NETWORK]
    row = {
        "seed": seed,
        "minutes": round(minutes, 2),
        "test_patients": found["n"],
        **{name: rows[name]["auc"] for name in rows},
        "interval": found["auc_ci"],
    }
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
    return row


def main() -> None:
    """Run the seeds, one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--patients", type=int)
    parser.add_argument("--epochs", type=int)
    given = parser.parse_args()
    further = [
        word
        for name in ("patients", "epochs")
        if (value := getattr(given, name)) is not None
        for word in (f"--{name}", str(value))
    ]
    rows = [one_seed(seed, further) for seed in given.seeds]
    above = sum(row["interval"] is not None and row["interval"][0] > 0.5 for row in rows)
    print(
        json.dumps(
            {
                "minutes": max(row["minutes"] for row in rows),
                "above_chance": above,
                "seeds": len(rows),
                "hrnet_median": statistics.median(row[NETWORK] for row in rows),
                "diameter_median": statistics.median(row[DIAMETER] for row in rows),
                "extent_median": statistics.median(row[EXTENT] for row in rows),
                "rows": rows,
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()

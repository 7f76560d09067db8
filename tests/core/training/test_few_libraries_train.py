"""A training needs torch, timm and h5py: a machine of a cluster, or one that is lent, has no more."""

from __future__ import annotations

import json
import subprocess
import sys

IMPORTED = (
    "cxstage_core.training",
    "cxstage_core.training.execution.ray_tasks",
    "cxstage_core.training.execution.local_processes",
    "cxstage_core.training.loop.trainer",
    "cxstage_core.models.build",
)
NOT_NEEDED = {
    "SimpleITK",
    "argon2",
    "matplotlib",
    "monai",
    "optuna",
    "pydicom",
    "ray",
    "scipy",
    "sklearn",
}


def test_importing_what_trains_loads_no_library_of_images_searches_or_clusters() -> None:
    code = f"import sys, json, {', '.join(IMPORTED)}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert {"torch", "h5py"} <= loaded
    assert not loaded & NOT_NEEDED

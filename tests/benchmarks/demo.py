"""How long the demo takes once everything is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Run `cxstage demo` with its defaults in an empty folder and print the minutes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run(
            [
                str(Path(sys.executable).with_name("cxstage")),
                *("demo", "--out", f"{folder}/demo", "--no-window", "--json"),
            ],
            stdout=subprocess.PIPE,
            check=True,
        )
        seconds = time.perf_counter() - began
    print(json.dumps({"minutes": seconds / 60}))


if __name__ == "__main__":
    main()

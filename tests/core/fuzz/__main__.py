"""Try mutants in this process: `python -m tests.core.fuzz KIND FIRST LAST SEED REPORT`."""

import sys
from pathlib import Path

from tests.core.fuzz.harness import child

if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))

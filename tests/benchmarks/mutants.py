"""What becomes of mutants of every kind of file: 1,000 of each, held against independent readers."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, Tally, run
from tests.core.fuzz.kinds import GROUPS, shares

SORTS = {
    "crashes": ("crash", "memory"),
    "tracebacks": ("traceback", "harness"),
    "hangs": ("slow",),
    "outside": ("outside",),
    "neighbours": ("neighbour",),
    "silent": ("silent",),
}


def tried(group: str, count: int, seed: int) -> Tally:
    """The mutants of a group."""
    whole = Tally()
    for kind, share in shares(group, count).items():
        one = run(kind, share, seed)
        whole.counts += one.counts
        whole.faults += [(number, sort, f"{kind}: {detail}") for number, sort, detail in one.faults]
        whole.seconds += one.seconds
    print(f"{group:26} {row(whole)}", file=sys.stderr, flush=True)
    for number, sort, detail in whole.faults:
        print(f"    {number} {sort} {detail}", file=sys.stderr, flush=True)
    return whole


def row(tally: Tally) -> str:
    """Mutants, accepted as equal, accepted with a note, refused, faults, seconds."""
    counts = [tally.mutants, *(tally.counts[o] for o in (EQUAL, NOTED, REFUSED)), len(tally.faults)]
    return "".join(f"{n:8}" for n in counts) + f"{tally.seconds:8.0f} s"


def main() -> None:
    """Print the figures as one line of JSON, and a table of all groups on stderr."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=1000, help="mutants of each kind of file")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--side-by-side", type=int, default=2, help="processes")
    parser.add_argument("--only", nargs="*", default=list(GROUPS), help="kinds of files")
    given = parser.parse_args()
    began = time.monotonic()
    print(f"{'':26}{'mutants':>9}   equal   noted refused  faults", file=sys.stderr)
    with ThreadPoolExecutor(given.side_by_side) as workers:
        tallies = list(workers.map(lambda group: tried(group, given.each, given.seed), given.only))
    faults = Counter(sort for tally in tallies for _, sort, _ in tally.faults)
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts += tally.counts
    figures: dict[str, float] = {
        "mutants": sum(tally.mutants for tally in tallies),
        "least_of_a_kind": min(tally.mutants for tally in tallies),
        "equal": counts[EQUAL],
        "noted": counts[NOTED],
        "refused": counts[REFUSED],
        "minutes": round((time.monotonic() - began) / 60, 1),
        **{name: sum(faults[sort] for sort in sorts) for name, sorts in SORTS.items()},
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

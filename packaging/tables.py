"""Write the tables of the documentation that follow from tables of the program.

    python packaging/tables.py          rewrite every generated table in docs/ and README.md
    python packaging/tables.py --check  list the tables that are not up to date; exit code 1 if any

A generated table stands between two lines, `<!-- table: NAME -->` and `<!-- end -->`; its lines come from
the function of that name in `TABLES`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
_MARKED = re.compile(r"(<!-- table: ([a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(str(c).replace("|", "\\|") for c in line) + " |" for line in lines
    )


def pages() -> str:
    """Every page of the window with its key."""
    from cxstage_gui.pages import registry

    return markdown(
        ("page", "key", "needs a cohort", "use"),
        (
            (page.title, page.shortcut, "yes" if page.needs_cohort else "no", page.about)
            for page in registry.PAGES
        ),
    )


TABLES: dict[str, Callable[[], str]] = {
    "pages": pages,
}
"""Name of a generated table to the function that makes its lines."""


def documents() -> list[Path]:
    """The pages that may hold a generated table."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def rewritten(page: str) -> str:
    """A page with every generated table as it should be.

    Raises:
        KeyError: the page marks a table that nothing makes.
    """
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", page)


def marked() -> set[str]:
    """Names of all tables that some page marks."""
    return {name for page in documents() for _, name, _ in _MARKED.findall(page.read_text("utf-8"))}


def main(arguments: Sequence[str]) -> int:
    """Rewrite or check the pages; returns the exit code."""
    stale = []
    for page in documents():
        found = page.read_text(encoding="utf-8")
        wanted = rewritten(found)
        if wanted != found:
            stale.append(page)
            if "--check" not in arguments:
                page.write_text(wanted, encoding="utf-8")
    for page in stale:
        print(f"{page.relative_to(ROOT)}: {'out of date' if '--check' in arguments else 'rewritten'}")
    for name in sorted(TABLES.keys() - marked()):
        print(f"{name}: no page shows this table")
    return 1 if "--check" in arguments and (stale or TABLES.keys() - marked()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

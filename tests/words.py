"""Find words that only this project understands, where the field has a term of its own.

    python -m tests.words [PATH ...]    list every hit in files or folders; the whole project without any

The glossary is the reference. Searched are docstrings, every literal that a person may read (sentences of
the window, error templates, help of the command line), the documentation, and the names of modules,
classes and functions.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

WORDS: tuple[tuple[str, str], ...] = (
    (r"seats?|sits?|sat|sitting", "current user; is signed in"),
    (r"desks?", "service; menu actions"),
    (r"lanes?", "executor, worker"),
    (r"told|tell|tells|telling|untold", "message, report, show, state"),
    (r"said|say|says|saying", "message, report, show, state"),
    (r"pieces?", "component, region; training run; part"),
    (r"slots?", "reading key"),
    (r"whose turn|turns? it is", "reading due"),
    (r"rosters?", "assignments"),
    (r"(has|have|had|who) come in|at the door", "signed in"),
    (r"tickets?", "session token"),
    (r"founding|founded", "create"),
    (r"staff", "accounts and assignments"),
    (r"promotions?|promoted?|promotes", "model in use"),
    (r"put into use|puts? .{1,20} into use", "use for predictions"),
    (r"settled?|settles|settling", "adjudicate, resolve"),
    (r"hand(s|ed)? back", "return to the reader"),
    (r"remarks?", "comment"),
    (r"borrowed|borrows?", "editing the draft"),
    (r"unwatched|watched by|looks? on|looking on|looked at on", "view only, read-only"),
    (r"sighted", "unblinded"),
    (r"in hand", "active, open"),
    (r"left hand", "mouse grab"),
    (r"shelf|shelves", "cache"),
    (r"beside", "next to; with; second"),
    (r"lies? (beside|on another)|lay beside", "is next to; has another grid"),
    (r"tak(e|es|en|ing) in|took in", "import"),
    (r"tak(e|es|en|ing) up|took up", "resume, open"),
    (r"put(s|ting)? away", "close"),
    (r"judged?|judges|judging", "predict, evaluate"),
    (r"whoever|whomever|whosoever", "the user, the reader, the caller"),
    (r"somebody|anybody|nobody|everybody", "a user, a reader; no one"),
    (r"anew", "again"),
    (r"the shell|a shell", "the command line"),
    (r"is no (?!longer|more|less)\w+", "is not a"),
    (r"that is no \w+", "that is not a"),
    (r"by far and wide|so to speak", "plain words"),
    (r"made a mistake", "Unexpected error"),
)
"""Pattern of whole words, and what the field says instead."""

ALLOWED = re.compile(
    r"QT_QPA|in other words|that is to say|one another|no one|"
    r"\bno (?:more|less|longer) than\b",
    re.IGNORECASE,
)

STORED = frozenset({"remark on case", "answer remark", "resolve remark", "promote model"})
"""Texts that files hold since the first version."""

NAMES = frozenset(
    [
        "who",
        "act",
        "acts",
        "turns",
        "slots",
        "work",
        "workdesk",
        "desk",
        "parts",
        "saving",
        "founding",
        "provisional",
        "by_rule",
        "promotion",
        "durable",
        "guard",
        "seal",
        "door",
        "roster",
        "seat",
        "sit",
        "borrowed",
        "lane",
        "told",
        "said",
        "judge",
        "piece",
        "traces",
        "joining",
        "similar",
        "growing",
        "areas",
        "chance",
        "counts",
        "decision",
        "intraclass",
        "paired",
        "ranking",
        "resampling",
        "spread",
        "keeping",
        "going_on",
        "drafting",
        "foot",
        "held",
        "left_hand",
        "hand",
        "aside",
        "shelf",
        "staff",
        "remark",
        "remarks",
        "standing",
        "sighted",
        "watched",
        "unwatched",
        "take_in",
        "take_up",
        "put_away",
        "settle",
        "tell",
        "words_of",
        "say_who",
    ]
)
"""Names that no module, class or function has any more."""

_PATTERN = re.compile(
    r"\b(?:" + "|".join(f"(?P<w{i}>{p})" for i, (p, _) in enumerate(WORDS)) + r")\b", re.I
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One private word: where, which, and the term to use."""

    path: Path
    line: int
    word: str
    instead: str
    text: str

    def __str__(self) -> str:
        where = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{where}:{self.line}: “{self.word}” → {self.instead}: {self.text.strip()[:110]}"


def hits_of_text(path: Path, line: int, text: str) -> Iterator[Hit]:
    """Private words in one text; a text may run over several lines."""
    for offset, row in enumerate(text.splitlines()):
        clean = re.sub(r"`[^`]*`", " ", ALLOWED.sub(" ", row))
        for found in _PATTERN.finditer(clean):
            place = next(i for i in range(len(WORDS)) if found[f"w{i}"])
            yield Hit(path, line + offset, found[0], WORDS[place][1], row)


def hits_of_code(path: Path) -> Iterator[Hit]:
    """Private words in the docstrings, literals and names of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.stem in NAMES:
        yield Hit(path, 1, path.stem, "another name of the module", path.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.strip("_").casefold() in NAMES:
                yield Hit(path, node.lineno, node.name, "another name", f"def {node.name}")
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value.strip()
            and node.value not in STORED
        ):
            yield from hits_of_text(path, node.lineno, node.value)


def hits(paths: Iterable[Path]) -> Iterator[Hit]:
    """Private words in files and in all files of folders."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".py" and file.name != "words.py":
                yield from hits_of_code(file)
            elif file.suffix == ".md":
                yield from hits_of_text(
                    file, 1, re.sub(r"(?s)```.*?```", _blank, file.read_text("utf-8"))
                )


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


PLACES = ("cxstage_core", "cxstage_gui", "packaging", "docs", "README.md", "CONTRIBUTING.md")

if __name__ == "__main__":
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or [ROOT / name for name in PLACES]
    all_hits = list(hits(wanted))
    for hit in all_hits:
        print(hit)
    print(f"{len(all_hits)} words")
    raise SystemExit(bool(all_hits))

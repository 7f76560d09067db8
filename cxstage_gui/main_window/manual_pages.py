"""The pages of the manual: their files, their sections, and what a link in them means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import cxstage_gui

FOLDER = Path(cxstage_gui.__file__).resolve().parents[1] / "docs"
FIRST = "manual.md"

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_ANCHOR = re.compile(r'^<a id="([^"]+)"></a>$')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAN_BREAK = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff60])\n *(?=[\u3001-\u9fff\uff01-\uff60])")
"""A line break inside a Chinese sentence, where Markdown would put a blank."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TARGET = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_NO_SLUG = re.compile(r"[^\w\- ]")
_MARKS = re.compile(r"[*`\\]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading.

    Args:
        level: 1 for the title of the page.
        title: without Markdown.
        anchor: what a link names after "#".
        text: without Markdown's signs, for searching.
    """

    level: int
    title: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        name: its path below the folder of the manual, in English, such as "adr/0001-x.md".
        file: the file that is shown, perhaps of another language.
        markdown: its text as a browser takes it, without comments and anchors.
    """

    name: str
    file: Path
    markdown: str
    sections: tuple[Section, ...]
    links: tuple[str, ...]

    @property
    def title(self) -> str:
        """The first heading, or the file's name."""
        return self.sections[0].title if self.sections else self.name

    def place(self, anchor: str) -> int:
        """Return the number of the section with this anchor, -1 without one."""
        return next((n for n, one in enumerate(self.sections) if one.anchor == anchor), -1)


def file_of(name: str, language: str, folder: Path = FOLDER) -> Path:
    """Return the file of a page in a language, else the English one."""
    english = folder / name
    translated = english.with_name(f"{english.stem}.{language}{english.suffix}")
    return translated if translated.is_file() else english


def read_page(name: str, language: str = "en", folder: Path = FOLDER) -> Page | None:
    """Read a page; None if the file is missing."""
    file = file_of(name, language, folder)
    if not file.is_file():
        return None
    text = _HAN_BREAK.sub("", _COMMENT.sub("", file.read_text(encoding="utf-8")))
    kept: list[str] = []
    found: list[tuple[int, str, str, list[str]]] = []
    anchor, fenced = "", False
    for line in text.splitlines():
        named, heading = _ANCHOR.match(line), _HEADING.match(line)
        if _FENCE.match(line):
            fenced = not fenced
        elif named and not fenced:
            anchor = named.group(1)
            continue
        elif heading and not fenced:
            title = _plain(heading.group(2))
            found.append((len(heading.group(1)), title, anchor or slug(title), []))
            anchor = ""
        elif found:
            found[-1][3].append(_plain(line))
        kept.append(line)
    sections = tuple(
        Section(level, title, anchor, " ".join(" ".join(lines).split()))
        for level, title, anchor, lines in found
    )
    return Page(name, file, "\n".join(kept), sections, tuple(_TARGET.findall("\n".join(kept))))


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return _NO_SLUG.sub("", title.lower()).replace(" ", "-")


def page_name(target: Path, folder: Path = FOLDER) -> str:
    """Return the name of the page that a file is, "" when it is none of the manual."""
    if target.suffix == ".md" and target.is_relative_to(folder) and target.is_file():
        return target.relative_to(folder).as_posix()
    return ""


def reachable(language: str = "en", folder: Path = FOLDER) -> tuple[Page, ...]:
    """Return the pages that links lead to from the first one, that one first."""
    found: dict[str, Page] = {}
    waiting = [FIRST]
    while waiting:
        name = waiting.pop(0)
        page = None if name in found else read_page(name, language, folder)
        if page is None:
            continue
        found[name] = page
        for link in page.links:
            path = link.partition("#")[0]
            if path and "://" not in path:
                waiting.append(page_name((page.file.parent / path).resolve(), folder))
    return tuple(found.values())


def _plain(line: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", line)).replace("|", " ")

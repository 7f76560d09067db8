"""One Chinese word for one thing: the glossary's table, held against the window's catalogue."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "assets" / "translations" / "cxstage_zh_CN.ts"
PAGES = ("Cohort", "Read", "Review", "Train", "Compare", "Predict")


def _table() -> list[tuple[str, str, str]]:
    part = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## 简体中文")[1]
    rows = [line.strip("| ").split("|") for line in part.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in (*row, "")[:3]) for row in rows[2:]]  # type: ignore[misc]


def _forbidden() -> list[tuple[str, tuple[str, ...]]]:
    """Each word that must not occur, and around what it may."""
    found = []
    for _, _, wrong in _table():
        for word, allowed in re.findall(r"([^,()（]+?)\s*(?:\(([^)]*)\))?(?:,\s*|$)", wrong):
            if word.strip():
                around = tuple(part.strip() for part in re.split("[,、]", allowed) if part.strip())
                found.append((word.strip(), tuple(part for part in around if part != word.strip())))
    return found


def _translations() -> list[tuple[str, str, str]]:
    return [
        (context.findtext("name", ""), message.findtext("source", ""), "".join(done.itertext()).strip())
        for context in ET.parse(CATALOGUE).iter("context")
        for message in context.iter("message")
        if (done := message.find("translation")) is not None
    ]


def test_the_table_is_read() -> None:
    forbidden = dict(_forbidden())
    assert {"切片", "审核", "敏感度", "设盲", "判读", "协议"} <= forbidden.keys()
    assert forbidden["读者"] == ("阅片者",)
    assert forbidden["窗位"] == ("窗宽窗位", "窗宽 {width}  窗位")
    assert len(_translations()) > 2000


@pytest.mark.parametrize(("wrong", "allowed"), _forbidden())
def test_no_other_word_is_left(wrong: str, allowed: tuple[str, ...]) -> None:
    left = []
    for context, source, words in _translations():
        rest = words
        for known in allowed:
            rest = rest.replace(known, "")
        if wrong in rest:
            left.append((context, source, words))
    assert left == []


def test_no_word_is_both_wanted_and_forbidden() -> None:
    wanted = {word for _, right, _ in _table() for word in re.split("[;；]\\s*", right)}
    assert not wanted & {word for word, _ in _forbidden()}


def test_sentences_name_a_page_as_the_side_bar_does() -> None:
    names = {source: words for context, source, words in _translations() if context == "actions"}
    wrong = []
    for context, source, words in _translations():
        for page in PAGES:
            if re.search(rf"\b{page} page\b", source) and f"{names[page]}页" not in words:
                wrong.append((context, source, words))
    assert wrong == []


def test_transfer_is_not_the_word_for_metastasis() -> None:
    wrong = [
        (source, words)
        for _, source, words in _translations()
        if "转移" in words and not re.search("metasta|distant", source, re.IGNORECASE)
    ]
    assert wrong == []


def test_sentences_end_in_chinese_punctuation() -> None:
    wrong = [
        (source, words)
        for _, source, words in _translations()
        if source.endswith(".") and re.search(r"[\u4e00-\u9fff]\.$", words)
    ]
    assert wrong == []

"""Recognise free text among the further columns of a department's table: it is shown before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxstage_core.cohort.values.clinical_columns import RADIOLOGIST_COLUMN

_LONGEST_CODE = 24
_LONGEST_CHINESE_CODE = 12
_MOST_WORDS = 3
_FEW_VALUES = 8
_SHOWN = 3
_LONGEST_SHOWN = 60
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NOT_TEXT = re.compile(r"[\W\d_]*|[\d\W]*\d[\d\W]*\s?[A-Za-zµ%/²³^]{1,8}(?:/[A-Za-z²³]{1,6})?")
_CHINESE_NAME = re.compile(
    r"[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶潘杜戴钟汪田姜范姚谭廖邹熊陆郝"
    r"崔邱秦江顾侯邵孟龙段雷钱汤尹黎贺赖龚欧][\u3400-\u9fff]{1,3}"
)
_NAME = re.compile(r"(?:[^\W\d_][^\W\d_'’.\-]+,?\s+)+[^\W\d_][^\W\d_'’.\-]+")


@dataclass(frozen=True, slots=True)
class FreeText:
    """One column of free text.

    Args:
        filled, distinct: number of cells with text, and of different ones.
        examples: a few of the cells, shortened; for the user's eyes, never for a log.
        kept: it was stored, because the user chose so.
    """

    column: str
    filled: int
    distinct: int
    examples: tuple[str, ...]
    kept: bool = False


def free_text(
    columns: Iterable[str], rows: Sequence[Mapping[str, str]], named: Iterable[str] = ()
) -> tuple[FreeText, ...]:
    """Describe the columns of free text among these.

    Args:
        rows: cells of every row by column.
        named: columns that are free text by their name, whatever they hold.
    """
    by_name = set(named)
    found = []
    for column in columns:
        cells = [cell for row in rows if (cell := row.get(column, "").strip())]
        if column.casefold() != RADIOLOGIST_COLUMN and (column in by_name or _is_text(cells)):
            different = tuple(dict.fromkeys(cells))
            shown = tuple(cell[:_LONGEST_SHOWN] for cell in different[:_SHOWN])
            found.append(FreeText(column, len(cells), len(different), shown))
    return tuple(found)


def _is_text(cells: Sequence[str]) -> bool:
    words = [cell for cell in cells if not _NOT_TEXT.fullmatch(cell)]
    if any(_is_sentence(cell) for cell in words):
        return True
    different = set(words)
    names = sum(_looks_like_a_name(cell) for cell in different)
    if names > len(different) / 2 and len(different) > len(words) / 2:
        return True
    return len(different) > _FEW_VALUES and len(different) > len(words) / 2


def _is_sentence(cell: str) -> bool:
    longest = _LONGEST_CHINESE_CODE if _CHINESE.search(cell) else _LONGEST_CODE
    return len(cell) > longest or len(cell.split()) > _MOST_WORDS or "\n" in cell


def _looks_like_a_name(cell: str) -> bool:
    """Return True for words that all begin with a capital letter, or a Chinese surname with one to three signs."""
    if _CHINESE_NAME.fullmatch(cell):
        return True
    return _NAME.fullmatch(cell) is not None and all(word[:1].isupper() for word in cell.split())

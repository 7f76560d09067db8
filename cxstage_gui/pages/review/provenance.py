"""Where a reference comes from, as a sentence in the window's language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from cxstage_core.cohort.values.records import Reference
from cxstage_core.reading.comparison.border import thickness_named
from cxstage_core.reading.comparison.consensus_rules import RULES
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_gui.strings import localized

_REVIEW = re.compile(r"review of (?P<readers>.+) by (?P<reviewer>.+)")
_SINGLE = re.compile(r"reader (?P<reader>.+) \(no review\)")
_BORDER = re.compile(r"(?P<count>\d+) x (?P<border>.+): (?P<take>.+)")


def provenance(reference: Reference) -> str:
    """Return who made a reference and by which rules; an origin of another form stays as it was written."""
    sentences = [_origin(reference.origin)]
    readers = _readers(reference.origin)
    rules = [part for part in reference.rule.split(", ") if part]
    named = [rule_words(rule) for rule in rules if not _BORDER.fullmatch(rule)]
    if named:
        words = QCoreApplication.translate("ReviewProvenance", "Rule: {rules}")
        sentences.append(words.format(rules=" ".join(named)))
    for found in filter(None, map(_BORDER.fullmatch, rules)):
        thickness = thickness_named(found["border"])
        if thickness is None or found["take"] not in set(Take):
            sentences.append(found.string)
            continue
        words = QCoreApplication.translate(
            "ReviewProvenance", "Border up to {mm} mm decided as one group ({count}): {take}."
        )
        take = take_words(Take(found["take"]), readers)
        sentences.append(words.format(mm=f"{thickness:g}", count=found["count"], take=take))
    return "\n".join(sentences)


def rule_words(rule: str) -> str:
    """Return what a consensus rule does; an unknown one by its key."""
    return localized(RULES[rule].meaning) if rule in RULES else rule


def take_words(take: Take, readers: Sequence[str]) -> str:
    """Return a decision in words.

    Args:
        readers: the names of both readers.
    """
    if take in (Take.FIRST, Take.SECOND) and len(readers) == 2:
        return readers[0 if take is Take.FIRST else 1]
    return {
        Take.FIRST: QCoreApplication.translate("ReviewProvenance", "first reading"),
        Take.SECOND: QCoreApplication.translate("ReviewProvenance", "second reading"),
        Take.UNION: QCoreApplication.translate("ReviewProvenance", "union"),
        Take.INTERSECTION: QCoreApplication.translate("ReviewProvenance", "intersection"),
        Take.REDRAWN: QCoreApplication.translate("ReviewProvenance", "redrawn"),
    }[take]


def joined(names: Sequence[str]) -> str:
    """Return names in a row, as the window's language separates them."""
    return QCoreApplication.translate("ReviewProvenance", ", ", "between names").join(names)


def _readers(origin: str) -> tuple[str, ...]:
    found = _REVIEW.fullmatch(origin)
    return () if found is None else tuple(found["readers"].split(", "))


def _origin(origin: str) -> str:
    review = _REVIEW.fullmatch(origin)
    if review is not None:
        words = QCoreApplication.translate(
            "ReviewProvenance", "Outline from {reviewer}'s review of the readings of {readers}."
        )
        return words.format(readers=joined(review["readers"].split(", ")), reviewer=review["reviewer"])
    single = _SINGLE.fullmatch(origin)
    if single is not None:
        words = QCoreApplication.translate(
            "ReviewProvenance", "Outline of reader {reader}, not reviewed."
        )
        return words.format(reader=single["reader"])
    return origin

"""Values that model and dataset cards share: names of resources by hash, and sentences of figures."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cxstage_core.evaluation.comparison.metrics import METRICS
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.report.document.blocks import Document, Heading, Paragraph
from cxstage_core.evaluation.report.pdf import RESEARCH_ONLY
from cxstage_core.evaluation.report.study.methods import one_after_another
from cxstage_core.evaluation.report.table import format_estimate
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.evaluation.statistics.estimate import Estimate
from cxstage_core.text import Text, text

SCHEMA = "https://atlas.rsna.org/schemas/2025-11"
MRI = "Magnetic resonance imaging (RID10312)"
KEYWORDS = ("cervical cancer", "magnetic resonance imaging", "FIGO 2018", "deep learning")


def name_of_hash(sha256: str) -> str:
    """Return a resource's name by its hash (RFC 6920), for what lies at no address."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def indexing() -> dict[str, Any]:
    """Return how a card is to be found."""
    return {"Content": ["MR", "GU"], "Keywords": list(KEYWORDS)}


def figure_words(title: Text, estimate: Estimate, digits: int) -> Text:
    """Return a figure with its interval and n: "AUC 0.78 (0.62–0.94), n = 33"."""
    return text(
        "{title} {figure}, n = {n}",
        title=title,
        figure=format_estimate(estimate, digits).figure,
        n=estimate.n,
    )


def figures_of_row(row: ComparisonRow) -> Iterator[Text]:
    """Every figure of a network that is defined."""
    for metric in METRICS.values():
        estimate = row.evaluation.estimates[metric.key]
        if estimate.value is not None and (row.calibrated or not metric.needs_probabilities):
            yield figure_words(metric.title, estimate, metric.digits)


def joined(parts: Iterable[Text], localized: Localizer) -> str:
    """Return sentences one after the other."""
    return one_after_another(localized(part) for part in parts)


def card_document(
    title: str, card: Mapping[str, Any], localized: Localizer, titles: Mapping[str, Text]
) -> Document:
    """Return a card for people to read: each value under its name.

    Args:
        card: as in JSON, its values in the reader's language.
        titles: names of the values in words.
    """
    blocks: list[Heading | Paragraph] = [Paragraph(localized(RESEARCH_ONLY), strong=True)]
    for name, value in card.items():
        blocks += list(_written(name, value, localized, titles, 1))
    return Document(title, tuple(blocks), localized(RESEARCH_ONLY))


def _written(
    name: str, value: Any, localized: Localizer, titles: Mapping[str, Text], level: int
) -> Iterator[Heading | Paragraph]:
    title = localized(titles.get(name, name))
    if isinstance(value, Mapping):
        yield Heading(title, min(level, 3))
        for inner, one in value.items():
            yield from _written(inner, one, localized, titles, level + 1)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield Heading(title, min(level, 3))
        for one in value:
            words = "; ".join(
                _named(localized(titles.get(k, k)), _plain(v, localized, titles), localized)
                for k, v in one.items()
            )
            yield Paragraph(words)
    else:
        yield Paragraph(_named(title, _plain(value, localized, titles), localized))


def _named(title: str, value: str, localized: Localizer) -> str:
    return localized(text("{name}: {value}", name=title, value=value))


def _plain(value: Any, localized: Localizer, titles: Mapping[str, Text]) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{localized(titles.get(k, k))} {_plain(v, localized, titles)}" for k, v in value.items()
        )
    if isinstance(value, list):
        gap = " / " if value and isinstance(value[0], Mapping) else ", "
        return gap.join(_plain(one, localized, titles) for one in value)
    return localized(titles.get(value, value)) if isinstance(value, str) else str(value)

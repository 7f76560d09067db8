"""Names of the files of a study's folder, for those who write them and those who link to them."""

from __future__ import annotations

from cxstage_core.evaluation.report.study.items import Link
from cxstage_core.evaluation.report.study.methods import BY_KEY

REPORT = "study-report"
METHODS = "methods.md"
"""The methods in the language of the report; in the other languages with the code before the suffix."""
CHECKLISTS, CARDS, TABLES = "checklists", "cards", "tables"
TRIPOD, METRICS = f"{CHECKLISTS}/tripod-ai", f"{CHECKLISTS}/metrics"
DATASET_CARD = f"{CARDS}/dataset"
WORKBOOK = f"{TABLES}/tables.xlsx"
INDEX, INDEX_JSON = "index.html", "index.json"


def table(name: str) -> str:
    """Return the Word file of a table."""
    return f"{TABLES}/{name}.docx"


def model_card(key: str) -> str:
    """Return the name of a model card, without suffix."""
    return f"{CARDS}/model-{key}"


def to_methods(section: str) -> Link:
    """Return the link to a section of the methods."""
    return Link(METHODS, BY_KEY[section].title)


def to_table(name: str) -> Link:
    """Return the link to a table."""
    return Link(table(name))

"""Names of the values of both cards in words, for the documents that people read."""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.text import Text, text

_NAMES = (
    text("Name"),
    text("Summary"),
    text("Link"),
    text("Indexing"),
    text("Content"),
    text("Keywords"),
    text("Descriptors"),
    text("Version"),
    text("Date"),
    text("Created"),
    text("Comments"),
    text("Comment"),
    text("Model properties"),
    text("Architecture"),
    text("Decision threshold"),
    text("Input"),
    text("Output"),
    text("Description"),
    text("Instructions"),
    text("Limitations"),
    text("Reproducibility"),
    text("Regulatory information"),
    text("Use"),
    text("Intended"),
    text("Imaging"),
    text("Modalities"),
    text("Model performance"),
    text("Metrics"),
    text("Dataset properties"),
    text("Confidentiality"),
    text("Re-identification"),
    text("Missing information"),
    text("Partitioning scheme"),
    text("Relationships between instances"),
    text("Noise"),
    text("File format"),
    text("Resolution"),
    text("Pre-processing"),
    text("Burned-in PHI"),
    text("Unknown"),
    text("Other"),
    text("Partitions"),
    text("Partition"),
    text("Total"),
    text("Subsets"),
    text("Patient count"),
    text("Age range"),
    text("Criterion"),
    text("Training"),
    text("Tuning"),
    text("Internal testing"),
    text("External testing"),
    text("Development"),
    text("years"),
)

TITLES: Mapping[str, Text] = {name.template: name for name in _NAMES}
"""By the name in the card."""

"""The card of a study's patients in the form of RSNA's ATLAS schema for datasets (2025-11), from evidence alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cxstage_core.evaluation.report.pdf import RESEARCH_ONLY
from cxstage_core.evaluation.report.study.card_values import (
    MRI,
    SCHEMA,
    indexing,
    joined,
    name_of_hash,
)
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.methods import BY_KEY, section_words
from cxstage_core.evaluation.report.study.participants import (
    FOLDS,
    LEARNING,
    OUTSIDE,
    TEST,
    VALIDATION,
    Part,
    age_range,
    distribution_of,
    numbers_of,
    stages_of,
)
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.text import Text, text

_PARTITIONS: Mapping[str, str] = {
    LEARNING: "Training",
    VALIDATION: "Tuning",
    TEST: "Internal testing",
    FOLDS: "Development",
    OUTSIDE: "External testing",
}


def dataset_card(study: Study, localized: Localizer = str) -> dict[str, Any]:
    """Return the card as JSON values.

    Args:
        localized: English for the JSON file; another language for a document.
    """
    found: dict[str, Any] = {
        "Name": localized(
            text("Cohort behind experiment {experiment}", experiment=study.experiment.id)
        ),
        "Link": _link(study),
        "Indexing": indexing(),
        "Descriptors": {
            "Version": study.program,
            "Date": {"Created": study.experiment.created_at[:10]},
            "Comments": joined(
                [
                    RESEARCH_ONLY,
                    text(
                        "Not reported: hospitals, dates of recruitment, authors, contact, funding, licence, ethical "
                        "review, availability."
                    ),
                ],
                localized,
            ),
        },
        "Dataset properties": _properties(study, localized),
        "Imaging": _imaging(study, localized),
        "Partitions": [_partition(study, part, localized) for part in study.parts],
    }
    return {"$schema": f"{SCHEMA}/dataset.json", "Dataset": found}


def _link(study: Study) -> str:
    digest = str(study.experiment.config.to_dict().get("data_sha256", ""))
    return name_of_hash(digest) if len(digest) == 64 else f"urn:uuid:{study.cohort}"


def _properties(study: Study, localized: Localizer) -> dict[str, str]:
    found = {
        "Confidentiality": localized(
            text(
                "Images and findings of patients. The cohort keeps pseudonyms; names, ids, dates as they were and free "
                "text of the scanner are not kept."
            )
        ),
        "Re-identification": localized(
            text(
                "Pseudonyms can be led back by the hospital alone; dates are shifted by one secret number per patient."
            )
        ),
        "Missing information": joined(_missing(study), localized),
        "Partitioning scheme": section_words(BY_KEY["partition"], study, localized),
        "Relationships between instances": localized(
            text("Series, outlines and findings of a patient carry the same pseudonym.")
        ),
    }
    noise = _noise(study)
    if noise:
        found["Noise"] = joined(noise, localized)
    return {name: words for name, words in found.items() if words}


def _missing(study: Study) -> list[Text]:
    found = []
    excluded = Counter(reason for _, reason in study.experiment.config.excluded)
    for reason, n in sorted(excluded.items(), key=lambda one: (-one[1], one[0])):
        found.append(text("Left out: {n} ({reason})", n=n, reason=reason))
    if study.records is None:
        return [*found, text("The clinical table is not open to this user.")]
    for column, title in (
        ("age", text("age")),
        ("diameter_mm", text("largest diameter")),
    ):
        known = sum(len(numbers_of(part, column, study.records)) for part in study.parts)
        found.append(text("Known for {known} of {n}: {title}.", known=known, n=study.n, title=title))
    return found


def _noise(study: Study) -> list[Text]:
    readers = study.readers
    if readers is None or readers.agreement is None:
        return [text("The agreement of readers is not reported.")]
    return [text("How far the readers agree is in the table of their agreement, with n and intervals.")]


def _imaging(study: Study, localized: Localizer) -> dict[str, Any]:
    resolution = [
        text(
            "{sequence} {plane}: pixel {pixel} mm, distance of slices {distance} mm (median, n = {n} series).",
            sequence=one.sequence,
            plane=one.plane,
            pixel=f"{dict(one.numbers)['pixel'].middle or 0:.2f}",
            distance=f"{dict(one.numbers)['distance'].middle or 0:.2f}",
            n=one.series,
        )
        for one in study.acquisitions
    ]
    found: dict[str, Any] = {"Modalities": [MRI], "File format": ["Other"]}
    if resolution:
        found["Resolution"] = joined(resolution, localized)
    words = section_words(BY_KEY["preprocessing"], study, localized)
    if words:
        found["Pre-processing"] = words
    found["Burned-in PHI"] = "Unknown"
    return found


def _partition(study: Study, part: Part, localized: Localizer) -> dict[str, Any]:
    total: dict[str, Any] = {"Patient count": part.n}
    records = study.records
    if records is not None:
        ages = numbers_of(part, "age", records)
        ends = age_range(ages)
        if ends is not None:
            total["Age range"] = [[ends[0], "years"], [ends[1], "years"]]
            total["Comments"] = localized(
                text(
                    "Age, median with quartiles: {ages}, n = {n}; all ages above 89 years count as one.",
                    ages=str(distribution_of(ages)),
                    n=len(ages),
                )
            )
    subsets: list[dict[str, Any]] = []
    if part.groups is not None:
        for title, n in zip(
            (text("Surgery group"), text("Chemoradiotherapy or systemic group")),
            part.groups,
            strict=True,
        ):
            subsets.append({"Criterion": localized(title), "Patient count": n})
    if records is not None:
        for stage, n in stages_of(part, records).items():
            title = text("Computed stage {stage}", stage=stage) if stage else text("No computed stage")
            subsets.append({"Criterion": localized(title), "Patient count": n})
    found: dict[str, Any] = {"Partition": _PARTITIONS[part.key], "Total": total}
    if subsets:
        found["Subsets"] = subsets
    if part.key == FOLDS:
        found["Comments"] = localized(
            text("Every patient was tested in folds by networks that had not seen the patient.")
        )
    return found

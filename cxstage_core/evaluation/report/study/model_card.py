"""The card of a network in the form of RSNA's ATLAS schema for models (2025-11), from evidence alone.

What was not recorded has no key; the card names the values that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxstage_core.cohort.values.gate_rules import RULES
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.report.pdf import RESEARCH_ONLY
from cxstage_core.evaluation.report.study.card_values import (
    MRI,
    SCHEMA,
    figures_of_row,
    indexing,
    joined,
    name_of_hash,
)
from cxstage_core.evaluation.report.study.evidence import ModelFile, Study
from cxstage_core.evaluation.report.study.methods import BY_KEY, one_after_another, section_words
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.models.weights_history import origin_text
from cxstage_core.text import Text, text

_ATLAS_NAMES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1": "macro-F1",
    "precision": "macro-precision",
    "auc": "area under the receiver operating characteristic curve",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "brier": "Brier score",
    "ece": "expected calibration error",
    "calibration_slope": "calibration slope",
    "calibration_intercept": "calibration intercept",
}
_FEW = 50


def model_card(study: Study, row: ComparisonRow, localized: Localizer = str) -> dict[str, Any]:
    """Return the card of one network as JSON values.

    Args:
        localized: English for the JSON file; another language for a document.
    """
    files = study.files_of(row)
    found: dict[str, Any] = {
        "Name": f"{row.name} ({study.experiment.id})",
        "Summary": localized(_summary(row))[:250],
        "Link": _link(study, files),
        "Indexing": indexing(),
        "Descriptors": _descriptors(study, row, files, localized),
        "Model properties": _properties(study, row, files, localized),
        "Imaging": {"Modalities": [MRI], **_resolution(study, localized)},
        "Model performance": _performance(row, localized),
    }
    return {"$schema": f"{SCHEMA}/model.json", "Model": found}


def _summary(row: ComparisonRow) -> Text:
    return text(
        "{network}: probability of the chemoradiotherapy or systemic group from T2 MRI slices around an outlined "
        "cervical tumour. Research use only. Tested on {n} patients.",
        network=row.title,
        n=row.evaluation.n,
    )


def _link(study: Study, files: tuple[ModelFile, ...]) -> str:
    """The one model file by its hash; else the experiment by that of its data or its folds."""
    if len(files) == 1 and files[0].sha256:
        return name_of_hash(files[0].sha256)
    config = study.experiment.config
    for digest in (str(config.to_dict().get("data_sha256", "")), config.protocol.plan_sha256):
        if len(digest) == 64:
            return name_of_hash(digest)
    return f"urn:uuid:{study.cohort}"


def _descriptors(
    study: Study, row: ComparisonRow, files: tuple[ModelFile, ...], localized: Localizer
) -> dict[str, Any]:
    hashes = [file.sha256 for file in files if file.sha256]
    comments = [
        RESEARCH_ONLY,
        text("Model: {models}.", models=", ".join(file.run.model_id for file in files) or "–"),
        text("Weights, sha256: {hashes}.", hashes=", ".join(hashes) or "–")
        if hashes
        else text("Weights: not reported; the model file is missing or was changed."),
    ]
    if row.model and row.model == study.in_use:
        comments.append(text("The department uses this model for predictions."))
    comments.append(
        text("Not reported: authors, contact, funding, licence, ethical review, availability.")
    )
    return {
        "Version": study.program,
        "Date": {"Created": study.experiment.created_at[:10]},
        "Comments": joined(comments, localized),
    }


def _properties(
    study: Study, row: ComparisonRow, files: tuple[ModelFile, ...], localized: Localizer
) -> dict[str, Any]:
    found: dict[str, Any] = {"Architecture": joined(list(_architecture(row)), localized)}
    thresholds = sorted({file.run.threshold for file in files})
    if thresholds:
        numbers = ", ".join(f"{one:.3f}" for one in thresholds)
        found["Decision threshold"] = numbers
    inputs = section_words(BY_KEY["preprocessing"], study, localized)
    if inputs:
        found["Input"] = inputs
    found["Output"] = {
        "Description": localized(
            text(
                "A probability of the chemoradiotherapy or systemic group, from 0 to 1, and the group by the threshold."
            )
        )
    }
    found["Instructions"] = joined(list(_instructions()), localized)
    found["Limitations"] = joined(list(limitations(study, row)), localized)
    words = [
        section_words(BY_KEY[key], study, localized) for key in ("partition", "training", "software")
    ]
    found["Reproducibility"] = one_after_another(one for one in words if one)
    found["Regulatory information"] = {"Comment": localized(RESEARCH_ONLY)}
    found["Use"] = {"Intended": [localized(text("Research"))]}
    return found


def _architecture(row: ComparisonRow) -> Iterator[Text]:
    yield text(
        "{network}, {parameters} million trainable parameters.",
        network=row.title,
        parameters=f"{row.parameters / 1e6:.2f}",
    )
    if row.weights:
        yield text("First weights: {origin}.", origin=origin_text(row.weights))


def _instructions() -> Iterator[Text]:
    yield text(
        "A reader outlines the tumour on the axial T2 series; the network sees a crop around it."
    )
    yield text("The input gate looks at:")
    for rule in RULES.values():
        yield (
            text("{rule} (abstains).", rule=rule.checked)
            if rule.stops
            else text("{rule} (warns).", rule=rule.checked)
        )


def limitations(study: Study, row: ComparisonRow) -> Iterator[Text]:
    """What the evidence itself shows to be limits of a network's figures; never a discussion."""
    n = row.evaluation.n
    if n < _FEW:
        yield text("Tested on {n} patients only; the intervals are wide.", n=n)
    if not study.external:
        yield text("Not tested in this experiment on patients of another cohort.")
    makers = {name for one in study.acquisitions if one.sequence == "T2" for name, _ in one.makers}
    if len(makers) == 1 and not makers & {"", "other"}:
        yield text("T2 images of one manufacturer only: {maker}.", maker=next(iter(makers)))
    if not row.calibrated:
        yield text("Its numbers decide and rank; no calibration was computed.")
    if study.readers is None or study.readers.agreement is None:
        yield text("The agreement of readers is not reported.")
    yield text(
        "The images show the tumour's surroundings only; lymph nodes and distant spread are not seen."
    )
    yield from row.warnings
    small = {(one.column, one.level): one.n for one in study.subgroups if one.note is not None}
    if small:
        yield text(
            "{count} subgroups have fewer than ten test patients.",
            count=len(small),
        )
    yield from study.board.notes


def _resolution(study: Study, localized: Localizer) -> dict[str, str]:
    words = section_words(BY_KEY["images"], study, localized)
    return {"Comments": words} if words else {}


def _performance(row: ComparisonRow, localized: Localizer) -> dict[str, Any]:
    names = [
        name
        for key, name in _ATLAS_NAMES.items()
        if row.evaluation.estimates[key].value is not None
        and (
            row.calibrated or key not in ("brier", "ece", "calibration_slope", "calibration_intercept")
        )
    ]
    counts = row.evaluation.confusion
    sentence = text(
        "Test patients: {n}, of them {positive} of the chemoradiotherapy or systemic group, which is positive. "
        "TP {tp}, FP {fp}, TN {tn}, FN {fn}. 95 % intervals in brackets:",
        n=row.evaluation.n,
        positive=row.evaluation.n_positive,
        tp=counts.tp,
        fp=counts.fp,
        tn=counts.tn,
        fn=counts.fn,
    )
    return {
        "Metrics": [*names, "binary confusion matrix"],
        "Comments": f"{localized(sentence)} {'; '.join(localized(one) for one in figures_of_row(row))}.",
    }

"""Pages of a report with the input gate, the repeats, the operating point, and the provenance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.prediction.case import OutlineKind
from cxstage_core.prediction.report.figures import Mark, draw_repeats
from cxstage_core.prediction.report.numbers import decimals, estimate
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.prediction.report.sheet import ALERT, GREY, Sheet
from cxstage_core.prediction.report.values import is_sentence, sentence_of
from cxstage_core.text import Text, text

VERDICTS: Mapping[str, Text] = {
    "fits": text("fits"),
    "warning": text("warning"),
    "stop": text("stops"),
    "unknown": text("unknown"),
}


def write_gate(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    """Write every check of the input gate with value, range and verdict."""
    sheet.heading(say(text("Input gate")))
    checks = record.content.get("checks")
    if checks is None:
        sheet.paragraph(say(record.sentence("checks_note") or text("Not computed.")))
        return
    rows = []
    for one in checks:
        verdict = str(one.get("verdict", "unknown"))
        sentence = _words(one.get("sentence"), say)
        rows.append(
            [
                _words(one.get("title") or one.get("check"), say),
                _words(one.get("value"), say),
                _words(one.get("range"), say),
                " – ".join(
                    part for part in (say(VERDICTS.get(verdict, text("unknown"))), sentence) if part
                ),
            ]
        )
    head = [text("Check"), text("Value"), text("What fits"), text("Verdict")]
    sheet.table([say(one) for one in head], rows, [1.6, 1.1, 1.3, 2.4])


def write_uncertainty(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    """Draw how the number moves when the prediction is repeated, and write the operating point."""
    found, answer = record.part("uncertainty"), record.part("prediction")
    sheet.heading(say(text("Repeatability")), keep=110)
    if not found:
        sheet.paragraph(say(record.sentence("uncertainty_note") or text("Not computed.")))
        return
    repeats = found.get("repeats") or []
    known = [one for one in repeats if one.get("probability") is not None]
    moved = sum(1 for one in known if one.get("changes_group"))
    summary = text(
        "The same prediction with one thing changed at a time: {moved} of {n} change the group. Blue line: this prediction "
        "({value}); dashed: threshold ({threshold}).",
        moved=moved,
        n=len(known),
        value=decimals(answer["probability"]),
        threshold=decimals(answer["threshold"]),
    )
    sheet.paragraph(say(summary), 8.5, colour=ALERT if moved else GREY)
    marks = [_mark(one, say) for one in repeats]
    draw_repeats(sheet, marks, float(answer["probability"]), float(answer["threshold"]))
    for one in repeats:
        why = _words(one.get("why"), say)
        if why:
            sheet.paragraph(f"• {_words(one.get('title'), say)}: {why}", 8.0, colour=GREY, after=1)
    _operating_point(sheet, record, found.get("operating_point"), say)


def _mark(one: Mapping[str, Any], say: Localizer) -> Mark:
    spread = one.get("spread")
    value = one.get("probability")
    shown = decimals(value)
    if spread:
        shown = f"{shown} ({decimals(spread[0])}–{decimals(spread[1])})"
    return Mark(
        _words(one.get("title"), say),
        None if value is None else float(value),
        shown,
        None if not spread else (float(spread[0]), float(spread[1])),
        bool(one.get("changes_group")),
    )


def _operating_point(sheet: Sheet, record: PredictionRecord, point: Any, say: Localizer) -> None:
    sheet.heading(say(text("Operating point")))
    note = record.sentence("uncertainty", "operating_note")
    if not isinstance(point, Mapping):
        sheet.paragraph(say(note or text("Not computed.")))
        return
    rows = [
        [say(title), say(estimate(point, key))]
        for key, title in (
            ("sensitivity", text("Sensitivity")),
            ("specificity", text("Specificity")),
            ("ppv", text("Positive predictive value")),
            ("npv", text("Negative predictive value")),
        )
    ]
    rows.append([say(text("Prevalence assumed")), decimals(point.get("prevalence"))])
    sheet.table(
        [
            say(text("At the threshold of {value}", value=decimals(point.get("threshold")))),
            say(text("Value (95 % interval, n)")),
        ],
        rows,
        [1.5, 3],
    )
    for one in (note, record.sentence("uncertainty", "operating_point", "prevalence_note")):
        if one is not None:
            sheet.paragraph(say(one), 8.0, colour=GREY, after=2)


def write_provenance(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    """Write the checksum of the record, and what the prediction rests on."""
    sheet.heading(say(text("Provenance")), keep=120)
    sheet.paragraph(say(text("Checksum: sha256 {sha}", sha=record.sha256)), 9.0, bold=True, after=2)
    how = text(
        "Of all values of this prediction, as its JSON file holds them. `cxstage reproduce` reads that file, predicts "
        "again and compares every value bit for bit."
    )
    sheet.paragraph(say(how), 8.0, colour=GREY)
    rows = [[say(title), value] for title, value in _facts(record, say) if value]
    sheet.table(["", ""], rows, [1.2, 3.6], size=7.5)
    head = [
        text("Series"),
        text("Size, spacing (mm)"),
        text("Acquisition"),
        text("sha256 of the pixels"),
    ]
    series = [
        [str(one["channel"]), _geometry(one["grid"]), _acquisition(one["tags"]), str(one["sha256"])]
        for one in record.content["series"]
    ]
    sheet.table([say(one) for one in head], series, [0.6, 1.5, 2.6, 2.2], size=7.0)


def _facts(record: PredictionRecord, say: Localizer) -> list[tuple[Text, str]]:
    model, made = record.part("model"), record.part("input")
    split = f"{model['experiment']} {record.part('performance').get('split_sha256', '')}".strip()
    versions = ", ".join(f"{name} {one}" for name, one in record.part("software").items())
    return [
        (text("Model"), f"{model['id']} ({model['family']})"),
        (text("Weights, sha256 of the tensors"), str(model["tensors_sha256"])),
        (text("Model file, sha256"), str(model["file_sha256"])),
        (text("First weights"), say(record.sentence("model", "weights") or text("–"))),
        (text("Trained on"), say(_trained_on(model))),
        (text("Experiment, sha256 of its split"), split),
        (text("Cohort"), say(_cohort(record.part("cohort")))),
        (text("Outline"), say(_outline(record.part("outline")))),
        (text("Outline, sha256"), str(record.part("outline")["sha256"])),
        (text("Preprocessing, sha256"), str(made["preprocessing_sha256"])),
        (text("Input of the network, sha256"), str(made["sha256"])),
        (text("Computed with"), str(record.part("runtime")["title"])),
        (text("Program and libraries"), versions),
        (text("Time (UTC)"), str(record.content["created_at"])),
    ]


def _trained_on(model: Mapping[str, Any]) -> Text:
    if not model["training_patients"]:
        return text("The model file does not hold it.")
    return text(
        "{n} training patients, {calibrated} of them with out-of-fold scores",
        n=model["training_patients"],
        calibrated=model["calibration_patients"],
    )


def _cohort(cohort: Mapping[str, Any]) -> Text:
    if not cohort:
        return text("The study is not of a cohort.")
    return text(
        "{id}; line {line} of its log: {sha}",
        id=cohort["id"],
        line=cohort["log_line"],
        sha=cohort["log_sha256"],
    )


def _outline(outline: Mapping[str, Any]) -> Text:
    author = str(outline["author"])
    if outline["kind"] == OutlineKind.REFERENCE:
        return text("frozen reference {version}", version=author)
    if outline["kind"] == OutlineKind.READING:
        return text("reading of {reader}, not reviewed", reader=author)
    if outline["kind"] == OutlineKind.FILE:
        return text("from a file; the program does not know its author")
    return text("drawn for this prediction")


def _geometry(grid: Mapping[str, Any]) -> str:
    size = " × ".join(str(one) for one in grid["size"])
    return f"{size}; {' × '.join(f'{float(one):.2f}' for one in grid['spacing'])}"


def _acquisition(tags: Mapping[str, Any]) -> str:
    kept = (
        "Manufacturer", "MagneticFieldStrength", "RepetitionTime", "EchoTime", "FlipAngle", "SliceThickness",
        "MRAcquisitionType", "DiffusionBValue",
    )  # fmt: skip
    return ", ".join(f"{name} {tags[name]}" for name in kept if name in tags)


def _words(stored: Any, say: Localizer) -> str:
    if is_sentence(stored):
        return say(sentence_of(stored))
    return "" if stored is None else str(stored)

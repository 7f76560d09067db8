"""First page of a report: warnings first, then the answer with everything that bounds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.prediction.report.figures import draw_scale
from cxstage_core.prediction.report.numbers import decimals, pair_of, with_interval
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.prediction.report.sheet import ALERT, GREY, Sheet
from cxstage_core.staging import Group
from cxstage_core.text import Text, text


def write_answer(sheet: Sheet, record: PredictionRecord, say: Localizer, note: Text | None) -> None:
    """Write title, cautions, group, probability, interval, set, threshold, performance and warnings.

    Args:
        note: on the language of the report, None where it is the one asked for.
    """
    answer, model = record.part("prediction"), record.part("model")
    sheet.y -= 14
    sheet.line(45.0, sheet.y, say(text("Prediction report")), 18.0, bold=True)
    sheet.y -= 8
    about = text(
        "Patient {patient} · model {model} ({name}) · {at} UTC",
        patient=record.content["patient"],
        model=model["id"],
        name=model["name"],
        at=str(record.content["created_at"])[:16].replace("T", " "),
    )
    sheet.paragraph(say(about), 8.5, colour=GREY, after=9)
    if note is not None:
        sheet.paragraph(say(note), 8.5, colour=ALERT, after=9)
    only = text("Research use only. This report must not guide the care of a patient.")
    sheet.box([say(only)], 10.0)
    first = [say(one) for one in record.sentences("cautions")]
    if answer["despite"]:
        despite = text(
            "The input gate abstained. Predicted all the same, with the reason: {reason}",
            reason=answer["despite"],
        )
        first.insert(0, say(despite))
    if first:
        sheet.box(first, 12.0)
    _answer(sheet, record, say)
    _bounds(sheet, record, say)
    _warnings(sheet, record, say)


def _answer(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    answer = record.part("prediction")
    sheet.y -= 6
    sheet.paragraph(
        say(text("Guideline-recommended group, as this model estimates it")), 9.0, colour=GREY, after=2
    )
    sheet.paragraph(say(str(answer["group"])), 20.0, bold=True, after=4)
    sheet.paragraph(
        say(
            text(
                "Probability of the chemoradiotherapy or systemic group: {value}",
                value=decimals(answer["probability"]),
            )
        ),
        13.0,
        after=2,
    )
    interval = pair_of(record.part("uncertainty").get("interval"))
    draw_scale(
        sheet,
        float(answer["probability"]),
        float(answer["threshold"]),
        interval,
        (say(Group.SURGERY.value), say(Group.CHEMORADIOTHERAPY.value)),
    )


def _bounds(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    answer, unsure = record.part("prediction"), record.part("uncertainty")
    rows = [
        [say(text("Interval")), _interval(record, say)],
        [say(text("Conformal set")), _set(record, say)],
        [
            say(text("Threshold")),
            say(
                text(
                    "{threshold}: from this probability on the model answers “{group}”.",
                    threshold=decimals(answer["threshold"]),
                    group=Group.CHEMORADIOTHERAPY.value,
                )
            ),
        ],
        [say(text("Model on its test patients")), _performance(record, say)],
    ]
    coverage = unsure.get("coverage")
    if coverage:
        between = text(
            "{mean:.0%} of new patients expected, {low:.0%} to {high:.0%} in 9 of 10 such sets",
            mean=coverage[0],
            low=coverage[1],
            high=coverage[2],
        )
        rows.insert(2, [say(text("Coverage of the set")), say(between)])
    sheet.table(["", ""], rows, [1, 3.2], size=8.5)


def _interval(record: PredictionRecord, say: Localizer) -> str:
    unsure = record.part("uncertainty")
    found = pair_of(unsure.get("interval"))
    note = record.sentence("uncertainty", "interval_note") or record.sentence(
        "prediction", "interval_note"
    )
    words = "" if note is None else say(note)
    if found is None:
        return words or "–"
    low, high = (decimals(one) for one in found)
    return say(text("{low} to {high}. {note}", low=low, high=high, note=words))


def _set(record: PredictionRecord, say: Localizer) -> str:
    unsure: Mapping[str, Any] = record.part("uncertainty")
    notes = [record.sentence("uncertainty", "set_note"), *record.sentences("uncertainty", "set_notes")]
    words = " ".join(say(one) for one in notes if one is not None)
    if not unsure:
        return say(record.sentence("uncertainty_note") or text("Not computed."))
    groups = unsure.get("groups")
    if groups is None:
        return words
    if not groups:
        return say(text("Neither group: the model abstains. {note}", note=words))
    if len(groups) > 1:
        return say(text("Both groups: undecided. {note}", note=words))
    return say(text("{group} alone. {note}", group=str(groups[0]), note=words))


def _performance(record: PredictionRecord, say: Localizer) -> str:
    found = record.part("performance")
    if not found:
        return say(text("Not known here."))
    sentence = text(
        "AUC {auc} (95 % interval; {positives} of {n} of the chemoradiotherapy or systemic group); experiment "
        "{experiment}, before which {before} experiments tested patients of this cohort.",
        auc=with_interval(found["auc"], found["interval"], None, 2),
        positives=found["positives"],
        n=found["n"],
        experiment=found["experiment"],
        before=found["tested_before"],
    )
    return say(sentence)


def _warnings(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    sheet.heading(say(text("Warnings")))
    found = record.sentences("prediction", "warnings")
    for one in found:
        sheet.paragraph(f"• {say(one)}", 9.0, after=2)
    if not found:
        sheet.paragraph(say(text("The input gate has none.")), 9.0)
    nodes = record.sentence("prediction", "nodes_note")
    if nodes is not None:
        sheet.paragraph(f"• {say(nodes)}", 9.0)

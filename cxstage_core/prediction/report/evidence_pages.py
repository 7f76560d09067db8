"""Pages of a report with the pictures, the slices, and the explanation."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.prediction.report.figures import Mark, draw_bars
from cxstage_core.prediction.report.numbers import decimals, signed, with_interval
from cxstage_core.prediction.report.pictures import MapPictures, Picture, Pictures
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.prediction.report.sheet import ACCENT, BOTTOM, COLUMN, GREY, MARGIN, Sheet
from cxstage_core.text import Text, text

MOST_SLICES = 8
"""Slices shown; those with the largest parts in the answer where there are more."""


def write_pictures(
    sheet: Sheet, record: PredictionRecord, say: Localizer, pictures: Pictures | None
) -> None:
    """Draw T2 with outline and window, then the slices and maps."""
    sheet.next_page()
    sheet.heading(say(text("Images")))
    if pictures is None:
        sheet.paragraph(say(text("No images: the record alone was given, and it holds none.")))
        return
    overview = pictures.overview.image, say(_whole(pictures))
    chosen = chosen_slices(record)
    shown = [one for one in pictures.slices if one.slice_index in chosen]
    sheet.paragraph(say(_which(record, len(shown))), 8.5, colour=GREY)
    sheet.gallery([overview, *[(one.image, _caption(one, say)) for one in shown]], 3)
    for one in pictures.maps:
        _write_map(sheet, say, one, chosen)


def write_glance(
    sheet: Sheet, record: PredictionRecord, say: Localizer, pictures: Pictures | None
) -> None:
    """Draw the whole slice, the slice with the largest part in the answer, and its map, where the page has room."""
    if pictures is None or sheet.y < BOTTOM + COLUMN / 3 + 50:
        return
    slices = record.part("prediction")["slices"]
    strongest = int(max(slices, key=lambda s: abs(s["weight"] * s["logit"]))["index"])
    shown = [(pictures.overview.image, say(_whole(pictures)))]
    shown += [
        (one.image, _caption(one, say)) for one in pictures.slices if one.slice_index == strongest
    ]
    filled = [one for one in pictures.maps if one.empty is None]
    for one in filled[:1]:
        caption = text("{map}, slice {slice}", map=one.title, slice=strongest + 1)
        shown += [(p.image, say(caption)) for p in one.slices if p.slice_index == strongest]
    sheet.y -= 8
    sheet.gallery(shown, 3)


def _whole(pictures: Pictures) -> Text:
    return text(
        "Slice {slice}, whole: outline blue, window of the network yellow.",
        slice=pictures.overview.slice_index + 1,
    )


def chosen_slices(record: PredictionRecord) -> frozenset[int]:
    """Return the slices that are shown: those with the largest parts in the answer."""
    slices = record.part("prediction")["slices"]
    largest = sorted(slices, key=lambda s: (-abs(s["weight"] * s["logit"]), s["index"]))
    return frozenset(int(s["index"]) for s in largest[:MOST_SLICES])


def write_slices(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    """Draw each slice's part in the logit."""
    answer = record.part("prediction")
    slices = answer["slices"]
    sheet.heading(say(text("Contributions of the slices")), keep=90)
    sheet.paragraph(
        say(
            text(
                "Each slice's part in the patient's logit of {logit} (its own logit times its weight; {n} slices). Orange "
                "speaks for the chemoradiotherapy or systemic group, blue for surgery.",
                logit=decimals(answer["logit"], 4),
                n=len(slices),
            )
        ),
        8.5,
        colour=GREY,
    )
    marks = [
        Mark(
            say(
                text(
                    "Slice {slice}: alone {p}, weight {weight}",
                    slice=s["index"] + 1,
                    p=decimals(s["probability"]),
                    weight=decimals(s["weight"]),
                )
            ),
            float(s["weight"] * s["logit"]),
            signed(s["weight"] * s["logit"], 4),
        )
        for s in slices
    ]
    draw_bars(sheet, marks)


def write_explanation(sheet: Sheet, record: PredictionRecord, say: Localizer) -> None:
    """Write the numbers of the maps, the occlusions and the trust tests."""
    found = record.part("explanation")
    sheet.heading(say(text("Explanation")))
    if not found:
        sheet.paragraph(say(record.sentence("explanation_note") or text("Not computed.")))
        return
    rows = [_map_row(record, key, say) for key in ("additive", "layer")]
    head = [
        text("Map"),
        text("Inside the outline"),
        text("5 mm around it"),
        text("Test patients, inside"),
        text("Note"),
    ]
    sheet.table([say(one) for one in head], rows, [1.3, 0.9, 0.9, 1.3, 3])
    if found.get("residual") is not None:
        total = text(
            "Additive map: bias {bias} and all cells add up to the logit within {residual:.1e}.",
            bias=signed(found["bias"], 4),
            residual=found["residual"],
        )
        sheet.paragraph(say(total), 8.5)
    for one in record.sentences("explanation", "notes"):
        sheet.paragraph(f"• {say(one)}", 8.5, after=2)
    _occlusions(sheet, found, say)
    _trust(sheet, found, say)


def _map_row(record: PredictionRecord, key: str, say: Localizer) -> list[str]:
    found: Mapping[str, Any] = record.part("explanation").get(key) or {}
    title = record.sentence("explanation", key, "title") or text("{name} map", name=key)
    if not found:
        note = record.sentence("explanation", f"{key}_note")
        return [say(title), "–", "–", "–", "" if note is None else say(note)]
    notes = [record.sentence("explanation", key, name) for name in ("empty", "warning", "method")]
    return [
        say(title),
        _share(found.get("inside_share")),
        _share(found.get("rim_share")),
        _shares(found.get("test_shares") or [], say),
        " ".join(say(one) for one in notes if one is not None),
    ]


def _share(value: Any) -> str:
    return "–" if value is None else f"{float(value):.0%}"


def _shares(values: list[float], say: Localizer) -> str:
    if not values:
        return say(text("not known"))
    own = sorted(float(one) for one in values)
    return say(
        text(
            "{low:.0%} to {high:.0%}, median {middle:.0%}, n = {n}",
            low=own[0],
            high=own[-1],
            middle=median(own),
            n=len(own),
        )
    )


def _occlusions(sheet: Sheet, found: Mapping[str, Any], say: Localizer) -> None:
    rows = [
        [_words(one.get("title"), say), decimals(one.get("probability")), signed(one.get("change"))]
        for one in found.get("occlusion") or []
    ]
    if rows:
        head = [text("Without this part of the input"), text("Probability"), text("Change")]
        sheet.table([say(one) for one in head], rows, [3, 1, 1])


def _trust(sheet: Sheet, found: Mapping[str, Any], say: Localizer) -> None:
    trust = found.get("trust")
    if not isinstance(trust, Mapping):
        return
    outcome = {True: text("passed"), False: text("failed"), None: text("unknown")}
    rows = []
    for one in trust.get("rows") or []:
        rows.append(
            [
                _words(one.get("title"), say),
                say(with_interval(one.get("value"), one.get("interval"), one.get("n"), 2)),
                say(outcome.get(one.get("passed"), text("unknown"))),
                _words(one.get("sentence"), say),
            ]
        )
    head = [text("Trust test of the model's maps"), text("Value"), text("Outcome"), text("Meaning")]
    sheet.table([say(one) for one in head], rows, [1.2, 1.5, 0.7, 3])


def _words(stored: Any, say: Localizer) -> str:
    from cxstage_core.prediction.report.values import is_sentence, sentence_of

    return say(sentence_of(stored)) if is_sentence(stored) else str(stored or "")


def _write_map(sheet: Sheet, say: Localizer, found: MapPictures, chosen: frozenset[int]) -> None:
    sheet.heading(say(found.title), keep=230)
    sheet.paragraph(say(found.method), 8.5, colour=GREY, after=2)
    if found.empty is not None:
        sheet.paragraph(say(found.empty), 10.0, bold=True, colour=ACCENT)
        return
    shown = [one for one in found.slices if one.slice_index in chosen]
    sheet.gallery([(one.image, _caption(one, say)) for one in shown], 3)
    _legend(sheet, say, found)


def _legend(sheet: Sheet, say: Localizer, found: MapPictures) -> None:
    unit = (
        text(
            "Colour: part of one cell in the logit; orange for the chemoradiotherapy or systemic group, blue for surgery"
        )
        if found.key == "additive"
        else text("Colour: evidence for the predicted group, without a unit")
    )
    width = COLUMN * 0.45
    height = width * found.legend.shape[0] / found.legend.shape[1]
    sheet.room(height + 26)
    sheet.image(found.legend, MARGIN, sheet.y - height, width, height)
    size = text("Cells are {mm:.1f} mm apart in the patient.", mm=found.cell_mm)
    x = MARGIN + width + 12
    at = sheet.y - 8
    for words in (say(unit), say(size)):
        for line in sheet.wrapped(words, COLUMN - width - 12, 7.5):
            sheet.line(x, at, line, 7.5, colour=GREY)
            at -= 10
    sheet.y = min(sheet.y - height, at) - 6


def _caption(one: Picture, say: Localizer) -> str:
    return say(text("Slice {slice}", slice=one.slice_index + 1))


def _which(record: PredictionRecord, shown: int) -> Text:
    n = len(record.part("prediction")["slices"])
    if shown == n:
        return text(
            "T2 in radiological orientation: the patient's right is on the left. All {n} slices that the model used; slices "
            "are counted from 1.",
            n=n,
        )
    return text(
        "T2 in radiological orientation: the patient's right is on the left. The {shown} of {n} slices with the largest "
        "parts in the answer; slices are counted from 1.",
        shown=shown,
        n=n,
    )

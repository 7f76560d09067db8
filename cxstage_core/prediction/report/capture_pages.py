"""Pages of an answer as pictures, for secondary captures in an archive: they name no patient."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.report.document.font_files import chinese_font_file
from cxstage_core.evaluation.report.language import CHINESE, SOURCE, localizer_of
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.prediction.report.numbers import decimals
from cxstage_core.prediction.report.pictures import MapPictures, Picture, Pictures
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Pixels = npt.NDArray[np.uint8]
_WIDE, _HIGH, _DPI = 1280, 960, 100
_GREY, _ALERT = "#b0b0b0", "#ffb454"
_CHARACTERS = 62
"""Of a line of the answer, at 12 points; Chinese characters count twice."""
_LINES = 30
_PANELS = 6


def capture_pages(
    record: PredictionRecord, pictures: Pictures, language: str = SOURCE
) -> tuple[Pixels, ...]:
    """Draw the answer with the outline, and one page for each map.

    Args:
        language: of the words; English where this computer has no font with Chinese characters.

    Returns:
        Pictures uint8 (row, column, red green blue).
    """
    file = chinese_font_file() if language == CHINESE else None
    say = localizer_of(language if file or language != CHINESE else SOURCE)
    pages = [_answer_page(record, pictures, say, file)]
    pages += [_map_page(one, say, file) for one in pictures.maps if one.empty is None]
    return tuple(pages)


def _answer_page(
    record: PredictionRecord, pictures: Pictures, say: Localizer, font: str | None
) -> Pixels:
    figure = _figure(say, font)
    axes = figure.add_axes((0.02, 0.06, 0.47, 0.84))
    _show(axes, pictures.overview)
    answer = record.part("prediction")
    at = 0.89
    words = say(str(answer["group"]))
    for line in _wrapped(words[:1].upper() + words[1:], _CHARACTERS // 2):
        at = _write(figure, line, at, 18, "white", font)
    lines: list[tuple[str, str]] = [
        (_caution, _ALERT) for _caution in map(say, record.sentences("cautions"))
    ]
    lines += [(say(one), "white") for one in _numbers(record)]
    lines += [(say(one), _GREY) for one in record.sentences("prediction", "warnings")]
    left = _LINES
    for sentence, colour in lines:
        wrapped = _wrapped(sentence, _CHARACTERS)
        if len(wrapped) > left:
            at = _write(figure, say(text("More warnings stand in the report.")), at, 11, _ALERT, font)
            break
        left -= len(wrapped)
        for line in wrapped:
            at = _write(figure, line, at, 11, colour, font)
        at -= 0.008
    return _pixels(figure)


def _numbers(record: PredictionRecord) -> list[Text]:
    answer, known = record.part("prediction"), record.part("uncertainty")
    model = record.part("model")
    rows = [
        text(
            "Probability of the chemoradiotherapy/systemic group {probability}, threshold {threshold}.",
            probability=decimals(answer["probability"]),
            threshold=decimals(answer["threshold"]),
        )
    ]
    interval = known.get("interval")
    if interval:
        rows.append(
            text("Interval {low} to {high}.", low=decimals(interval[0]), high=decimals(interval[1]))
        )
    rows += [
        one
        for one in (
            record.sentence("uncertainty", "interval_note"),
            record.sentence("uncertainty", "set_note"),
        )
        if one is not None
    ]
    rows.append(
        text(
            "Model {model} ({name}), {at} UTC, record {sha256}.",
            model=model["id"],
            name=model["name"],
            at=str(record.content["created_at"])[:16].replace("T", " "),
            sha256=record.sha256[:12],
        )
    )
    return rows


def _map_page(shown: MapPictures, say: Localizer, font: str | None) -> Pixels:
    figure = _figure(say, font)
    at = _write(figure, say(shown.title), 0.915, 14, "white", font, left=0.02)
    for line in _wrapped(say(shown.method), 2 * _CHARACTERS):
        at = _write(figure, line, at, 10, _GREY, font, left=0.02)
    middle = max(0, (len(shown.slices) - _PANELS) // 2)
    chosen: Sequence[Picture] = shown.slices[middle : middle + _PANELS]
    columns = min(3, len(chosen))
    rows = -(-len(chosen) // columns)
    for place, one in enumerate(chosen):
        row, column = divmod(place, columns)
        axes = figure.add_axes(
            (
                0.02 + column * 0.96 / columns,
                0.13 + (rows - 1 - row) * 0.68 / rows,
                0.94 / columns,
                0.66 / rows,
            )
        )
        _show(axes, one)
        number = say(text("slice {number}", number=one.slice_index + 1))
        axes.set_title(number, color="white", fontsize=10, pad=2, fontproperties=_font(font, 10))
    axes = figure.add_axes((0.3, 0.055, 0.4, 0.055))
    axes.imshow(shown.legend)
    axes.axis("off")
    return _pixels(figure)


def _figure(say: Localizer, font: str | None) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDE / _DPI, _HIGH / _DPI), dpi=_DPI, facecolor="black")
    FigureCanvasAgg(figure)
    title = say(text("CxStage prediction. Research use only: it must not guide the care of a patient."))
    _write(figure, title, 0.955, 13, _ALERT, font, left=0.02)
    return figure


def _show(axes: Any, picture: Picture) -> None:
    axes.imshow(picture.image, interpolation="nearest")
    axes.axis("off")


def _write(
    figure: Figure,
    words: str,
    at: float,
    size: float,
    colour: str,
    font: str | None,
    left: float = 0.51,
) -> float:
    """Write a line; return the place of the next one."""
    figure.text(left, at, words, color=colour, va="top", fontproperties=_font(font, size))
    return at - size * 1.45 / (_HIGH / _DPI * 72)


def _font(file: str | None, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    if file is None:
        return FontProperties(family="DejaVu Sans", size=size)
    return FontProperties(fname=file, size=size)


def _wrapped(sentence: str, most: int) -> list[str]:
    """Break a sentence into lines: at spaces, and between Chinese characters."""
    lines, line, width = [], "", 0
    for found in _words(sentence):
        word = found if line else found.lstrip()
        wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in word)
        if line and width + wide > most:
            lines.append(line.rstrip())
            line, width, word = "", 0, found.lstrip()
        line, width = line + word, width + wide
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(sentence: str) -> list[str]:
    found: list[str] = []
    for sign in sentence:
        alone = unicodedata.east_asian_width(sign) in "WF"
        if (
            found
            and not alone
            and sign != " "
            and unicodedata.east_asian_width(found[-1][-1]) not in "WF"
        ):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _pixels(figure: Figure) -> Pixels:
    canvas: Any = figure.canvas
    canvas.draw()
    return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])

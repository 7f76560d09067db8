"""Figures for a paper: ROC, calibration, decision curves and confusion matrices, as SVG, PDF or PNG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.models.families import FAMILIES
from cxstage_core.models.looks import PLAIN, Look, look_at, look_of
from cxstage_core.storage import atomic_write
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cxstage_core.evaluation.comparison.dashboard import Curves, Dashboard
    from cxstage_core.evaluation.comparison.row import ComparisonRow

DPI = 600
WORDS: Mapping[str, Text] = {
    "alarm": text("1 − specificity"),
    "hit": text("sensitivity"),
    "said": text("mean probability of chemoradiotherapy or systemic"),
    "found": text("share of chemoradiotherapy or systemic"),
    "threshold": text("threshold probability"),
    "benefit": text("net benefit"),
    "all": text("treat all"),
    "none": text("treat none"),
    "truth": text("truth"),
    "prediction": text("prediction"),
    "surgery": text("surgery"),
    "other": text("chemoradiotherapy"),
    "decisions": text("decisions"),
}
FIGURES = ("roc", "calibration", "decision", "confusion")
NEED_PROBABILITIES = ("calibration", "decision")
_GREY = PLAIN.on_white
_WITH_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
    "SimHei",
)


def figure_words(localized: Localizer = str) -> dict[str, str]:
    """The words on the figures, in the reader's language."""
    return {key: localized(word) for key, word in WORDS.items()}


def write_figure(
    board: Dashboard,
    kind: str,
    file: Path,
    words: Mapping[str, str] | None = None,
    names: Sequence[str] = (),
) -> None:
    """Draw one figure and write it; the file's suffix (.svg, .pdf, .png) selects the format.

    Bitmaps have 600 dpi. The file names no person and no computer.

    Args:
        kind: one of `FIGURES`.
        words: from `figure_words`; English by default.
        names: of the rows, in the reader's language; the rows' own by default.

    Raises:
        CohortError: another suffix, a full disk, or nothing readable was written.
        ValueError: no such kind.
    """
    if kind not in _DRAWN:
        raise ValueError(kind)
    titles = tuple(names) or tuple(row.name for row in board.rows)
    save_figure(file, lambda figure: draw_figure(figure, board, kind, words or figure_words(), titles))


def draw_figure(
    figure: Figure, board: Dashboard, kind: str, words: Mapping[str, str], names: Sequence[str]
) -> None:
    """Draw one figure of a comparison into an empty figure.

    Args:
        kind: one of `FIGURES`.
        words, names: as for `write_figure`.
    """
    _DRAWN[kind](figure, board, words, names)


def save_figure(file: Path, draw: Callable[[Figure], None]) -> None:
    """Write a figure in the form of a paper; the file's suffix (.svg, .pdf, .png) selects the format.

    Args:
        draw: draws into an empty figure of one column's width.

    Raises:
        CohortError: another suffix, a full disk, or nothing readable was written.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    suffix = file.suffix.lower().lstrip(".")
    if suffix not in ("svg", "pdf", "png"):
        raise CohortError(
            "A figure cannot be written as {file}.",
            remedy="Choose a name that ends in .svg, .pdf or .png.",
            file=file,
        )
    with mpl.rc_context(figure_style()):
        figure = Figure(figsize=(3.5, 3.5), layout="constrained")
        draw(figure)
        kinds: dict[str, dict[str, Any]] = {
            "svg": {"Date": None, "Creator": "CxStage"},
            "pdf": {"CreationDate": None, "Creator": "CxStage", "Producer": None},
            "png": {"Software": "CxStage"},
        }
        atomic_write.replace_file(
            file,
            lambda path: figure.savefig(path, format=suffix, dpi=DPI, metadata=kinds[suffix]),
            lambda path: check_written(path, suffix, file),
        )


def figure_style() -> Any:
    """Settings of matplotlib for a figure of a paper."""
    return {
        "font.family": ["DejaVu Sans", *chinese_fonts()],
        "font.size": 8,
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def _roc(figure: Figure, board: Dashboard, words: Mapping[str, str], names: Sequence[str]) -> None:
    axes = _square(figure, words["alarm"], words["hit"])
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.6, linestyle=":")
    drawn = [(r, c, n) for r, c, n in _rows(board, names) if not r.baseline or len(c.false) > 2]
    for row, curves, name in drawn:
        colour = _colour(board, row)
        found = row.evaluation.estimates
        area = found["auc"]
        between = f" ({area.interval.low:.2f}–{area.interval.high:.2f})" if area.interval else ""
        axes.plot(
            curves.false,
            curves.true,
            color=colour,
            linewidth=1.2,
            linestyle="--" if row.baseline else "-",
            label=f"{name} {area.value:.2f}{between}",
        )
        if len(drawn) <= 2:
            band = curves.band
            axes.fill_between(band.x, band.low, band.high, color=colour, alpha=0.15, linewidth=0)
        hit, right = found["sensitivity"].value, found["specificity"].value
        if hit is not None and right is not None:
            axes.plot(1 - right, hit, _look(board, row).marker, color=colour, ms=4)
    _legend(axes, board, "lower right")


def _calibration(
    figure: Figure, board: Dashboard, words: Mapping[str, str], names: Sequence[str]
) -> None:
    axes = _square(figure, words["said"], words["found"])
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.6, linestyle=":")
    for row, curves, name in _rows(board, names):
        if row.baseline or not curves.calibration:
            continue
        points = curves.calibration
        low = [max(0.0, p.share - p.interval.low) for p in points]
        high = [max(0.0, p.interval.high - p.share) for p in points]
        axes.errorbar(
            [p.probability for p in points],
            [p.share for p in points],
            yerr=[low, high],
            color=_colour(board, row),
            linewidth=1,
            elinewidth=0.5,
            marker=_look(board, row).marker,
            ms=4,
            label=name,
        )
    _legend(axes, board, "upper left")


def _net_benefit(
    figure: Figure, board: Dashboard, words: Mapping[str, str], names: Sequence[str]
) -> None:
    axes = figure.add_subplot()
    axes.set_xlabel(words["threshold"])
    axes.set_ylabel(words["benefit"])
    axes.axhline(0, color=_GREY, linewidth=0.6, label=words["none"])
    top, first = 0.0, True
    for row, curves, name in _rows(board, names):
        benefit = curves.benefit
        if row.baseline or benefit is None:
            continue
        if first:
            axes.plot(
                benefit.thresholds,
                benefit.treat_all,
                color=_GREY,
                linewidth=0.8,
                linestyle="--",
                label=words["all"],
            )
            first = False
        top = max(top, float(benefit.model.max()), float(benefit.treat_all.max()))
        axes.plot(
            benefit.thresholds, benefit.model, color=_colour(board, row), linewidth=1.2, label=name
        )
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.1 * max(top, 0.5), top * 1.1 + 0.02)
    _legend(axes, board, "upper right")


def _confusion(
    figure: Figure, board: Dashboard, words: Mapping[str, str], names: Sequence[str]
) -> None:
    rows = [(row, name) for row, name in zip(board.rows, names, strict=True) if not row.baseline]
    wide = min(4, max(1, len(rows)))
    tall = -(-len(rows) // wide)
    figure.set_size_inches(1.9 * wide + 0.4, 1.9 * tall + 0.4)
    for place, (row, name) in enumerate(rows):
        axes = figure.add_subplot(tall, wide, place + 1)
        c = row.evaluation.confusion
        counts = ((c.tn, c.fp), (c.fn, c.tp))
        shares = [[n / max(1, sum(line)) for n in line] for line in counts]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.4)
        for y, line in enumerate(counts):
            for x, count in enumerate(line):
                axes.text(x, y, str(count), ha="center", va="center")
        n = row.evaluation.n
        decisions = "" if c.n == n else f"\n{c.n} {words['decisions']}"
        axes.set_title(f"{name} (n = {n}){decisions}", fontsize=8)
        axes.set_xticks((0, 1), (words["surgery"], words["other"]), fontsize=6)
        axes.set_yticks(
            (0, 1), (words["surgery"], words["other"]), fontsize=6, rotation=90, va="center"
        )
        axes.set_xlabel(words["prediction"], fontsize=7)
        axes.set_ylabel(words["truth"], fontsize=7)


_Draw = Callable[["Figure", "Dashboard", Mapping[str, str], Sequence[str]], None]
_DRAWN: Mapping[str, _Draw] = dict(
    zip(FIGURES, (_roc, _calibration, _net_benefit, _confusion), strict=True)
)


def _rows(board: Dashboard, names: Sequence[str]) -> list[tuple[ComparisonRow, Curves, str]]:
    found = zip(board.rows, board.curves, names, strict=True)
    return [(row, curves, name) for row, curves, name in found if curves is not None]


def _colour(board: Dashboard, row: ComparisonRow) -> str:
    return _look(board, row).on_white


def _look(board: Dashboard, row: ComparisonRow) -> Look:
    """The look of a family; other networks take those behind the families' in their order."""
    look = look_of(row.name)
    if row.baseline or look is not PLAIN:
        return look
    others = [one.name for one in board.rows if not one.baseline and look_of(one.name) is PLAIN]
    return look_at(len(FAMILIES) + others.index(row.name))


def _square(figure: Figure, x: str, y: str) -> Axes:
    axes = figure.add_subplot()
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.01)
    axes.set_aspect("equal")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return axes


def _legend(axes: Axes, board: Dashboard, place: Any) -> None:
    n = board.rows[0].evaluation.n if board.rows else 0
    axes.legend(loc=place, fontsize=6, frameon=False, title=f"n = {n}", title_fontsize=6)


def chinese_fonts() -> tuple[str, ...]:
    """The fonts of this computer that have Chinese characters."""
    from matplotlib.font_manager import get_font_names

    present = set(get_font_names())
    return tuple(name for name in _WITH_CHINESE if name in present)


def check_written(path: Path, suffix: str, file: Path) -> None:
    """Check that a figure file is complete.

    Raises:
        CohortError: it is not.
    """
    starts = {"svg": b"<?xml", "pdf": b"%PDF-", "png": b"\x89PNG"}
    ends = {"svg": b"</svg>", "pdf": b"%%EOF", "png": b"IEND\xaeB`\x82"}
    content = path.read_bytes()
    if not content.startswith(starts[suffix]) or not content.rstrip().endswith(ends[suffix]):
        raise CohortError(
            "{file} was not read back as it was written.",
            remedy="Check the disk, then try again.",
            file=file,
        )

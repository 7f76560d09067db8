"""Tables on the terminal, built from the JSON output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.evaluation.comparison.metrics import MetricSpec


def show_comparison(console: Console, data: Mapping[str, Any]) -> None:
    """Print a comparison: each figure with its 95 % interval and n."""
    from rich.table import Table

    from cxstage_core.evaluation.comparison.metrics import Place, shown_in

    metrics = shown_in(Place.TERMINAL)
    split, protocol = data["split"], data.get("protocol") or {}
    trained = protocol.get("training_patients", len(split["train"]))
    console.print(
        f"\n{data['experiment']}: {len(split['test'])} test patients, trained on {trained}; "
        "each figure with its 95 % interval. Group 1 is chemoradiotherapy or systemic treatment.",
        highlight=False,
    )
    table = Table()
    table.add_column("Model", no_wrap=True)
    for metric in metrics:
        table.add_column(str(metric.narrow_title), justify="right")
    table.add_column("TN FP FN TP", justify="right", no_wrap=True)
    table.add_column("n", justify="right")
    rows = (*data["models"], *data.get("baselines", ()))
    for row in rows:
        cells = [_figure(metric, row) for metric in metrics]
        counts = row.get("confusion") or {}
        four = " ".join(str(counts.get(key, "–")) for key in ("tn", "fp", "fn", "tp"))
        name = row["name"]
        if row.get("ensemble_of"):
            name = f"{name}, ensemble of {row['ensemble_of']}"
        table.add_row(name, *cells, four, str(row["n"]))
    console.print(table)
    for part, counts in (data.get("label_origins") or {}).items():
        if set(counts) - {"computed from stated facts"}:
            words = "; ".join(f"{n} {origin}" for origin, n in counts.items())
            console.print(f"labels of the {part} part: {words}", style="yellow", highlight=False)
    _show_folds(console, protocol)
    _show_members(console, data["models"])
    _show_own_test(console, protocol.get("against_own_test"))
    for note in data.get("notes", ()):
        console.print(note, highlight=False, soft_wrap=True)
    for row in rows:
        if row.get("weights"):
            console.print(f"{row['name']}: {row['weights']}", highlight=False, soft_wrap=True)
        for warning in row.get("warnings", ()):
            console.print(f"  {warning}", style="yellow", highlight=False)


def _show_folds(console: Console, protocol: Mapping[str, Any]) -> None:
    """Print the results of each fold; the table above them is pooled."""
    from cxstage_core.evaluation.comparison.metrics import Place, shown_in

    for row in protocol.get("results", ()):
        figures = ", ".join(f"{m.title} {_figure(m, row)}" for m in shown_in(Place.FOLD))
        console.print(
            f"{row['name']}, repeat {row['repeat']}, fold {row['fold']}: {figures}, n = {row['n']}",
            highlight=False,
        )
    if protocol.get("pooling"):
        console.print(f"Pooled: {protocol['pooling']}.", highlight=False)


def _show_members(console: Console, models: Sequence[Mapping[str, Any]]) -> None:
    """Print the calibration set of each ensemble and the test AUC of each member."""
    from cxstage_core.evaluation.report.table import format_figure

    for row in models:
        for member in row.get("members", ()):
            area = format_figure(member["auc"], member["auc_ci"])
            console.print(
                f"{row['name']}, member {member['member']} of {row['ensemble_of']}: test AUC {area}, "
                f"n = {member['n']}; {member['held_out']} patients held out",
                highlight=False,
            )


def _show_own_test(console: Console, found: Mapping[str, Any] | None) -> None:
    """Print the AUC on the external patients next to that on the network's own test patients."""
    if found is None:
        return
    from cxstage_core.evaluation.report.table import format_figure

    own = format_figure(found["own_auc"], found.get("own_auc_ci"))
    difference = format_figure(found["difference"], found["difference_ci"])
    console.print(
        f"AUC on the {found['own_n']} test patients of the network's own cohort: {own}; "
        f"difference {difference}, unpaired DeLong.",
        highlight=False,
    )


def _figure(metric: MetricSpec, row: Mapping[str, Any]) -> str:
    from cxstage_core.evaluation.report.table import format_figure

    return format_figure(row.get(metric.key), row.get(f"{metric.key}_ci"), metric.digits)

"""Write the tables of the documentation that follow from tables of the program.

    python packaging/tables.py          rewrite every generated table in docs/ and README.md
    python packaging/tables.py --check  list the tables that are not up to date; exit code 1 if any

A generated table stands between two lines, `<!-- table: NAME -->` and `<!-- end -->`; its lines come from
the function of that name in `TABLES`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
_MARKED = re.compile(r"(<!-- table: ([a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(str(c).replace("|", "\\|") for c in line) + " |" for line in lines
    )


def file_kinds() -> str:
    """Every kind of file and its version."""
    from cxstage_core.migrations.kinds import KINDS

    return markdown(
        ("kind", "file", "version", "where the version stands"),
        ((key, f"`{kind.place}`", str(kind.version), kind.written) for key, kind in KINDS.items()),
    )


def settings_of(name: str) -> str:
    """Every setting of a group: what it does, its default, its limits, and how a search varies it."""
    from cxstage_core.settings import limits_of, plain_value, rows
    from cxstage_core.training.pretraining.settings import Pretraining
    from cxstage_core.training.settings import groups

    known = {**dict(groups.GROUPS), "pretraining": Pretraining}
    return markdown(
        ("setting", "in the window", "what it does", "default", "limits or choices", "searched as"),
        (
            (
                f"`{row.name}`" if row.key == row.name else f"`{row.name}` (in files `{row.key}`)",
                ", ".join(part.title for part in row.parts) or row.title,
                row.help,
                f"{plain_value(row.default)}" if row.kind != "group" else f"see {row.title}",
                limits_of(row),
                f"`{row.search.name or row.name}`" if row.search else "",
            )
            for row in rows(known[name])
        ),
    )


def named_recipes() -> str:
    """Every named recipe: why, and its values that are not the paper's."""
    from cxstage_core.dataset.augmentation import Augmentation
    from cxstage_core.settings import plain_value, rows
    from cxstage_core.training import Recipe
    from cxstage_core.training.settings.named_recipes import NAMED, PAPER

    def changes(recipe: Recipe) -> str:
        groups = ((recipe, NAMED[PAPER].recipe), (recipe.augmentation, Augmentation()))
        found = [
            f"`{row.name}` {plain_value(getattr(one, row.name))}"
            for one, paper in groups
            for row in rows(type(paper))
            if row.kind != "group" and row.named and getattr(one, row.name) != getattr(paper, row.name)
        ]
        return ", ".join(found) or "none"

    return markdown(
        ("recipe", "in the window", "for", "values that are not the paper's"),
        ((f"`{n}`", str(r.title), str(r.reason), changes(r.recipe)) for n, r in NAMED.items()),
    )


def phantom_styles() -> str:
    """Every style of the phantom."""
    from cxstage_core.phantom import STYLES

    return markdown(
        ("style", "what it is", "scanners", "masks"),
        (
            (
                f"`{style.name}`",
                str(style.description),
                ", ".join(
                    f"{scanner.model} ({scanner.field_t:g} T, {share:.0%})"
                    for share, scanner in style.scanners
                ),
                ", ".join(f"`{name}`" for name in ("truth", *style.readers)),
            )
            for style in STYLES.values()
        ),
    )


def first_weights() -> str:
    """Every kind of first weights."""
    from cxstage_core.models.weights import KINDS, LOCAL

    return markdown(
        ("`--weights`", "in the window", "what it is"),
        (
            (f"`{kind.key}`" if kind.key != LOCAL else "a path", str(kind.title), str(kind.about))
            for kind in KINDS.values()
        ),
    )


def metrics() -> str:
    """Every figure of a comparison: definition, interval, and where it is shown."""
    from cxstage_core.evaluation.comparison.metrics import METRICS, Place

    return markdown(
        ("figure", "key in JSON", "definition", "interval", "with folds", "shown in"),
        (
            (
                str(metric.title),
                f"`{metric.key}`",
                str(metric.definition),
                str(metric.interval),
                "pooled" if metric.pooled is not None else "not defined",
                "; ".join(p for p in Place if p in metric.places) or "JSON only",
            )
            for metric in METRICS.values()
        ),
    )


def coverage() -> str:
    """How often intervals held the truth, from the stored results of the benchmark."""
    import json

    found = json.loads((ROOT / "tests" / "benchmarks" / "coverage.json").read_text("utf-8"))
    return markdown(
        ("figure", "n", "mean", "worst", "where"),
        (
            (r["figure"], r["n"], f"{r['mean']:.3f}", f"{r['worst']:.3f}", r["at"])
            for r in found["rows"]
        ),
    )


def scaling() -> str:
    """What large cohorts would take, computed from measured parts."""
    from tests.benchmarks.scaling import computed, read_parts

    def figure(value: float | None) -> str:
        return "not measured" if value is None else f"{value:,.3g}" if value < 100 else f"{value:,.0f}"

    return markdown(
        (
            "patients",
            "preparing, core hours",
            "prepared slices, GB",
            "images of one training",
            "35 trainings on 8 GPUs, hours",
            "35 trainings on one CPU thread, days",
        ),
        (
            (
                f"{row['patients']:,}",
                figure(row["prepare_core_hours"]),
                figure(row["file_gb"]),
                f"{row['images_of_a_training']:,}",
                figure(row["gpu_hours"]),
                figure(row["cpu_thread_days"]),
            )
            for row in computed(read_parts())
        ),
    )


def reports() -> str:
    """Every report of a comparison and of the readers' agreement."""
    from cxstage_core.evaluation.report.comparison_reports import COMPARISON_REPORTS
    from cxstage_core.evaluation.report.reader_reports import AGREEMENT_REPORTS

    return markdown(
        ("of", "report", "title", "files"),
        (
            (of, f"`{key}`", str(report.title).rstrip("…"), ", ".join(f.suffix for f in report.formats))
            for of, rows in (("comparison", COMPARISON_REPORTS), ("agreement", AGREEMENT_REPORTS))
            for key, report in rows.items()
        ),
    )


def tools() -> str:
    """Every tool of the Read page with its keys, its use and its options."""
    from cxstage_gui.viewer.models.presets import Preset
    from cxstage_gui.viewer.models.tools.registry import TOOLS
    from cxstage_gui.viewer.models.tools.spec import RIGHT_BUTTON

    names = {Preset.ITK_SNAP: "as in ITK-SNAP", Preset.SLICER: "as in 3D Slicer"}
    return markdown(
        ("tool", *names.values(), "use", "right button", "options"),
        (
            (
                str(spec.title),
                *(spec.keys[preset] for preset in names),
                str(spec.hint),
                "; ".join(
                    f"{spec.right_button}s {names[preset]}"
                    for preset, button in RIGHT_BUTTON
                    if button == spec.right_button
                ),
                ", ".join(str(option.title) for option in spec.options),
            )
            for spec in TOOLS.values()
        ),
    )


def clinical_columns() -> str:
    """Every column of the clinical table that a department may hand in."""
    from cxstage_core.cohort.values.clinical_columns import ColumnSpec, columns

    def cells(column: ColumnSpec) -> str:
        limits = "" if column.limits is None else f"{column.limits[0]:g} to {column.limits[1]:g}"
        values = ", ".join(str(choice) for choice in column.choices)
        return " ".join(part for part in (limits, column.unit, values) if part)

    return markdown(
        ("column", "kind", "values", "meaning", "also accepted as", "subgroup", "since version"),
        (
            (
                f"`{column.name}`",
                column.kind.value,
                cells(column),
                str(column.title),
                ", ".join(f"`{name}`" for name in column.aliases),
                column.subgroup.name if column.subgroup else "",
                str(column.since),
            )
            for column in columns(imported=True)
        ),
    )


def pages() -> str:
    """Every page of the window with its key."""
    from cxstage_gui.pages import registry

    return markdown(
        ("page", "key", "needs a cohort", "use"),
        (
            (page.title, page.shortcut, "yes" if page.needs_cohort else "no", page.about)
            for page in registry.PAGES
        ),
    )


def label_schemes() -> str:
    """Every rule that turns a stage into a label."""
    from cxstage_core.staging import SCHEMES

    return markdown(
        ("scheme", "title", "rule"),
        ((f"`{scheme.name}`", scheme.title, scheme.description) for scheme in SCHEMES.values()),
    )


def gate_rules() -> str:
    """Every rule of the input gate: what it checks, its message, and what follows."""
    from cxstage_core.cohort.values.gate_rules import RULES, Rule
    from cxstage_core.prediction.input_checks.learned import FAR

    def follows(rule: Rule) -> str:
        if not rule.stops:
            return "a warning"
        if rule.learned:
            return f"a warning; from {FAR:g} times the limit no prediction without a reason"
        if not rule.overridable:
            return "no prediction"
        where = "import notes it, training leaves out, " if rule.person else ""
        return f"{where}no prediction without a reason"

    return markdown(
        ("rule", "what is checked", "message", "what follows"),
        ((f"`{r.key}`", str(r.checked), r.sentence, follows(r)) for r in RULES.values()),
    )


def gate_measures() -> str:
    """Every measure that the input gate compares with the training patients."""
    from cxstage_core.cohort.values.gate_measures import MEASURES

    return markdown(
        ("rule", "measure", "least spread that is assumed"),
        (
            (f"`{m.check}`", str(m.title), f"{100 * m.floor:g} %" if m.relative else f"{m.floor:g}")
            for m in MEASURES.values()
        ),
    )


def roles() -> str:
    """Every role of a channel: how its series is found, its scale, and whether a patient may lack it."""
    from cxstage_core.dataset.roles import ROLES

    return markdown(
        ("channel", "in the window", "series", "which series", "values", "may be missing"),
        (
            (
                f"`{role.name}`",
                str(role.title),
                str(role.series) if role.sequence else "",
                str(role.recognised),
                str(role.scale),
                "yes" if role.optional else "no",
            )
            for role in ROLES.values()
        ),
    )


def dicom_codes() -> str:
    """Every code of the DICOM results."""
    from cxstage_core.prediction.dicom.codes import OWN, PUBLIC

    return markdown(
        ("code", "scheme", "meaning"),
        ((f"`{one.value}`", one.scheme, one.meaning) for one in (*PUBLIC, *OWN)),
    )


def dicom_segments() -> str:
    """Every label as a segment."""
    from cxstage_core.prediction.dicom.codes import SEGMENTS

    return markdown(
        ("label", "segment", "category", "type", "colour"),
        (
            (
                str(int(label)),
                one.label,
                f"{one.category.meaning} ({one.category.value}, {one.category.scheme})",
                f"{one.type.meaning} ({one.type.value}, {one.type.scheme})",
                "RGB " + " ".join(map(str, one.rgb)),
            )
            for label, one in SEGMENTS.items()
        ),
    )


TABLES: dict[str, Callable[[], str]] = {
    "roles": roles,
    "file-kinds": file_kinds,
    "gate-rules": gate_rules,
    "gate-measures": gate_measures,
    "label-schemes": label_schemes,
    "settings-protocol": lambda: settings_of("protocol"),
    "settings-preprocessing": lambda: settings_of("preprocessing"),
    "settings-recipe": lambda: settings_of("recipe"),
    "named-recipes": named_recipes,
    "first-weights": first_weights,
    "settings-pretraining": lambda: settings_of("pretraining"),
    "settings-augmentation": lambda: settings_of("augmentation"),
    "metrics": metrics,
    "phantom-styles": phantom_styles,
    "coverage": coverage,
    "scaling": scaling,
    "reports": reports,
    "tools": tools,
    "clinical-columns": clinical_columns,
    "pages": pages,
    "dicom-codes": dicom_codes,
    "dicom-segments": dicom_segments,
}
"""Name of a generated table to the function that makes its lines."""


def documents() -> list[Path]:
    """The pages that may hold a generated table."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def rewritten(page: str) -> str:
    """A page with every generated table as it should be.

    Raises:
        KeyError: the page marks a table that nothing makes.
    """
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", page)


def marked() -> set[str]:
    """Names of all tables that some page marks."""
    return {name for page in documents() for _, name, _ in _MARKED.findall(page.read_text("utf-8"))}


def main(arguments: Sequence[str]) -> int:
    """Rewrite or check the pages; returns the exit code."""
    stale = []
    for page in documents():
        found = page.read_text(encoding="utf-8")
        wanted = rewritten(found)
        if wanted != found:
            stale.append(page)
            if "--check" not in arguments:
                page.write_text(wanted, encoding="utf-8")
    for page in stale:
        print(f"{page.relative_to(ROOT)}: {'out of date' if '--check' in arguments else 'rewritten'}")
    for name in sorted(TABLES.keys() - marked()):
        print(f"{name}: no page shows this table")
    return 1 if "--check" in arguments and (stale or TABLES.keys() - marked()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

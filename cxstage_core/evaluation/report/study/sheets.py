"""Tables of a study: subgroups, failures, patients left out, and model files."""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.evaluation.comparison.metrics import METRICS
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.table import ABSENT, columns, format_estimate
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.evaluation.statistics.estimate import Estimate
from cxstage_core.text import Text, text

COLUMNS: Mapping[str, Text] = {
    "stage": text("Stage"),
    "diameter": text("Largest diameter"),
    "age": text("Age"),
    "scanner": text("Manufacturer"),
    "field": text("Field strength"),
}
"""Titles of the subgroups' columns, those of the paper's questions first."""
LEVELS: Mapping[str, Text] = {
    one.template: one
    for one in (
        text("50 and older"),
        text("younger than 50"),
        text("above 40 mm"),
        text("up to 40 mm"),
    )
}
"""Subgroups that have words for a name."""


def subgroups_sheet(study: Study, localized: Localizer = str) -> Sheet:
    """Every network in every subgroup, with its own n; a figure of few patients has a note."""
    shown = [metric for metric in columns() if any(metric.key in r.estimates for r in study.subgroups)]
    order = {name: place for place, name in enumerate(COLUMNS)}
    rows = sorted(study.subgroups, key=lambda one: order.get(one.column, len(order)))
    head = (
        text("Subgroup"),
        text("Network"),
        text("n"),
        text("Chemoradiotherapy or systemic group"),
        *(metric.title for metric in shown),
        text("Remark"),
    )
    cells = tuple(
        (
            f"{localized(COLUMNS.get(row.column, row.column))}: {localized(LEVELS.get(row.level, row.level))}",
            localized(row.name),
            str(row.n),
            str(row.n_positive),
            *(_figure(row.estimates.get(metric.key), row.n, metric.digits) for metric in shown),
            "" if row.note is None else localized(row.note),
        )
        for row in rows
    )
    notes = [
        text(
            "A subgroup was not drawn at random and is small: a difference between two of them is a question, never "
            "an answer, and no test is made. {level} intervals in brackets.",
            level="95 %",
        )
    ]
    return Sheet(
        localized(text("Subgroups of the test patients")),
        tuple(localized(one) for one in head),
        cells,
        (False, False, True, True, *(True,) * len(shown), False),
        tuple(localized(note) for note in notes),
    )


def _figure(estimate: Estimate | None, n: int, digits: int) -> str:
    if estimate is None:
        return ABSENT
    cell = format_estimate(estimate, digits)
    return cell.figure if estimate.n == n else f"{cell.figure} n={estimate.n}"


def failures_sheet(study: Study, localized: Localizer = str) -> Sheet:
    """Test patients whom a network put into the wrong group, by pseudonym."""
    networks = [place for place, row in enumerate(study.board.rows) if not row.baseline]
    names = [localized(study.board.rows[place].name) for place in networks]
    groups: tuple[Text, Text] = (text("surgery"), text("chemoradiotherapy or systemic"))
    found = [
        (sum(one.wrong[place] for place in networks), one)
        for one in study.board.patients
        if any(one.wrong[place] for place in networks)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].patient))
    head: tuple[Text | str, ...] = (
        text("Patient"),
        text("Truth"),
        text("Computed stage"),
        text("Largest diameter, mm"),
        *names,
        text("Wrong"),
    )
    rows = tuple(
        (
            one.patient,
            localized(groups[one.truth]),
            *_known(study, one.patient),
            *(_written(one.probabilities[place], one.wrong[place]) for place in networks),
            str(errors),
        )
        for errors, one in found
    )
    tested = len(study.board.patients)
    note = text(
        "{wrong} of {n} test patients; probability of the chemoradiotherapy or systemic group, × marks a wrong group. "
        "Pseudonyms of the cohort; only the hospital knows who they are.",
        wrong=len(rows),
        n=tested,
    )
    return Sheet(
        localized(text("Test patients in the wrong group")),
        tuple(localized(one) for one in head),
        rows,
        (False, False, False, True, *(True,) * (len(networks) + 1)),
        (localized(note), *((localized(_FIRST_REPEAT),) if study.folded else ())),
    )


_FIRST_REPEAT = text("Over folds: those of the first repeat, each moved to a common threshold of 0.5.")


def _known(study: Study, patient: str) -> tuple[str, str]:
    record = (study.records or {}).get(patient)
    if record is None:
        return ABSENT, ABSENT
    diameter = None if record.facts is None else record.facts.diameter_mm
    return record.computed_stage or ABSENT, ABSENT if diameter is None else f"{diameter:.1f}"


def _written(probability: float | None, wrong: bool) -> str:
    return ABSENT if probability is None else f"{probability:.3f}{' ×' if wrong else ''}"


def knows_left_out(study: Study) -> bool:
    """Return True if the experiment stores who was left out, even if that is no one."""
    return "excluded" in study.experiment.config.to_dict()


def excluded_sheet(study: Study, localized: Localizer = str) -> Sheet:
    """Patients who were left out, with the stored reason."""
    rows = tuple((patient, localized(reason)) for patient, reason in study.experiment.config.excluded)
    none = (
        text("No patient was left out by the program.")
        if knows_left_out(study)
        else text("Not reported: the experiment does not store who was left out.")
    )
    notes = () if rows else (localized(none),)
    return Sheet(
        localized(text("Patients left out")),
        (localized(text("Patient")), localized(text("Reason"))),
        rows,
        (False, False),
        notes,
    )


def models_sheet(study: Study, localized: Localizer = str) -> Sheet:
    """The model files of the networks, with the hash of their weights."""
    head = (text("Network"), text("Model"), text("Weights, sha256"), text("Training patients"))
    rows = tuple(
        (
            file.run.name,
            file.run.model_id,
            file.sha256 or localized(text("not reported: the file is missing or was changed")),
            ABSENT if file.card is None else str(file.card.training_patients),
        )
        for file in study.files
    )
    return Sheet(
        localized(text("Model files")),
        tuple(localized(one) for one in head),
        rows,
        (False, False, False, True),
    )


def calibration_sheet(study: Study, localized: Localizer = str) -> Sheet:
    """Brier score, ECE, slope and intercept of the networks that give probabilities."""
    shown = [metric for metric in METRICS.values() if metric.needs_probabilities]
    rows = tuple(
        (
            localized(row.title),
            str(row.evaluation.n),
            *(
                _figure(row.evaluation.estimates[metric.key], row.evaluation.n, metric.digits)
                for metric in shown
            ),
            f"{row.evaluation.ece_null.low:.3f}–{row.evaluation.ece_null.high:.3f}",
        )
        for row in study.networks
        if row.calibrated
    )
    head = (
        text("Network"),
        text("n"),
        *(metric.title for metric in shown),
        text("ECE of a perfect model"),
    )
    notes = [
        text(
            "ECE, slope and intercept have no interval here; the last column is the range in which the ECE of a "
            "perfectly calibrated network with these probabilities falls."
        )
    ]
    return Sheet(
        localized(text("Calibration on the test patients")),
        tuple(localized(one) for one in head),
        rows,
        (False, True, *(True,) * (len(shown) + 1)),
        tuple(localized(note) for note in notes),
    )

"""TRIPOD+AI of a study: for each row the evidence, or that nothing is known.

Rows that need a person's knowledge or judgement have no finder here.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.items import Evidence, Find, Link, Row, rows_of
from cxstage_core.evaluation.report.study.methods import has_section
from cxstage_core.evaluation.report.study.participants import numbers_of
from cxstage_core.evaluation.report.study.pictures import figures_of
from cxstage_core.evaluation.report.study.places import (
    DATASET_CARD,
    model_card,
    to_methods,
    to_table,
)
from cxstage_core.evaluation.report.study.sheets import knows_left_out
from cxstage_core.evaluation.report.study.tripod_items import ITEMS
from cxstage_core.text import Text, text

_DATASET = Link(f"{DATASET_CARD}.md")
_TWO = 2
_SCANNER = ("scanner", "field")


def tripod_rows(study: Study) -> tuple[Row, ...]:
    """Return the 52 rows in order."""
    return rows_of(ITEMS, _FINDERS, study)


def cards_of(study: Study) -> tuple[Link, ...]:
    """Links to the model cards."""
    return tuple(Link(f"{model_card(row.family)}.md") for row in study.networks)


def _section(key: str, sentence: Text) -> Find:
    """Reported where the methods have this section."""
    return lambda study: Evidence(sentence, (to_methods(key),)) if has_section(study, key) else None


def _aim(study: Study) -> Evidence:
    sentence = (
        text("Test of networks that were developed elsewhere.")
        if study.external
        else text("Development and internal test.")
    )
    return Evidence(sentence, (to_methods("partition"),))


def _preparation(study: Study) -> Evidence | None:
    if not has_section(study, "preprocessing"):
        return None
    return Evidence(
        text("The same preprocessing for every patient; who was left out, with the reason."),
        (to_methods("preprocessing"), to_table("patients-left-out")),
    )


def _inputs(study: Study) -> Evidence | None:
    if not study.experiment.config.channels:
        return None
    return Evidence(
        text("Images and outline, by the channels of the input; no clinical value is an input."),
        (to_methods("preprocessing"),),
    )


def _measured(study: Study) -> Evidence | None:
    if not has_parameters(study):
        return None
    return Evidence(
        text("Parameters of every series that is an input."),
        (to_table("acquisition"), to_methods("preprocessing")),
    )


def has_parameters(study: Study) -> bool:
    """Return True if the acquisition of every image that is an input is known."""
    wanted = [one for one in study.acquisitions if (one.sequence, one.plane) == ("T2", "axial")]
    return bool(wanted) and all(one.has_parameters and one.patients == study.n for one in wanted)


def _outliners(study: Study) -> Evidence | None:
    if study.readers is None or not study.readers.read:
        return None
    links = [to_methods("outlines")]
    if study.readers.agreement is not None:
        links.append(to_table("agreement"))
    return Evidence(
        text("Readers, numbered, with how many cases; their experience is not recorded."), tuple(links)
    )


def _missing(study: Study) -> Evidence | None:
    if not study.experiment.config.preprocessing or not knows_left_out(study):
        return None
    return Evidence(
        text("Missing series and missing labels: rule, and each patient left out."),
        (to_methods("preprocessing"), to_table("patients-left-out")),
    )


def _partition(study: Study) -> Evidence | None:
    protocol = study.experiment.config.protocol
    if not (protocol.split_sha256 or protocol.plan_sha256 or study.external):
        return None
    return Evidence(
        text("By patient, with the hashes of split and folds."),
        (to_methods("partition"), to_table("patients-by-part")),
    )


def _building(study: Study) -> Evidence | None:
    if not study.experiment.config.recipe:
        return None
    return Evidence(
        text("Networks, first weights, recipe with every setting, and what chose the epoch."),
        (to_methods("networks"), to_methods("training"), to_table("networks")),
    )


def _scanners(study: Study) -> Evidence | None:
    found = {column: {r.level for r in study.subgroups if r.column == column} for column in _SCANNER}
    if all(len(levels) < _TWO for levels in found.values()):
        return None
    return Evidence(
        text("Performance by manufacturer and field strength of the scanner."), (to_table("subgroups"),)
    )


def _measures(study: Study) -> Evidence:
    figures = tuple(Link(figure.file) for figure in figures_of(study))
    return Evidence(
        text("Measures with the method of each interval."), (to_methods("evaluation"), *figures)
    )


def _no_update(study: Study) -> Evidence | None:
    if not _all_files(study):
        return None
    return Evidence(
        text(
            "None: the model files are still those that were stored with the experiment, by their hashes."
        ),
        (to_table("models"),),
    )


def _all_files(study: Study) -> bool:
    return bool(study.files) and all(file.sha256 for file in study.files)


def _prediction(study: Study) -> Evidence | None:
    if not study.experiment.config.aggregation:
        return None
    return Evidence(text("How slices become a patient."), (to_methods("evaluation"),))


def _balance(study: Study) -> Evidence | None:
    if "balance" not in study.experiment.config.recipe:
        return None
    return Evidence(
        text("How groups were drawn in training, and the temperature of each network."),
        (to_methods("training"), to_table("networks")),
    )


def _output(study: Study) -> Evidence | None:
    if not has_section(study, "training"):
        return None
    return Evidence(
        text("Probability of the chemoradiotherapy or systemic group, and what chose the threshold."),
        (to_methods("training"), *cards_of(study)),
    )


def _differences(study: Study) -> Evidence | None:
    if study.external:
        return None
    return Evidence(
        text("None by design: one cohort, parts drawn at random by patient."),
        (to_methods("partition"), to_table("patients-by-part")),
    )


def _flow(study: Study) -> Evidence | None:
    if any(part.groups is None for part in study.parts) or not knows_left_out(study):
        return None
    return Evidence(
        text("Numbers of patients by part and group, and each patient left out by the program."),
        (to_table("patients-by-part"), to_table("patients-left-out")),
    )


def _characteristics(study: Study) -> Evidence | None:
    records = study.records
    if records is None or not any(
        numbers_of(part, "age", records) or numbers_of(part, "diameter_mm", records)
        for part in study.parts
    ):
        return None
    return Evidence(
        text("Age, stage and size by part, with how many are known."),
        (to_table("patients-by-part"), _DATASET),
    )


def _beside_development(study: Study) -> Evidence | None:
    if study.external or _characteristics(study) is None:
        return None
    if study.folded:
        return Evidence(
            text("The same patients: each was tested by networks that had not seen the patient."),
            (to_methods("partition"),),
        )
    return Evidence(text("Training and test patients side by side."), (to_table("patients-by-part"),))


def _subgroups(study: Study) -> tuple[Link, ...]:
    return (to_table("subgroups"),) if study.subgroups else ()


def _analyses(study: Study) -> Evidence:
    return Evidence(
        text("Patients and outcomes of each network's test, and of each subgroup."),
        (to_table("table-2"), to_table("patients-by-part"), *_subgroups(study)),
    )


def _whole_model(study: Study) -> Evidence | None:
    if not _all_files(study):
        return None
    return Evidence(
        text(
            "Model files with architecture, settings and weights, by their hashes; who may get them is not recorded."
        ),
        (to_table("models"), *cards_of(study)),
    )


def _performance(study: Study) -> Evidence:
    return Evidence(
        text(
            "Every figure with n and its interval, also by stage, size and scanner where these are known."
        ),
        (to_table("table-2"), *_subgroups(study)),
    )


def _poor_input(study: Study) -> Evidence:
    return Evidence(
        text("The input gate names what does not fit and abstains; its rules are on the model card."),
        cards_of(study),
    )


_FINDERS: Mapping[str, Find] = {
    "4": _aim,
    "7": _preparation,
    "8a": _section("outcome", text("Treatment group by the stage of FIGO 2018, by the label scheme.")),
    "9a": _inputs,
    "9b": _measured,
    "9c": _outliners,
    "11": _missing,
    "12a": _partition,
    "12b": _section("preprocessing", text("Resampling, clipping and standardising of each channel.")),
    "12c": _building,
    "12d": _scanners,
    "12e": _measures,
    "12f": _no_update,
    "12g": _prediction,
    "13": _balance,
    "15": _output,
    "16": _differences,
    "20a": _flow,
    "20b": _characteristics,
    "20c": _beside_development,
    "21": _analyses,
    "22": _whole_model,
    "23a": _performance,
    "23b": _scanners,
    "24": _no_update,
    "27a": _poor_input,
}

"""METRICS of a study: each item's answer from evidence, the score, and the range that open items leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.items import NOT_REPORTED, Evidence, Link
from cxstage_core.evaluation.report.study.methods import has_section
from cxstage_core.evaluation.report.study.metrics_items import (
    CLASSES,
    ITEMS,
    Condition,
    WeightedItem,
)
from cxstage_core.evaluation.report.study.places import to_methods, to_table
from cxstage_core.evaluation.report.study.tripod import has_parameters
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.text import Text, text

APPLYING = frozenset({Condition.SEGMENTATION, Condition.END_TO_END})
"""What every experiment of this program does: networks that learn from images, cropped to an outline by a reader."""


class Answer(StrEnum):
    """The answer to an item."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "not reported"
    OUT = "does not apply"


ANSWERS: Mapping[Answer, Text] = {
    Answer.YES: text("yes"),
    Answer.NO: text("no"),
    Answer.UNKNOWN: NOT_REPORTED,
    Answer.OUT: text("does not apply"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with its answer; evidence stands behind "yes" and "no"."""

    weighted: WeightedItem
    answer: Answer
    evidence: Evidence | None = None

    def where(self, localized: Localizer) -> str:
        """The sentence with its links, or who knows, or why it does not apply."""
        if self.answer is Answer.OUT:
            return localized(text("The study has no such step."))
        if self.evidence is None:
            return localized(text("To be written by {who}.", who=self.weighted.item.knows))
        links = "; ".join(link.words(localized) for link in self.evidence.links)
        return f"{localized(self.evidence.sentence)} → {links}"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, in English."""
        item, found = self.weighted.item, self.evidence
        return {
            "no": int(item.number),
            "category": str(item.section),
            "topic": str(item.topic),
            "weight": self.weighted.weight,
            "answer": self.answer.value,
            "evidence": None if found is None else str(found.sentence),
            "links": [] if found is None else [link.file for link in found.links],
            "to_be_answered_by": str(item.knows) if self.answer is Answer.UNKNOWN else None,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """Sum of the weights answered yes by the sum of those that apply.

    Args:
        low: of what is known, every open item counted as not fulfilled.
        high: with every open item fulfilled.
        open: items that are not answered.
    """

    low: float
    high: float
    open: int

    @property
    def classes(self) -> tuple[Text, Text]:
        """The quality classes of both ends."""
        return class_of(self.low), class_of(self.high)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; the score is that of what is known."""
        low, high = (str(one) for one in self.classes)
        return {
            "score": self.low,
            "class": low,
            "highest": self.high,
            "highest_class": high,
            "open_items": self.open,
        }


def class_of(score: float) -> Text:
    """Return the quality class of a score."""
    return next(words for least, words in reversed(CLASSES) if score >= least - 1e-12)


def score_of(answers: Sequence[Answered]) -> Score:
    """Compute the score by the rule of METRICS, with the range that open items leave."""

    def total(*kinds: Answer) -> float:
        return sum(one.weighted.weight for one in answers if one.answer in kinds)

    applying = total(Answer.YES, Answer.NO, Answer.UNKNOWN)
    yes, unknown = total(Answer.YES), total(Answer.UNKNOWN)
    return Score(
        yes / applying,
        (yes + unknown) / applying,
        sum(one.answer is Answer.UNKNOWN for one in answers),
    )


def metrics_answers(study: Study) -> tuple[Answered, ...]:
    """Return the 30 items in order, each with its answer."""
    return tuple(_answered(one, study) for one in ITEMS)


def _answered(one: WeightedItem, study: Study) -> Answered:
    if not set(one.conditions) <= APPLYING:
        return Answered(one, Answer.OUT)
    find = _FINDERS.get(int(one.item.number))
    found = None if find is None else find(study)
    if found is None:
        return Answered(one, Answer.UNKNOWN)
    yes, evidence = found
    return Answered(one, Answer.YES if yes else Answer.NO, evidence)


_Found = tuple[bool, Evidence] | None


def _yes(sentence: Text, *links: Link) -> _Found:
    return True, Evidence(sentence, links)


def _parameters(study: Study) -> _Found:
    if not has_parameters(study):
        return None
    return _yes(
        text("Repetition time, echo time and thickness of every T2 series."), to_table("acquisition")
    )


def _interval(study: Study) -> _Found:
    records = study.records or {}
    days = [
        (record.treatment_date - record.mri_date).days
        for patient in study.patients
        if (record := records.get(patient)) is not None
        and record.treatment_date is not None
        and record.mri_date is not None
    ]
    if not days or len(days) < study.n:
        return None
    return _yes(
        text(
            "Median {days} days from MRI to treatment ({least} to {most}), n = {n}; both dates of a patient are "
            "shifted alike.",
            days=f"{median(days):g}",
            least=min(days),
            most=max(days),
            n=len(days),
        ),
        to_table("patients-by-part"),
    )


def _outlines(study: Study) -> _Found:
    if study.readers is None or not study.readers.read:
        return None
    return _yes(text("By readers; their number and cases."), to_methods("outlines"))


def _single_reader(study: Study) -> _Found:
    if study.readers is None:
        return None
    tested = {one.patient for one in study.board.patients}
    read = study.readers.read
    if not tested <= read.keys():
        return None
    names = {name for patient in tested for name in read[patient]}
    sentence = text("{readers} readers outlined the test patients.", readers=len(names))
    return len(names) == 1, Evidence(sentence, (to_methods("outlines"),))


def _has(key: str, sentence: Text) -> Callable[[Study], _Found]:
    return lambda study: _yes(sentence, to_methods(key)) if has_section(study, key) else None


def _extraction(study: Study) -> _Found:
    config = study.experiment.config
    if not config.preprocessing or not config.recipe:
        return None
    return _yes(
        text("Size, field of view and channels of the input, and every setting of the training."),
        to_methods("preprocessing"),
        to_table("networks"),
    )


def _division(study: Study) -> _Found:
    protocol = study.experiment.config.protocol
    if not (protocol.split_sha256 or protocol.plan_sha256):
        return None
    learned = {
        p for part in study.parts if part.key in ("learning", "validation") for p in part.patients
    }
    tested = {p for part in study.parts if part.key == "test" for p in part.patients}
    folds = protocol.folds
    apart = not learned & tested and all(not set(f.training) & set(f.test) for f in folds)
    return apart, Evidence(
        text("By patient, no patient on both sides, locked and hashed."), (to_methods("partition"),)
    )


def _measures(_study: Study) -> _Found:
    return _yes(
        text(
            "Discrimination, decisions of both groups, and net benefit where there are probabilities."
        ),
        to_table("table-2"),
    )


def _uncertainty(study: Study) -> _Found:
    if all(row.evaluation.estimates["auc"].interval is None for row in study.networks):
        return None
    return _yes(text("{level} intervals with their methods.", level="95 %"), to_table("table-2"))


def _calibration(study: Study) -> _Found:
    if not any(row.calibrated for row in study.networks):
        return None
    return _yes(text("Brier score, ECE, slope and intercept."), to_table("calibration"))


def _one_image(study: Study) -> _Found:
    images = [name for name in study.experiment.config.channels if name != "mask"]
    if images != ["T2"]:
        return None
    return _yes(text("T2 alone."), to_methods("preprocessing"))


def _without_images(study: Study) -> _Found:
    names = [
        row.name
        for row in study.baselines
        if row.name in ("Diameter only", "Local extent", "Radiologist")
    ]
    if not names:
        return None
    return _yes(text("Next to the networks: {names}.", names=", ".join(names)), to_table("table-2"))


def _simple_model(study: Study) -> _Found:
    names = [row.name for row in study.baselines if row.calibrated and row.name != "Larger group"]
    if not names:
        return None
    return _yes(
        text("A logistic regression next to the networks: {names}.", names=", ".join(names)),
        to_table("table-2"),
    )


def _internal(study: Study) -> _Found:
    if study.external:
        return None
    return _yes(text("Patients of the same cohort whom no network had seen."), to_table("table-2"))


def _external(study: Study) -> _Found:
    if not study.external:
        return None
    return _yes(
        text("A cohort on which nothing was trained or chosen."),
        to_methods("partition"),
        to_table("table-2"),
    )


_FINDERS: Mapping[int, Callable[[Study], _Found]] = {
    6: _parameters,
    7: _interval,
    8: _outlines,
    10: _single_reader,
    11: _has("preprocessing", text("Every step with its settings, the same for all patients.")),
    13: _extraction,
    18: _division,
    20: _measures,
    21: _uncertainty,
    22: _calibration,
    23: _one_image,
    24: _without_images,
    25: _simple_model,
    26: _internal,
    27: _external,
}

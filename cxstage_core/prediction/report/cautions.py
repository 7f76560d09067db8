"""What must be read before a prediction: how good the model is, and what is known of the patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.evaluation.comparison.model_evaluation import evaluate
from cxstage_core.evaluation.statistics.estimate import Interval
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, Experiment
    from cxstage_core.models import ModelCard
    from cxstage_core.prediction.result import Prediction

NOT_KNOWN = text(
    "How well this model does on patients whom it has not seen is not known here: a model file does not hold it."
)
NO_TEST = text("This model was not tested on patients of both groups, so that its AUC is not defined.")


@dataclass(frozen=True, slots=True)
class KnownPerformance:
    """A model on its test patients.

    Args:
        experiment: id of the experiment that tested it.
        n, positives: test patients, and those of the chemoradiotherapy/systemic group.
        auc: None where it is not defined.
        interval: of the AUC, None where none can be given.
        tested_before: experiments of this cohort that were stored before.
        split_sha256: of the locked split, "" without one.
    """

    experiment: str
    n: int
    positives: int
    auc: float | None
    interval: Interval | None
    tested_before: int
    split_sha256: str

    @property
    def like_chance(self) -> bool:
        """Return True unless the whole interval of the AUC lies above .5."""
        return self.auc is None or self.interval is None or self.interval.low <= 0.5

    @property
    def caution(self) -> Text | None:
        """The sentence for a model that nothing shows to be better than chance; None for a better one."""
        if self.auc is None:
            return NO_TEST
        if self.interval is None:
            return text(
                "Nothing shows that this model is better than chance: its AUC of {auc:.2f} on {n} test patients has no "
                "interval.",
                auc=self.auc,
                n=self.n,
            )
        if not self.like_chance:
            return None
        return text(
            "This model cannot be distinguished from chance: on its {n} test patients its AUC was {auc:.2f} "
            "(95 % interval {low:.2f} to {high:.2f}), and .50 is chance.",
            n=self.n,
            auc=self.auc,
            low=self.interval.low,
            high=self.interval.high,
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "experiment": self.experiment,
            "n": self.n,
            "positives": self.positives,
            "auc": self.auc,
            "interval": None if self.interval is None else self.interval.pair,
            "level": None if self.interval is None else self.interval.level,
            "tested_before": self.tested_before,
            "split_sha256": self.split_sha256,
        }


def known_performance(cohort: Cohort, model_id: str, card: ModelCard) -> KnownPerformance | None:
    """Return how a model of a cohort did on its test patients; None where the cohort does not know.

    Raises:
        CohortError: the role does not permit it, or an experiment is damaged.
    """
    experiment = _experiment(cohort, card.experiment)
    run = next((r for r in experiment.runs if r.model_id == model_id), None) if experiment else None
    if experiment is None or run is None:
        return None
    tested = run.of_part("test")
    split = experiment.config.protocol.split_sha256
    before = cohort.experiments.tested_before(experiment.id)
    positives = sum(p.truth for p in tested)
    if positives in (0, len(tested)):
        return KnownPerformance(experiment.id, len(tested), positives, None, None, before, split)
    found = evaluate([p.truth for p in tested], [p.probability for p in tested], run.threshold)
    area = found.estimates["auc"]
    return KnownPerformance(
        experiment.id, found.n, found.n_positive, area.value, area.interval, before, split
    )


def known_stage(cohort: Cohort, prediction: Prediction) -> Text | None:
    """Return the sentence for a patient whose stage in the clinical table is of another group; None otherwise.

    Raises:
        CohortError: the role does not permit it, or the table is damaged.
    """
    from cxstage_core.dataset import label_table

    table = label_table(cohort, prediction.scheme, [prediction.patient])
    label = table.labels.get(prediction.patient)
    if label is None or label == int(prediction.positive):
        return None
    record = cohort.clinical.records()[prediction.patient]
    known = Group.CHEMORADIOTHERAPY if label else Group.SURGERY
    return text(
        "The clinical table has stage {stage} for this patient, which is of the other group: {known}. The model answers: "
        "{predicted}.",
        stage=record.computed_stage or record.entered_stage,
        known=known.value,
        predicted=prediction.group,
    )


def cautions_of(
    cohort: Cohort | None, prediction: Prediction, tested: KnownPerformance | None
) -> tuple[Text, ...]:
    """Return what is shown first and large, before the number.

    Args:
        cohort: None for a study of files.
        tested: the model on its test patients, None where that is not known.
    """
    first = NOT_KNOWN if tested is None else tested.caution
    stage = None if cohort is None else known_stage(cohort, prediction)
    return tuple(one for one in (first, stage) if one is not None)


def _experiment(cohort: Cohort, name: str) -> Experiment | None:
    return next((one for one in cohort.experiments.all() if one.id == name), None)

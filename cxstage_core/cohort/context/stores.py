"""File stores of a cohort, one per kind of file."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.files.clinical import ClinicalStore
from cxstage_core.cohort.files.experiments import ExperimentStore
from cxstage_core.cohort.files.identities import IdentityStore
from cxstage_core.cohort.files.models import ModelsStore
from cxstage_core.cohort.files.predictions import PredictionsStore
from cxstage_core.cohort.files.readings import ReadingsStore
from cxstage_core.cohort.files.references import ReferencesStore
from cxstage_core.cohort.files.registrations import RegistrationsStore
from cxstage_core.cohort.files.reviews import ReviewsStore
from cxstage_core.cohort.files.series import SeriesStore
from cxstage_core.cohort.files.split import SplitStore
from cxstage_core.cohort.values.folder_layout import Layout


@dataclass(frozen=True, slots=True)
class Stores:
    """Reads and writes every kind of file, without checking permissions or logging."""

    series: SeriesStore
    readings: ReadingsStore
    reviews: ReviewsStore
    references: ReferencesStore
    clinical: ClinicalStore
    split: SplitStore
    experiments: ExperimentStore
    models: ModelsStore
    identities: IdentityStore
    registrations: RegistrationsStore
    predictions: PredictionsStore

    @classmethod
    def of(cls, layout: Layout) -> Stores:
        """Create the stores of a cohort."""
        return cls(
            SeriesStore(layout),
            ReadingsStore(layout),
            ReviewsStore(layout),
            ReferencesStore(layout),
            ClinicalStore(layout),
            SplitStore(layout),
            ExperimentStore(layout),
            ModelsStore(layout),
            IdentityStore(layout),
            RegistrationsStore(layout),
            PredictionsStore(layout),
        )

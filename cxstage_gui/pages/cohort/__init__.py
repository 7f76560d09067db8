"""The Cohort page: patients, import, clinical table, reference, split."""

from cxstage_gui.pages.cohort.page import CohortPage

__all__ = ["CohortPage"]

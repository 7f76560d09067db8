"""What a study looks like in numbers: the measures that the input gate compares."""

from cxstage_core.dataset.measures.study import study_measures

__all__ = ["study_measures"]

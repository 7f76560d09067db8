"""How far one prediction can be trusted: interval, set of groups, repeatability, operating point."""

from cxstage_core.prediction.uncertainty.result import OperatingPoint, Repeat, Uncertainty

__all__ = ["OperatingPoint", "Repeat", "Uncertainty"]

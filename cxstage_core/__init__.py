"""CxStage core: cervical-cancer MRI cohorts, readings, networks and predictions, without a window."""

__version__ = "0.1.0"

"""The Predict page: one study, one model, one click."""

from cxstage_gui.pages.predict.page import PredictPage

__all__ = ["PredictPage"]

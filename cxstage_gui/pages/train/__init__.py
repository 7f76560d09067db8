"""The Train page: choose networks and settings, watch them learn."""

from cxstage_gui.pages.train.page import TrainPage

__all__ = ["TrainPage"]

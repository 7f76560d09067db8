"""The window around the pages: rail, menus, status line."""

from cxstage_gui.main_window.window import MainWindow

__all__ = ["MainWindow"]

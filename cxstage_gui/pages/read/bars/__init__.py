"""Toolbar, worklist, status bar and the frames of the side sections."""

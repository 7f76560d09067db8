"""Mask differences, undo and redo, and the journal that outlives a crash."""

"""Outlines of other programs: labels by their names or numbers, placed on the grid of a series."""

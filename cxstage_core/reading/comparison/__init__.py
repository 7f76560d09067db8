"""Comparison of two or more outlines: overlap, distances, disagreement, consensus rules."""

"""Measurements behind the bars; `make bench` runs them all. None of them is a test."""

"""Blind double reading: readings, who reads whom, and the state of a case."""

"""Comparison of trained networks per patient: metrics, tests, subgroups, baselines."""

"""Comparison of networks and search of settings."""

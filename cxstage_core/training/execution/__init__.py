"""Executors of trainings: in this process, in local processes, on a Ray cluster."""

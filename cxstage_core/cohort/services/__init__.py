"""What an open cohort keeps besides readings: the clinical table, experiments and models."""

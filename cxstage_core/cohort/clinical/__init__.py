"""Import of the clinical table."""

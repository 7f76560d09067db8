"""Services for the clinical table, experiments and models of an open cohort."""

"""The open cohort's state: user, study, volumes, drawings, patient table."""

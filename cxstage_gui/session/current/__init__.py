"""What is open: user, study, volumes, drawings, patient table."""

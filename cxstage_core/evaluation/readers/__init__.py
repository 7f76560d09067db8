"""Agreement of readers over a cohort."""

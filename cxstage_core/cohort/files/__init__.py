"""One module per kind of file in a cohort folder. No locks, no log, no policy."""

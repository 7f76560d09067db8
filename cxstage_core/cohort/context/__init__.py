"""Parts of an open cohort, and the transactions that change it."""

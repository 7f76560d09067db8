"""What an open cohort is made of, and the transactions that change it."""

"""Statistics of an answer to one new patient: what it leaves open, and how often such answers are right."""

"""The vocabulary of a cohort: records, names, permissions, keys. No file is touched here."""

"""The audit log: one line per event, chained by hashes."""

"""Verification of every file of a cohort against its hashes and the audit log."""

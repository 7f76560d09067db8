"""Accounts, passphrases and signing in."""

"""Accounts, passphrases and sign-in."""

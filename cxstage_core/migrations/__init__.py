"""Formats that grow: every kind of file, its version, and the steps from older versions to today's.

A file is read in any older version and written in today's; it is never rewritten by reading. See
`docs/cohort-format.md`, "Versions and migrations".
"""

"""Behaviours of the Read page without a section of their own: navigation, completion, layouts."""

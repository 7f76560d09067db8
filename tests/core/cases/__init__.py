"""Inputs that failed once, each with its right answer; one module for each kind holds the checks."""

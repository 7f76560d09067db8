"""Whole experiments: plan, train, evaluate, store, recompute."""

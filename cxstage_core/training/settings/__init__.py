"""Inputs of a training: recipe, search space, partition, events."""

"""Settings of a training: recipe, search space, events."""

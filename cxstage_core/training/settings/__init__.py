"""What a training is told: recipe, search space, partition, events."""

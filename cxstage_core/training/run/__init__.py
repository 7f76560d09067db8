"""One network trained on one fold: weights, predictions, provenance."""

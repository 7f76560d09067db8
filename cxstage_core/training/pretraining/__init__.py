"""Pre-training: first weights from phantoms and from unlabelled slices, without internet."""

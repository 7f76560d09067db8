"""Review of two readings up to a frozen reference."""

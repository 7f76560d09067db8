"""Double reading and review: cases, decisions, agreement."""

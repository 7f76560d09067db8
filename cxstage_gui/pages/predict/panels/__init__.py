"""What is shown next to an answer: maps, checks, uncertainty."""

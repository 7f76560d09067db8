"""Files that were changed on purpose: none may end the program, mislead it, or cost its neighbour."""

"""How far the answer can be trusted, in words and as a plot."""

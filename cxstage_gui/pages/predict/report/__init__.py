"""The files and the text of the answer."""

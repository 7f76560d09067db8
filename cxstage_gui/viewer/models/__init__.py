"""Models of panes and tools, without Qt."""

"""The workspaces of the window, one folder each; they know nothing of each other."""

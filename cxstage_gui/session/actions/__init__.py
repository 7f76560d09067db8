"""One module per workspace: the actions a user can start."""

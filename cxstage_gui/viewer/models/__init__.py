"""What a pane shows and what a tool does, without Qt."""

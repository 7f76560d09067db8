"""The image panes of the Read page."""

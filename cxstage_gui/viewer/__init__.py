"""Looking at slices and drawing on them: `models` without Qt, and the widgets that show them."""

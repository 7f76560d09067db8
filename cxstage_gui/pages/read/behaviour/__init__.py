"""What the Read page does beyond its widgets: navigation, completion, layouts."""

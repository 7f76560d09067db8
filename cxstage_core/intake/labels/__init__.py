"""What numbers and names of segments mean."""

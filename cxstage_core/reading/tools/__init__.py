"""Drawing tools as pure functions on masks and images."""

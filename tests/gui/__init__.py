"""The window, driven as people drive it."""

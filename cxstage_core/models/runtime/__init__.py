"""The library that computes predictions, and exports of networks for it."""

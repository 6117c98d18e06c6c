"""Metrics as data: what is counted, over which rows, and what the number means."""

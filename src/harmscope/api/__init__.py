"""The Python surface: what the commands do, as functions."""

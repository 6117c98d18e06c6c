"""What results look like: text, JSON, CSV, HTML. Nothing here computes a figure."""

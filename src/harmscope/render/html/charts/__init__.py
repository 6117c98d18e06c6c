"""Charts as inline SVG. Widths are percentages, so they fit any screen and text keeps its size."""

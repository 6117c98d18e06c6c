"""Profiles: a report's contents and layout, as data."""

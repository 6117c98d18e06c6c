"""Databases: records, figures and what explains them, as tables that refer to each other."""

"""Engines run unbound expressions over flat tables that we wrote ourselves."""

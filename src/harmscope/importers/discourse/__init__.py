"""Discourse: the review queue, its flags, and the log of staff actions."""

from harmscope.importers.discourse.system import SYSTEM

__all__ = ["SYSTEM"]

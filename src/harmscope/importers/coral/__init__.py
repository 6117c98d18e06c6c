"""Coral: MongoDB's collections of moderation actions, flags, DSA reports and users."""

from harmscope.importers.coral.system import SYSTEM

__all__ = ["SYSTEM"]

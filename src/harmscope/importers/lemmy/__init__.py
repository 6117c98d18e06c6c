"""Lemmy: the public moderation log of 0.19 and of 1.0, and the reports of users."""

from harmscope.importers.lemmy.system import SYSTEM

__all__ = ["SYSTEM"]

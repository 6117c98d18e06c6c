"""Mastodon: reports, strikes and appeals, from the admin API, webhooks or the database."""

from harmscope.importers.mastodon.system import SYSTEM

__all__ = ["SYSTEM"]

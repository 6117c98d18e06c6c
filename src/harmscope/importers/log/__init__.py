"""Rows of a moderation log become events, events become cases, cases become records."""

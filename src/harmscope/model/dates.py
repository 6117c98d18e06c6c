"""How days and times are written, as patterns. Kept apart from the models, which take long to
build."""

DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
"""A calendar day, ``YYYY-MM-DD``."""

TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
"""A time of day, to the nanosecond at most."""

OFFSET = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
"""The offset from UTC after RFC 3339."""

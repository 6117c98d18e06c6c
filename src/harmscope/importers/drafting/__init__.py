"""Drafts of mapping files: every guess said, so that a person can check it."""

from harmscope.importers.drafting.own import draft_own_codes
from harmscope.importers.drafting.table import draft_mapping

__all__ = ["draft_mapping", "draft_own_codes"]

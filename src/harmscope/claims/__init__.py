"""Sentences about published reports: what they claim, and whether the reports carry it."""

from harmscope.claims.claim import Answer, Claim, Refusal
from harmscope.claims.decide import answer
from harmscope.claims.memos import Memo, answer_memo, read_memo
from harmscope.claims.sentences import parse

__all__ = ["Answer", "Claim", "Memo", "Refusal", "answer", "answer_memo", "parse", "read_memo"]

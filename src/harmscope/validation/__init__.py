"""Judges records and published files: every fault with its place, its rule and its fix."""

from harmscope.validation.judge import Fault, Judge, KindJudge
from harmscope.validation.run import validate
from harmscope.validation.verdict import FileCount, Options, Verdict

__all__ = ["Fault", "FileCount", "Judge", "KindJudge", "Options", "Verdict", "validate"]

"""The sieve: which demands a record of any shape may fail.

The judge asks only those. The sieve may name too many and never too few, so the outcome is that of
asking every demand. A differential test holds the two together.
"""

from harmscope.validation.sieve.sieve import Sieve, sieve_of

__all__ = ["Sieve", "sieve_of"]

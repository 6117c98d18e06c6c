"""LT001 to LT099: what ``harmscope taxonomy lint`` can find wrong with somebody's list of codes."""

from harmscope.rules.rule import Rule
from harmscope.taxonomy.lint import RULES as _LINT


def _rule(code: str, slug: str, what: str) -> Rule:
    return Rule(
        code,
        slug.replace("-", "_"),
        "error",
        "file",
        ("list",),
        what.removesuffix("."),
        "Counts under such a list land in another category, or in none",
        "correct the row that the finding names, as its fix says",
        "the code systems in taxonomy/systems, each with its source",
    )


RULES = tuple(_rule(code, slug, what) for code, (slug, what) in _LINT.items())

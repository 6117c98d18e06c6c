"""WV001 and WV002: what can be wrong with the waivers of a run."""

from harmscope.rules.rule import Rule

KINDS = ("dataset", "notice", "incident", "dsa-sor", "dsa-report")
SOURCE = "the file of waivers, docs/validate.md"

RULES = (
    Rule(
        "WV001",
        "waiver_expired",
        "warning",
        "file",
        KINDS,
        "A waiver is in force on the day of the run",
        "What it covered counts again, and somebody once decided that this day must not pass",
        "mend the data and remove the waiver, or decide again and give it a new day",
        SOURCE,
    ),
    Rule(
        "WV002",
        "waiver_unused",
        "info",
        "file",
        KINDS,
        "A waiver covers at least one finding",
        "A waiver for nothing hides the next fault that happens to fit it",
        "remove the waiver",
        SOURCE,
    ),
)

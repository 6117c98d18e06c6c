"""VS001 to VS009: records of other versions than the newest."""

from harmscope.rules.rule import Rule

KINDS = (
    *("dataset", "notice", "incident", "exposure", "measure"),
    *("report", "published", "submission", "key"),
)
CHANGES = "schemas/changes.toml"

RULES = (
    Rule(
        "VS001",
        "forward_unclear",
        "error",
        "record",
        KINDS,
        "A record of an older version can be moved forward without a guess",
        "A code that was split or retired since can mean several things now, or none",
        "choose the new code by hand, and set version to the newer one",
        CHANGES,
    ),
    Rule(
        "VS002",
        "version_old",
        "info",
        "record",
        KINDS,
        "A record follows the newest version of its schema",
        "Older ones are judged by their own schema and moved forward every time they are read",
        "run harmscope migrate on the file",
        CHANGES,
    ),
    Rule(
        "VS003",
        "version_newer",
        "error",
        "record",
        KINDS,
        "A record is not newer than the version it is to be moved to",
        "Going back would lose what the newer version added",
        "choose a newer version to move to",
        CHANGES,
    ),
)

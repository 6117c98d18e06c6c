"""HS391 to HS399: what a data set that calls itself public may hold."""

from harmscope.rules.rule import Rule

MEMBERS = "the members named in harmscope.disclosure, public_records.toml"

RULES = (
    Rule(
        "HS391",
        "restricted_member",
        "error",
        "file",
        ("dataset", "notice", "incident", "exposure", "measure"),
        "A public data set holds nothing that may point at a person",
        "Identifiers, hashes, free text, addresses and exact times lead to the people of a case",
        "run harmscope export --to public on the records, or set disclosure to restricted",
        MEMBERS,
    ),
    Rule(
        "HS392",
        "case_singled_out",
        "error",
        "file",
        ("notice", "incident"),
        "Every case of a public data set is like several others in what outsiders may know of it",
        "Who knows one thing of a case that stands alone learns all the others",
        "run harmscope export --to public on the restricted records, which coarsens and withholds",
        MEMBERS,
        cost="distinct",
    ),
)

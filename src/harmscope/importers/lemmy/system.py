"""What the Lemmy importer reads, cannot know, and decides by itself."""

from harmscope.importers.lemmy.deeds import ARRAYS
from harmscope.importers.lemmy.modlog import translate_array_row, translate_row
from harmscope.importers.lemmy.reports import (
    KINDS_OF,
    TABLES,
    as_listed,
    as_view,
    drop_closings,
    translate_report,
)
from harmscope.importers.log_system import LogSystem

SYSTEM = LogSystem(
    name="lemmy",
    title="Lemmy",
    schemes=("lemmy@0.19", "lemmy@1.0"),
    reads=(
        "pages of GET /api/v3/modlog (0.19)",
        "pages of the moderation log of 1.0, or its rows",
        "pages of post, comment, private message and community reports, or of all (1.0), or rows",
    ),
    columns={
        "modlog": frozenset({"modlog"}),
        "modlog_rows": frozenset({"id", "kind", "is_revert", "published_at"}),
        **{
            f"{name}_rows": frozenset({"id", f"{kind}_id", "creator_id", "resolved"})
            for name, kind in KINDS_OF.items()
        },
        **{name: frozenset({member}) for name, (member, _) in ARRAYS.items()},
        **{name: frozenset({member}) for name, member in TABLES.items()},
    },
    pages={
        "modlog": "modlog",
        "items": "modlog",
        "reports": "reports",
        **{name: name for name in ARRAYS},
        **{name: name for name in TABLES},
    },
    translate={
        "modlog": translate_row,
        "modlog_rows": translate_row,
        **dict.fromkeys(ARRAYS, translate_array_row),
        **dict.fromkeys(TABLES, translate_report),
    },
    explode={
        "modlog": as_listed,
        "reports": as_listed,
        **{f"{name}_rows": as_view for name in TABLES},
    },
    finish=drop_closings,
    capabilities=(
        "visibility_restrictions",
        "interaction_restriction",
        "account_restrictions",
        "user_flags",
    ),
    not_recorded=(
        ("appeals", "Lemmy keeps no appeals"),
        ("automation", "The log does not tell bots from people"),
        ("language", "The log does not say in what language an item is"),
        ("reach", "Lemmy does not record views"),
        ("orders", "Lemmy has no record of orders of authorities"),
    ),
    choices=(
        (
            "What is one measure?",
            "One entry of the log. A bulk action is one, with item_count children; its children "
            "are not counted again. Version 1.0 leaves them out of its pages unless asked for.",
        ),
        (
            "Are communities and accounts of other servers counted?",
            "Yes, with origin remote where the log says so.",
        ),
        (
            "What is a ban?",
            "From the server: the account suspended, or terminated where no end is given. From one "
            "community: the account restricted.",
        ),
        (
            "What does a resolved report mean?",
            "That it was closed. It was acted on where the log has an entry on the same item; "
            "where the input holds no log, it is left pending, with a finding.",
        ),
        ("Which flags count as notices under law?", "None: every report is a user flag."),
        (
            "Which category does a reason have?",
            "That of the phrases in the mapping file that stand in it; without one, none.",
        ),
    ),
)

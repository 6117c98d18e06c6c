"""Texts beside a code for other that name what has a code of its own, in lower case.

Whole texts, so that a text that says more than the code does is not meant.
"""

MEDIA = frozenset(
    ("image", "video", "audio", "text", "app", "product", "synthetic media", "photo", "picture")
)
"""Forms of content."""

RESTRICTIONS = frozenset(
    (
        *("removed", "content removed", "removal", "removal of content", "deleted", "deletion"),
        *("disabled", "content disabled", "access disabled", "geo-blocked", "geoblocked"),
        *("demoted", "content demoted", "demotion", "demotion of content", "downranked"),
        *("limited distribution", "reduced distribution", "reduced visibility"),
        *("not eligible for recommendation", "not recommended", "shadow ban", "shadowban"),
        *("age restricted", "age-restricted", "age restriction", "content age restricted"),
        *("labelled", "labeled", "content labelled", "content labeled", "warning label"),
        *("interaction restricted", "content interaction restricted"),
    )
)
"""Restrictions of visibility, each in words that published statements use or that name the code."""

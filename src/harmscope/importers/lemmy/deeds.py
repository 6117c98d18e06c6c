"""What the kinds of Lemmy's moderation log do, for both of its shapes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    """``target`` is what is acted on; ``kind`` the action, or ``ban`` for one that may end;
    ``flag`` the member of 0.19 that is false where the deed is undone. Purges name no target."""

    target: str
    kind: str
    flag: str = ""
    purge: bool = False


_POST = Deed("post", "visibility.removed", "removed")
_COMMENT = Deed("comment", "visibility.removed", "removed")
_COMMUNITY = Deed("community", "visibility.removed", "removed")
_LOCK = Deed("post", "visibility.interaction_restricted", "locked")
_BAN = Deed("person", "ban", "banned")
_COMMUNITY_BAN = Deed("person", "account.restricted", "banned")

ARRAYS: Mapping[str, tuple[str, Deed | None]] = {
    "removed_posts": ("mod_remove_post", _POST),
    "locked_posts": ("mod_lock_post", _LOCK),
    "featured_posts": ("mod_feature_post", None),
    "removed_comments": ("mod_remove_comment", _COMMENT),
    "removed_communities": ("mod_remove_community", _COMMUNITY),
    "banned_from_community": ("mod_ban_from_community", _COMMUNITY_BAN),
    "banned": ("mod_ban", _BAN),
    "added_to_community": ("mod_add_community", None),
    "transferred_to_community": ("mod_transfer_community", None),
    "added": ("mod_add", None),
    "admin_purged_persons": (
        "admin_purge_person",
        Deed("person", "account.terminated", purge=True),
    ),
    "admin_purged_communities": (
        "admin_purge_community",
        Deed("community", "visibility.removed", purge=True),
    ),
    "admin_purged_posts": ("admin_purge_post", Deed("post", "visibility.removed", purge=True)),
    "admin_purged_comments": (
        "admin_purge_comment",
        Deed("comment", "visibility.removed", purge=True),
    ),
    "hidden_communities": ("mod_hide_community", Deed("community", "visibility.demoted", "hidden")),
}
"""Arrays of 0.19: the member that holds the record, and what it does (None: no moderation of
content)."""

KINDS: Mapping[str, Deed | None] = {
    "admin_ban": _BAN,
    "mod_ban_from_community": _COMMUNITY_BAN,
    "mod_remove_post": _POST,
    "mod_remove_comment": _COMMENT,
    "admin_remove_community": _COMMUNITY,
    "mod_lock_post": _LOCK,
    "mod_lock_comment": Deed("comment", "visibility.interaction_restricted"),
    "mod_warn_post": Deed("person", "account.warned"),
    "mod_warn_comment": Deed("person", "account.warned"),
    "admin_purge_person": Deed("person", "account.terminated", purge=True),
    "admin_purge_community": Deed("community", "visibility.removed", purge=True),
    "admin_purge_post": Deed("post", "visibility.removed", purge=True),
    "admin_purge_comment": Deed("comment", "visibility.removed", purge=True),
    "admin_add": None,
    "mod_add_to_community": None,
    "mod_transfer_community": None,
    "admin_feature_post_site": None,
    "mod_feature_post_community": None,
    "mod_change_community_visibility": None,
    "admin_allow_instance": None,
    "admin_block_instance": None,
}
"""Kinds of 1.0, and what they do."""

SUBJECTS = {"post": "content", "comment": "content", "community": "other", "person": "account"}
"""The model's kind of each target."""

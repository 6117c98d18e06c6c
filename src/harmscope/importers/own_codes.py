"""A platform's own rules, actions and reasons, as its mapping file ties them to the taxonomy.

Mastodon's rules, Coop's policies and action names, and Lemmy's free-text reasons are different on
every instance. ``harmscope init-mapping --from SYSTEM`` writes them down for their owner to map.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """By group (``rules``, ``actions``, ``policies``, ``reasons``): the platform's word, as
    written, to harm ids or an action kind. Empty targets mean: looked at, no category."""

    harms: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    actions: dict[str, dict[str, str]] = field(default_factory=dict)

    def harm(self, group: str, word: str) -> tuple[str, ...] | None:
        """Harm ids of a word; None where the mapping does not have it."""
        return self.harms.get(group, {}).get(word)

    def action(self, group: str, word: str) -> str | None:
        """Action kind of a word; None where the mapping does not have it."""
        return self.actions.get(group, {}).get(word)


def read_own_codes(path: Path, system: str) -> OwnCodes:
    """The mapping file of a system's own codes.

    Raises UserError where the file cannot be read, is for another system, or names a category or
    an action kind that does not exist.
    """
    raise NotImplementedError

"""The disclosure report: what was done to a publication, without saying what was withheld."""

from collections import Counter

from harmscope.disclosure.level import level as named
from harmscope.disclosure.protect import Protected


def account(result: Protected) -> dict[str, object]:
    """What readers may know of the treatment: the level, how many cells of each state, which
    attackers were tried, and how many cells they narrowed down. It names no cell and no reason."""
    level = result.level
    measure = named(level.judged_by) if level.judged_by else level
    states = Counter(shown.state for shown in result.shown)
    return {
        "level": level.id,
        "level_version": level.version,
        "title": level.title,
        "note": level.note,
        "protected_units": sorted(level.protects),
        "cells": len(result.shown),
        "states": dict(sorted(states.items())),
        "share_shown": round(result.share_shown, 4),
        "judged_by": measure.id,
        "margin": measure.protection,
        "audit": {
            "method": "linear and integer programs from the attacker's side (HiGHS)",
            "linked_sums": len(result.tables.relations),
            "attackers": _attackers(result),
        },
        "refused": result.refused,
    }


def _attackers(result: Protected) -> list[dict[str, object]]:
    inside = [attack for attack in result.attacks if attack.attacker.startswith("sender ")]
    outside = [attack for attack in result.attacks if attack not in inside]
    found: list[dict[str, object]] = [
        {"attacker": attack.attacker, "narrowed_down": len(attack.exposures)} for attack in outside
    ]
    if inside:
        worst = max(len(attack.exposures) for attack in inside)
        found.append(
            {"attacker": "each sender", "tried": len(inside), "narrowed_down_at_most": worst}
        )
    return found

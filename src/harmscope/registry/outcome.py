"""What came of a publication or of a plan, as JSON and in lines."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harmscope.disclosure import Proposal
from harmscope.formats.names import shown
from harmscope.registry.publish import Made


def outcome(made: Made, target: Path) -> tuple[dict[str, Any], list[str]]:
    """The outcome of a publication. It says how many cells, never which."""
    result = made.protected
    exposed = {one.key for attack in result.attacks for one in attack.exposures}
    body = {
        "published": not result.refused,
        "edition": made.edition,
        "as_of": made.pool.seq,
        "sha256": made.digest,
        "cells": len(result.shown),
        "share_shown": round(result.share_shown, 4),
        "narrowed_down": len(exposed),
    }
    if result.refused:
        fault = f"refused: {len(exposed)} withheld figures can be narrowed down"
        return body, [f"{fault}; see --plan for what to coarsen"]
    share = f"{result.share_shown:.1%} of {len(result.shown):,} cells shown"
    line = f"edition {made.edition} as of entry {made.pool.seq}: {share}, sha256 {made.digest}"
    return body, [line, *(shown(str(target / name)) for name in made.files)]


def proposed(found: Sequence[Proposal]) -> tuple[list[dict[str, Any]], list[str]]:
    """Proposals, the best first."""
    lines = [
        f"{'refused' if one.refused else 'passes':8} {one.shown:>6} of {one.cells:>6} cells shown: "
        f"{one.change}"
        for one in found
    ]
    return [asdict(one) for one in found], lines

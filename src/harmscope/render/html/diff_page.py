"""The page of a difference between two editions."""

import harmscope
from harmscope.comparison.difference import Change, Difference
from harmscope.render.amounts import period_text
from harmscope.render.diff_text import change_size, side_words
from harmscope.render.html.compare_cards import data_address
from harmscope.render.html.compare_page import style
from harmscope.render.html.page import environment

HEAD = ["Kind", "Figure", "Period", "Old", "New", "Difference"]
MOST = 500
"""Rows shown on the page; the file that the page carries holds all."""


def difference_page(difference: Difference) -> str:
    """The difference as one HTML document, the weightiest change first."""
    rows = [_row(change) for change in difference.changes]
    kinds = ("changed", "dropped", "added")
    counts = {kind: sum(c.kind == kind for c in difference.changes) for kind in kinds}
    return (
        environment()
        .get_template("diff.html")
        .render(
            style=style(),
            version=harmscope.__version__,
            difference=difference,
            counts=counts,
            head=HEAD,
            rows=rows[:MOST],
            more=max(len(rows) - MOST, 0),
            download=data_address([HEAD, *rows]),
            new_periods=[period_text(period) for period in difference.new_periods],
        )
    )


def _row(change: Change) -> list[str]:
    figure = change.figure
    words = [change.service, change.title, *([change.category] if change.category else [])]
    words += [
        f"{name}: {code}"
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "harm")
    ]
    size = change_size(change) if change.kind == "changed" else ""
    return [
        change.kind, ", ".join(words), period_text(figure.period), side_words(change.old),
        side_words(change.new), size,
    ]  # fmt: skip

"""The same figure twice in one report: equal ones are fine, unequal ones contest each other."""

from harmscope.findings import Finding
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.readers.result import Source, remark_at


def mark_conflicts(
    figures: list[Figure], sources: list[Source]
) -> tuple[list[Figure], list[Finding]]:
    """The figures, and findings. Those of unequal values are marked ``contested`` and keep the
    lowest and the highest as bounds."""
    names = {source.sha256: source.name for source in sources}
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, figure in enumerate(figures):
        if figure.value is not None:
            groups.setdefault(figure.identity, []).append(index)
    changed, findings = list(figures), []
    for indices in groups.values():
        values = [each for index in indices if (each := figures[index].value) is not None]
        low, high, first = min(values), max(values), values[0]
        if low == high:
            continue
        other = next(value for value in values if value != first)
        for index, value in zip(indices, values, strict=True):
            words = f"{value:,} here, {other if value == first else first:,} elsewhere"
            changed[index] = _contested(figures[index], low, high, words)
            findings.append(_finding(figures[index], names, words))
    return changed, findings


def _contested(figure: Figure, low: Number, high: Number, words: str) -> Figure:
    notes = [*(figure.notes or []), f"Contested: {words}."]
    update = {"status": "contested", "bounds": Bounds(low=low, high=high), "notes": notes}
    return figure.model_copy(update=update)


def _finding(figure: Figure, names: dict[str, str], words: str) -> Finding:
    source = figure.source
    if source is None:
        return remark_at("RD054", "report", "", words)
    name = names.get(source.sha256 or "", "report")
    return remark_at("RD054", name, source.cell or "", words, source.sheet or "")

"""The answers of the taxonomy as text for a terminal."""

from collections.abc import Iterable, Sequence

from harmscope.render.safe_text import bullets, columns, paragraph
from harmscope.taxonomy.counts import Carried
from harmscope.taxonomy.crosswalks import Link, mapped_systems
from harmscope.taxonomy.describe import (
    NO_EQUIVALENT,
    describe_codelist,
    describe_codelists,
    describe_systems,
    links_of,
    names_in,
)
from harmscope.taxonomy.diff import Change, Difference
from harmscope.taxonomy.harm import Category, FacetDemand, Scheme, harm
from harmscope.taxonomy.lint import LintResult
from harmscope.taxonomy.lookup import SURE, Hit
from harmscope.taxonomy.systems import Code, System, codelist, load_system


def facet_text(demand: FacetDemand) -> str:
    """A facet demand as words, such as ``depicted.minor: yes``."""
    return f"{demand.path}: {' or '.join(demand.one_of)}"


def category_text(scheme: Scheme, category: Category, mapped: Sequence[System]) -> str:
    """A category's page: prose, facets, and its names in every system."""
    flags = [
        f"harm@{scheme.version}",
        category.status,
        f"since {category.introduced}",
        category.mode,
    ]
    if category.sensitive:
        flags.append("sensitive")
    excludes = [f"{one.text}{f' (see {one.see})' if one.see else ''}" for one in category.excludes]
    lines = [
        f"{category.id}  {category.label}",
        "  ".join(flags),
        "",
        paragraph(category.definition),
    ]
    lines += bullets("Includes", category.includes)
    lines += bullets("Excludes", excludes)
    lines += bullets("Boundary cases", category.boundary)
    lines += bullets("Requires the facets", [facet_text(one) for one in category.required_facets])
    lines += bullets("Rules out the facets", [facet_text(one) for one in category.forbidden_facets])
    lines += bullets("Also known as", category.aliases)
    lines += bullets("Holds", [f"{one.id}  {one.label}" for one in scheme.children(category.id)])
    lines += [
        "",
        "Elsewhere:",
        columns(_HEAD, [row for one in mapped for row in _rows(category, one)]),
    ]
    return "\n".join(lines)


_HEAD = ("system", "code", "relation", "count rule", "condition", "label")


def _rows(category: Category, system: System) -> list[list[str]]:
    links = names_in(category, system)
    if not links:
        return [[system.info.ref, "-", "-", "-", "", "through its subcategories"]]
    return [_row(system, link) for link in links]


def _row(system: System, link: Link) -> list[str]:
    ref = system.info.ref
    if link.object is None:
        level = f"{NO_EQUIVALENT} ({link.level})" if len(system.info.levels) > 1 else NO_EQUIVALENT
        return [ref, "-", "-", link.count_rule, "", level]
    label = system.codes[link.object].label
    return [ref, link.object, link.relation, link.count_rule, link.condition, label]


def code_text(system: System, code: Code, links: Sequence[Link]) -> str:
    """A native code's page: label, validity, origin, successor, and where it leads in harm."""
    until = code.valid_to or "now"
    lines = [
        f"{system.info.ref}  {code.key}",
        f"{code.kind}, {code.origin}"
        + (f", {code.valid_from} to {until}" if code.valid_from else ""),
        "",
        paragraph(code.label),
    ]
    lines += [paragraph(one) for one in (code.definition, code.note) if one]
    if code.replaced_by and code.replaced_by != code.code:
        lines.append(f"Replaced by {code.replaced_by} ({code.replaced_basis})")
    lines += bullets("Also known as", code.aliases)
    if links:
        lines += ["", "In the harm taxonomy:", links_text(links)]
    return "\n".join(lines)


def links_text(links: Iterable[Link]) -> str:
    """Links as a table: subject, relation, count rule, object, path, confidence, comment."""
    head = ("from", "relation", "count rule", "to", "over", "condition", "confidence", "comment")
    rows = [
        (
            link.subject,
            "-" if link.object is None else link.relation,
            link.count_rule,
            link.object or NO_EQUIVALENT,
            ", ".join(link.via),
            link.condition,
            f"{link.confidence:.2f}",
            link.comment,
        )
        for link in links
    ]
    return columns(head, rows)


def page(system: System, code: Code) -> str:
    """The page of a code of any system."""
    if system.info.name != "harm":
        return code_text(system, code, links_of(system, code))
    scheme = harm(system.info.version)
    return category_text(scheme, scheme.categories[code.key], mapped_systems())


def systems_text() -> str:
    """Every system with version, number of codes, origin and date."""
    head = ("system", "codes", "origin", "issued", "kinds", "title")
    rows = [
        (
            str(row["system"]),
            str(row["codes"]),
            str(row["origin"]),
            str(row["issued"]),
            _kinds(row["kinds"]),
            str(row["title"]),
        )
        for row in describe_systems()
    ]
    return columns(head, rows)


def _kinds(kinds: object) -> str:
    counts = kinds if isinstance(kinds, dict) else {}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def system_text(ref: str) -> str:
    """One system: its head and its codes."""
    system = load_system(ref)
    info = system.info
    lines = [f"{info.ref}  {info.title}", f"{info.issuer}; {info.kind}; issued {info.issued}"]
    lines += ["", paragraph(info.note)] if info.note else []
    rows = [(code.key, code.kind, code.origin, code.label) for code in system.codes.values()]
    return "\n".join([*lines, "", columns(("code", "kind", "origin", "label"), rows)])


def codelists_text() -> str:
    """Every code list of our records, with the number of its codes."""
    rows = [
        (
            str(row["list"]),
            str(row["codes"]),
            "open" if row["open"] else "closed",
            str(row["title"]),
        )
        for row in describe_codelists()
    ]
    return columns(("list", "codes", "open", "title"), rows)


def codelist_text(name: str) -> str:
    """One code list: what it is and its codes."""
    describe_codelist(name)  # raises where there is none
    one = codelist(name)
    other = "open: others are written x-<org>.<code>" if one.open else "closed: no other is valid"
    table = columns(("code", "label"), list(one.codes.items()))
    return f"{one.name}  {one.title}\n{other}\n\n{table}"


_WORDS = {
    "added": "new",
    "dropped": "dropped without an official successor",
    "renamed": "renamed",
    "relabelled": "same code, new label",
    "moved": "under another parent",
    "beside": "new outside the code lists compared",
}


def hits_text(hits: Sequence[Hit]) -> str:
    """Search hits, best first."""
    if not hits:
        return "nothing found"
    head = ("system", "code", "label", "matched", "score")
    rows = [(hit.system, hit.key, hit.label, hit.matched, f"{hit.score:.0f}") for hit in hits]
    table = columns(head, rows)
    sure = any(hit.score >= SURE for hit in hits)
    return table if sure else f"no such name; did you mean one of these?\n{table}"


def difference_text(difference: Difference) -> str:
    """The summary, then every change."""
    counts = difference.summary()
    lines = [f"{difference.before} to {difference.after}"]
    lines += [f"  {counts[name]:>4}  {words}" for name, words in _WORDS.items() if counts[name]]
    for name, words in _WORDS.items():
        changes: tuple[Change, ...] = getattr(difference, name)
        if changes:
            lines += ["", f"{words.capitalize()} ({len(changes)})"]
            lines += [f"  {_change(change)}" for change in changes]
    return "\n".join(lines)


def _change(change: Change) -> str:
    if change.change == "moved":
        return f"{change.code}: {change.label_before} to {change.label_after}"
    if change.change == "relabelled":
        return f'{change.code}: "{change.label_before}" to "{change.label_after}"'
    if change.change in ("dropped", "renamed"):
        successor = f"{change.successor} ({change.basis})" if change.successor else "no successor"
        return f'{change.code} "{change.label_before}": {successor}'
    return f'{change.code} "{change.label_after}"'


def carried_text(levels: Sequence[Carried]) -> str:
    """One table a level of the target, each with its sum."""
    return "\n\n".join(_level(one) for one in levels)


def _level(one: Carried) -> str:
    rows = [
        (cell.code, str(cell.allocated), str(cell.high), " ".join(sorted(cell.marks)), cell.label)
        for cell in one.cells
    ]
    lost = ", ".join(f"{reason} {count}" for reason, count in sorted(one.reasons.items()))
    sums = f"allocated {one.allocated} + unallocated {one.unallocated} = input {one.total}"
    head = ("code", "allocated", "at most", "marks", "label")
    parts = [f"{one.origin} to {one.target}, level {one.level}", columns(head, rows), sums]
    return "\n".join([*parts, *([f"unallocated: {lost}"] if lost else [])])


def lint_text(result: LintResult, file: str) -> str:
    """Each finding on two lines, then the sum."""
    lines = []
    for finding in result.findings:
        place = f"{file}:{finding.line}" if finding.line else f"{file}{finding.pointer}"
        lines.append(f"{place}: {finding.rule} {finding.slug}: {finding.message}")
        lines.append(f"  fix: {finding.fix}")
    count = len(result.findings)
    words = "no findings" if not count else f"{count} finding{'s' if count > 1 else ''}"
    lines.append(f"{result.entries} entries read as {result.system}: {words}")
    return "\n".join(lines)

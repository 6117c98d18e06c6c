"""A draft of the file for ``--dataset``: what no log says of itself, asked for line by line."""

from collections.abc import Iterator

from harmscope.importers.drafting_text import commented, value
from harmscope.taxonomy import codelist

_MEMBERS = (
    ("service", '"My service"', "Name of the service; every report asks for it."),
    ("operator", '"My company"', "Who runs the service."),
    ("time_zone", '"UTC"', "Zone of the times in the records. The importers write UTC."),
    (
        "jurisdictions",
        '["EU"]',
        "Which law applies to notices that name none of their own: EU, EEA, or countries such as "
        "US, GB, IN. Legal limits start only where their law holds.",
    ),
    ("licence", '"CC-BY-4.0"', "Under which licence the records may be used."),
)


def draft_dataset() -> str:
    """The text of a file for ``--dataset``: every member commented out, with what it is for."""
    lines = commented(
        "What the log does not say of itself. Take the mark # away where you know the answer; "
        "what stays commented out is not known, and is never counted as 0."
    )
    for name, example, about in _MEMBERS:
        lines += ["", *commented(about), f"# {name} = {example}"]
    lines += [
        "",
        *commented("First and last day on which the service was observed."),
        "# period = { start = 2026-01-01, end = 2026-03-31 }",
        *_capabilities(),
        *_coverage(),
        *_not_recorded(),
    ]
    return "\n".join(lines) + "\n"


def _capabilities() -> Iterator[str]:
    yield ""
    yield from commented(
        "What the service can do at all. A count of 0 is printed only where it could have been "
        "more; without a line here such a cell stays blank. Take the mark away line by line."
    )
    yield "capabilities = ["
    for code, label in codelist("capability").codes.items():
        yield f"#   {value(code)},  # {label}"
    yield "]"


def _coverage() -> Iterator[str]:
    yield ""
    yield from commented("Whether these records are all there are: " + _listed("coverage") + ".")
    yield '# coverage = { extent = "complete" }'


def _not_recorded() -> Iterator[str]:
    yield ""
    yield from commented(
        "Parts that the log does not keep, beside those that the importer names: "
        + _listed("record-part")
        + "."
    )
    yield "# [[not_recorded]]"
    yield '# part = "appeals"'
    yield '# reason = "Complaints are handled by mail and not logged."'


def _listed(name: str) -> str:
    return ", ".join(codelist(name).codes)

"""``declared.toml`` to fill in: every question that a profile leaves to the provider, explained."""

from collections.abc import Iterator

from harmscope.aggregation.dsa_sections import base_metric
from harmscope.model.dsa_template import TemplateRow, dsa_template
from harmscope.profiles import Profile

_TIERS = """\
# Which kind of provider is this under the DSA? It decides which parts of the report apply.
# intermediary, hosting, platform (online platform), vlop (very large platform), vlose (very large
# search engine), possibly_exempt (maybe a micro or small enterprise), exempt.
# tier = "platform"
"""

_HEAD = """\
# What no log holds, and the provider states itself. Lines that start with # are not read: take the
# mark away where there is something to state, and leave it where there is not.
profile = "{profile}"
service = "{service}"
period = "{period}"

[provider]
# Name of the provider as the report prints it.
# name = ""
# Day of publication of this report, and of the latest one before it.
# published = 2026-02-15
# previous_published = 2025-02-15
"""

_COLUMN_G = """\

[answers]
# Parts 5 and 6, column G: its header speaks of detection by automated means alone, Annex II of
# measures taken by automated means alone. Which of the two is counted? "detection" or "decision".
# automated_column = "detection"
"""

_OTHER = """\

# A figure of any kind: its metric, and where it comes from.
# [[figures]]
# metric = "moderators.internal"
# title = "Moderators, internal"
# value = 12.5
# unit = "fte"
# source = "Staff register, 31 December 2025"
# assurance = "self_reported"
"""


def declared_template(profile: Profile, service: str, period: str) -> str:
    """The file as text. It is valid as it stands, and states nothing."""
    parts = [_HEAD.format(profile=profile.id, service=service, period=period)]
    if profile.template:
        parts += [_TIERS, _COLUMN_G, *_rows()]
    else:
        parts.append(_OTHER)
    return "".join(parts)


def _rows() -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for sheet in dsa_template().sheets.values():
        for row in sheet.rows:
            identity = row.metric, str(sorted(row.dimensions.items()))
            if sheet.number == 1 or base_metric(row.metric) is not None or identity in seen:
                continue
            seen.add(identity)
            yield _row(sheet.number, row)


def _row(number: int, row: TemplateRow) -> str:
    title = f"{row.indicator.strip()}{f' ({row.scope.strip()})' if row.scope.strip() else ''}"
    dimensions = ", ".join(f'{name} = "{code}"' for name, code in row.dimensions.items())
    lines = [
        "",
        f"# Part {number}: {title}",
        f"# Applies to: {row.applicability}",
        f"# [[{'texts' if row.unit == 'text' else 'figures'}]]",
        f'# metric = "{row.metric}"',
        *([f"# dimensions = {{ {dimensions} }}"] if dimensions else []),
    ]
    if row.unit == "text":
        lines.append('# text = """At most 5,000 characters."""')
    else:
        lines += ["# value = 0", f'# unit = "{row.unit}"', '# source = ""']
        lines.append('# assurance = "self_reported"')
    return "\n".join(lines) + "\n"

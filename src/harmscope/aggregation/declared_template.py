"""``declared.toml`` to fill in: every question that a profile leaves to the provider, explained."""

from collections.abc import Iterator

from harmscope.aggregation.declared_questions import Question, questions
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
        parts += [_TIERS, _COLUMN_G, *_rows(profile)]
    else:
        parts += [*_rows(profile), _OTHER]
    return "".join(parts)


def _rows(profile: Profile) -> Iterator[str]:
    return map(_row, questions(profile))


def _row(asked: Question) -> str:
    dimensions = ", ".join(f'{name} = "{code}"' for name, code in asked.dimensions.items())
    lines = [
        "",
        f"# Part {asked.part}: {asked.title}" if asked.part else f"# {asked.title}. {asked.about}",
        f"# Applies to: {asked.applies}" if asked.part else f"# Asked for by: {asked.applies}",
        f"# [[{'texts' if asked.is_text else 'figures'}]]",
        f'# metric = "{asked.metric}"',
        *([f"# dimensions = {{ {dimensions} }}"] if dimensions else []),
    ]
    if asked.is_text:
        lines.append('# text = """At most 5,000 characters."""')
    else:
        lines += ["# value = 0", f'# unit = "{asked.unit}"', '# source = ""']
        lines.append('# assurance = "self_reported"')
    return "\n".join(lines) + "\n"

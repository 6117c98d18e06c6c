"""``harmscope registry``: what officials and senders do to a submission after it came in."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from harmscope.cli.output import confirmed, say
from harmscope.times import time_asked

if TYPE_CHECKING:
    from harmscope.registry.folder import Registry
    from harmscope.registry.submissions import Act

Folder = Annotated[Path, typer.Argument(help="The registry's folder.")]
Submission = Annotated[
    str, typer.Argument(help="Its entry number, its id, or at least 8 characters of the id.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask on a terminal.")]
Notices = Annotated[
    Path | None, typer.Option("--notice", help="A folder for the signed notice and its letter.")
]
Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]
Because = Annotated[str, typer.Option(help="Why.")]
Official = Annotated[str, typer.Option(help="Who decides: an office or a file number.")]


def decide(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    submission: Submission,
    outcome: Annotated[str, typer.Option(help="accept or reject")],
    official: Official,
    reason: Annotated[str, typer.Option(help="Why.")],
    rules: Annotated[str, typer.Option(help="The version of the rules that were applied.")],
    remedy: Annotated[str, typer.Option(help="What the sender can do about it.")] = "none",
    notice: Notices = None,
    yes: Yes = False,
    clock: Clock = None,
) -> None:
    """An official accepts or rejects a submission."""
    from harmscope.registry.submissions import decide as decide_

    told = {
        "outcome": outcome,
        "official": official,
        "reason": reason,
        "rules": rules,
        "remedy": remedy,
    }
    asked = _Asked(folder, submission, outcome, yes, notice)
    _act(asked, lambda registry, name: decide_(registry, name, told, time_asked(clock)))


def withdraw(  # noqa: PLR0917 - the options that the other acts have, too
    folder: Folder,
    submission: Submission,
    because: Because,
    notice: Notices = None,
    yes: Yes = False,
    clock: Clock = None,
) -> None:
    """Withdraw a submission at its sender's request; it stays on record and no longer counts."""
    from harmscope.registry.submissions import withdraw as withdraw_

    asked = _Asked(folder, submission, "withdraw", yes, notice)
    _act(asked, lambda registry, name: withdraw_(registry, name, because, time_asked(clock)))


def reverse(  # noqa: PLR0917 - the options that the other acts have, too
    folder: Folder,
    submission: Submission,
    official: Official,
    because: Because,
    notice: Notices = None,
    yes: Yes = False,
    clock: Clock = None,
) -> None:
    """Undo the last decision on a submission, or its withdrawal; both stay on record."""
    from harmscope.registry.submissions import reverse as reverse_

    asked = _Asked(folder, submission, "reverse", yes, notice)
    at = time_asked(clock)
    _act(asked, lambda registry, name: reverse_(registry, name, official, because, at))


def erase(  # noqa: PLR0917 - the options that the other acts have, too
    folder: Folder,
    submission: Submission,
    official: Official,
    because: Because,
    notice: Notices = None,
    yes: Yes = False,
    clock: Clock = None,
) -> None:
    """Delete the contents of a submission for ever; its entry and its counts stay."""
    from harmscope.registry.submissions import erase as erase_

    asked = _Asked(folder, submission, "erase", yes, notice)
    at = time_asked(clock)
    _act(asked, lambda registry, name: erase_(registry, name, official, because, at))


def notice_(
    folder: Folder,
    submission: Submission,
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write into.")],
) -> None:
    """Write signed notices of all decisions on a submission, each with a letter in words."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.notices import notices, write_notice

    with Registry(folder) as registry:
        for one in notices(registry, submission):
            for path in write_notice(one, output):
                say(path)


class _Asked(NamedTuple):
    """An act that is asked for. ``notice`` is the folder for its notice."""

    folder: Path
    submission: str
    outcome: str
    yes: bool
    notice: Path | None


def _act(asked: _Asked, act: "Callable[[Registry, str], Act]") -> None:
    """Say what is about to be done, ask on a terminal, do it, and say what was done."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.notices import notices, write_notice
    from harmscope.registry.state import state_of
    from harmscope.registry.submissions import find, row
    from harmscope.render.registry_text import about_line, done_line

    with Registry(asked.folder) as registry:
        one = find(state_of(registry.ledger.entries()), asked.submission)
        confirmed(f"{asked.outcome}: {about_line(row(one))}", asked.yes)
        done = act(registry, str(one.seq))
        say(done_line(asked.outcome, done.entry.seq, row(done.submission)))
        if asked.notice is not None:
            for path in write_notice(notices(registry, str(one.seq))[-1], asked.notice):
                say(path)


ACTS: dict[str, Callable[..., None]] = {
    "decide": decide,
    "withdraw": withdraw,
    "reverse": reverse,
    "erase": erase,
    "notice": notice_,
}

"""What the commands of a registry say, as lines of text."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harmscope.disclosure.protect import Proposal
from harmscope.errors import many
from harmscope.formats.door import shown
from harmscope.render.safe_text import markdown

Body = Mapping[str, Any]


def receipt_line(body: Body) -> str:
    """What a receipt says."""
    why = "; ".join(problem["fault"] for problem in body["problems"])
    rows = f"{body['rows']['accepted']:,} of {many(body['rows']['read'], 'row')} accepted"
    kind = body.get("kind")
    what = why or (kind if kind in ("figures", "publication") else rows)
    noted = "".join(f"; {one['metric']}: {one['words']}" for one in body.get("remarks", ()))
    return f"{body['status']} ({body['code']}), entry {body['seq']}: {what}{noted}"


def answer_line(name: str, body: Body, since: Body | None = None) -> str:
    """The receipt of a package that was given under ``name``; how it stands comes first where
    something was decided after the receipt was written."""
    place = "standard input" if name == "-" else shown(Path(name).name)
    if since is None:
        return f"{place}: {receipt_line(body)}"
    now = f"{since['status']} since {since['at'][:10]} (entry {since['entry']})"
    return f"{place}: {now}; its earlier receipt said: {receipt_line(body)}"


_DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "withdraw": "withdrawn",
    "erase": "erased",
    "reverse": "reversed",
}


def about_line(one: Body) -> str:
    """Which submission an act is about: entry, id, sender, service, period, state and rows."""
    rows = one["rows"] or {}
    counted = (
        f", {rows['accepted']:,} of {many(rows['read'], 'row')} accepted"
        if rows.get("read")
        else ""
    )
    return (
        f"entry {one['seq']}, submission {str(one['submission'] or '-')[:12]}, "
        f"sender {one['sender'] or '-'}, service {one['service'] or '-'}, "
        f"period {one['period'] or '-'}, now {one['status']}{counted}"
    )


def done_line(outcome: str, entry: int, one: Body) -> str:
    """What was done to a submission, and under which entry it is on record."""
    return f"{_DONE[outcome]} (recorded as entry {entry}): {about_line(one)}"


_LETTER = {
    "accept": "We accepted this submission. It counts in figures that we publish from now on.",
    "reject": "We rejected this submission. It does not count in figures that we publish from now "
    "on.",
    "withdraw": "This submission was withdrawn at your request. It does not count in figures "
    "that we publish from now on.",
    "erase": "We deleted the contents of this submission permanently. Its counts and this notice "
    "stay on record.",
    "reverse": "We reversed what was recorded as entry {of}. This submission is {status} again.",
}


def letter(body: Body) -> str:
    """A decision as a letter in Markdown."""
    about = body["about"]
    facts = {
        "Sender": about["sender"],
        "Service": about["service"],
        "Period": f"{about['start']} to {about['end']}",
        "Submission": f"{about['submission']} (entry {about['seq']} of our ledger)",
        "Decided on": f"{body['at'][:10]}, recorded as entry {body['seq']}",
        "Decided by": body.get("official"),
        "Rules applied": body.get("rules"),
        "State before": body["before"],
        "State now": body["status"],
    }
    lines = [f"- {name}: {markdown(str(told))}" for name, told in facts.items() if told]
    parts = [
        f"# {markdown(body['registry'])}: decision on a submission",
        _LETTER[body["outcome"]].format(**body),
        "\n".join(lines),
        f"## Reason\n\n{markdown(body['reason'])}",
    ]
    if body.get("remedy") and body["remedy"] != "none":
        parts.append(f"## What you can do\n\n{markdown(body['remedy'])}")
    parts.append(
        "The file that ends in .decision.json says the same and is signed with our key. "
        "Check it with `harmscope submit answer FILE --key registry.public.json`."
    )
    return "\n\n".join(parts) + "\n"


def decision_line(body: Body) -> str:
    """What a notice of a decision says."""
    about = body["about"]
    period = f"{about['start']}/{about['end']}"
    which = f"entry {about['seq']}, service {about['service']}, period {period}"
    return f"{_DONE[body['outcome']]} (entry {body['seq']}), now {body['status']}: {which}"


def checked_lines(body: Body) -> list[str]:
    """The outcome of a check of a registry, or of a receipt against it."""
    if "receipt" in body:
        held = body["receipt"]
        what = "notice" if held["record"] == "decision" else "receipt"
        return [f"the ledger holds what the {what} of entry {held['seq']} says"]
    sound = (
        f"sound: {body['entries']} entries, {body['submissions']} submissions, "
        f"{body['objects']} objects, {body['receipts']} receipts; "
        f"entry {body['seq']}, head {body['head']}"
        if body["ok"]
        else ""
    )
    return [
        *(body["faults"] or [sound]),
        *(f"swept: {name}" for name in body.get("swept", ())),
    ]


def sender_line(one: Body) -> str:
    """A key of a sender, and the services for which the sender may submit."""
    end = f"revoked from {one['revoked_from']}" if one["revoked_from"] else one["valid_to"]
    of = [f"publications of {name}" for name in one.get("authorities", ())]
    services = ", ".join([*one["services"], *of]) or "no service"
    return f"{one['sender']}  {one['key_id']}  {one['valid_from']}  {end}  {services}"


def deadline_line(one: Body) -> str:
    """How a service stands to a deadline."""
    return f"{one['due']}  {one['standing']:9}  {one['period']}  {one['service']}"


def kept_line(one: Body) -> str:
    """A submission whose contents are to be erased."""
    return f"{one['erase_from']}  {one['submission'][:12]}  {one['status']:10}  {one['service']}"


def submission_line(one: Mapping[str, object]) -> str:
    """A submission in the list of a registry."""
    name = str(one["submission"] or "-")[:12]
    about = f"{one['service'] or '-'}  {one['period'] or '-'}"
    if one["kind"] in ("figures", "publication"):
        about += f"  {one['kind']}"
    problems = one["problems"]
    why = f"  ({', '.join(problems)})" if isinstance(problems, list) and problems else ""
    return f"{one['seq']:>5}  {name:12}  {one['status']:10}  {about}{why}"


def _submissions(count: int) -> str:
    return "1 submission" if count == 1 else f"{count} submissions"


def _authorities(count: int) -> str:
    return "1 authority" if count == 1 else f"{count} authorities"


def _pooled(figure: Body) -> str:
    """The number of a pooled figure, or the limits of a sum; empty where there is neither."""
    if figure["value"] is not None:
        least = "at least " if figure["status"] == "at_least" else ""
        return f"{least}{figure['value']:,}"
    if "low" not in figure:
        return ""
    high = figure.get("high")
    return f"at least {figure['low']:,}" if high is None else f"{figure['low']:,} to {high:,}"


def pool_lines(body: Mapping[str, Any]) -> list[str]:
    """The totals and the doubts of a record ``pool`` in lines of text."""
    found = [
        f"{body['period']} as of entry {body['as_of']}, {_submissions(len(body['submissions']))}"
    ]
    for figure in body["figures"]:
        shown = _pooled(figure)
        if not figure["dimensions"] and shown:
            behind = f"{figure['senders']} of {many(figure['of'], 'service')}"
            if figure.get("authorities"):
                behind += f", {_authorities(figure['authorities'])}"
            found.append(f"{figure['metric']:34} {shown:>14}  {behind}")
    for doubt in body["doubts"]:
        about = " ".join(word for word in (doubt["service"], doubt["metric"]) if word)
        found.append(f"doubt {doubt['code']}: {about}: {doubt['words']}")
    return found


def publication_lines(body: Mapping[str, Any], files: Iterable[Path]) -> list[str]:
    """The outcome of a publication, as ``registry.publish.outcome`` gives it, and the files that it
    wrote."""
    if not body["published"]:
        fault = f"refused: {body['narrowed_down']} withheld figures can be narrowed down"
        return [f"{fault}; see --plan for what to make less detailed"]
    share = f"{body['share_shown']:.1%} of {body['cells']:,} cells shown"
    share += f", {body['withheld']:,} withheld"
    line = f"edition {body['edition']} as of entry {body['as_of']}: {share}"
    return [f"{line}, sha256 {body['sha256']}", *(shown(str(path)) for path in files)]


def proposal_lines(found: Sequence[Proposal]) -> list[str]:
    """Proposals for what to coarsen, the best first."""
    return [
        f"{'refused' if one.refused else 'passes':8} {one.shown:>6} of {one.cells:>6} cells shown: "
        f"{one.change}"
        for one in found
    ]


def verified_lines(body: Mapping[str, Any]) -> list[str]:
    """The outcome of a check of a submission, one line a problem."""
    if not body["ok"]:
        return [_problem(one) for one in body["problems"]]
    unread = [f"{name}: encrypted, rows not counted" for name in body["rows_not_counted"]]
    return [f"sound: {body['submission_id']}, signed with {body['key_id']}", *unread]


def _problem(one: Mapping[str, str]) -> str:
    words = f"{one['fault']}; {one['fix']}"
    return f"{one['member']}: {words}" if one.get("member") else words


def published_lines(body: Body) -> list[str]:
    """The outcome of a check of a published folder."""
    told = body["manifest"]
    if not body["ok"]:
        return list(body["faults"])
    contact = f", contact {told['contact']}" if told.get("contact") else ""
    lines = [
        f"sound: {told['title']}, edition {told['edition']}, published on {told['published_on']}, "
        f"{many(len(told['files']), 'file')}, licence {told['licence']}{contact}",
        f"signed by {told['registry']} with key {told['key_id']}",
    ]
    if body["own_key"]:
        lines.append(
            "the key came with the folder: compare its id with the one that the office "
            "gives out, or give --key"
        )
    return lines

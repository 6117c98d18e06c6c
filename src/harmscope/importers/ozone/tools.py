"""Who or what wrote an Ozone event, as far as ``modTool`` says."""

from harmscope.importers.entry import Entry

_HUMAN = ("ozone-ui/", "ozone/workspace")


def said_automated(entry: Entry) -> bool | None:
    """What ``isAutomated`` says of the event; None where it is not there.

    For reports nothing else counts: people report with tools of any name.
    """
    meta = entry.part("modTool").get("meta")
    said = meta.get("isAutomated") if isinstance(meta, dict) else None
    return said if isinstance(said, bool) else None


def is_automated(entry: Entry) -> bool | None:
    """Whether a machine took the decision; None where the event does not say."""
    said = said_automated(entry)
    if said is not None:
        return said
    name = entry.part("modTool").get("name")
    if not isinstance(name, str) or not name:
        return None
    return not name.startswith(_HUMAN)


def automation(entry: Entry) -> dict[str, object]:
    """The member ``automation`` of a decision."""
    automated = is_automated(entry)
    return {} if automated is None else {"automation": "full" if automated else "none"}
